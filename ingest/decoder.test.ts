import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeadLetterReason } from '../contracts/dead-letters.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import type { AssetRegistry, EquipmentClass, RegisteredDevice } from '../contracts/registry.ts'
import { noAnnouncements } from './announcements/testing.ts'
import { codecs } from './codecs/index.ts'
import { createDecoder } from './decoder.ts'

const NOW = Date.UTC(2026, 0, 1)
const NO_FORMATS = { current: () => [] }
const HOUR = 3_600_000
const pumps: EquipmentClass = {
  id: 'pump',
  name: 'Pumps',
  acceptsAnyMetric: false,
  metrics: [
    { key: 'temperature', unit: '°C' },
    { key: 'pressure', unit: 'bar' },
  ],
}
const generic: EquipmentClass = { id: 'generic', name: 'Anything', metrics: [], acceptsAnyMetric: true }
const device = (id: string, equipmentClass: EquipmentClass): RegisteredDevice => ({
  id,
  site: 'plant-1',
  asset: `asset-of-${id}`,
  criticality: 'B',
  class: equipmentClass,
})
const devices = new Map([device('pump-7', pumps), device('box-1', generic)].map(each => [each.id, each]))

/** Knows a device only after `resolve`, as the real cache does. */
function registry(): AssetRegistry & { asked: string[][] } {
  const loaded = new Set<string>()
  const asked: string[][] = []
  return {
    asked,
    device: id => (loaded.has(id) ? devices.get(id) : undefined),
    resolve: async ids => {
      asked.push([...ids])
      for (const id of asked.at(-1) ?? []) loaded.add(id)
    },
    verifySecret: async () => false,
  }
}

function entry(body: unknown, more: Partial<LogEntry> = {}): LogEntry {
  return {
    offset: 42n,
    topic: 'telemetry/plant-1/pump-7',
    publisher: 'pump-7',
    receivedAtMs: NOW,
    payload: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    ...more,
  }
}
const decode = (...entries: LogEntry[]) =>
  createDecoder({ registry: registry(), codecs, formats: NO_FORMATS, announcements: noAnnouncements }).decode(
    entries,
  )
const text = (payload: Uint8Array) => Buffer.from(payload).toString()

test('a message becomes a sample with what the registry knows', async () => {
  const { samples, deadLetters } = await decode(
    entry({ ts: NOW - 5, values: { temperature: 71.2, pressure: 3 } }),
    entry({ values: { anything: -0.5 } }, { topic: 'telemetry/plant-1/box-1', publisher: 'admin' }),
  )
  expect(deadLetters).toEqual([])
  expect(samples).toEqual([
    {
      site: 'plant-1',
      asset: 'asset-of-pump-7',
      device: 'pump-7',
      class: 'pump',
      observedAtMs: NOW - 5,
      receivedAtMs: NOW,
      values: { temperature: 71.2, pressure: 3 },
    },
    expect.objectContaining({ device: 'box-1', observedAtMs: NOW, values: { anything: -0.5 } }),
  ])
})

test('the registry is asked once a batch, for each id once, and never for an impossible one', async () => {
  const known = registry()
  await createDecoder({
    registry: known,
    codecs,
    formats: NO_FORMATS,
    announcements: noAnnouncements,
  }).decode([
    entry({ values: { temperature: 1 } }),
    entry({ values: { temperature: 2 } }),
    entry({ values: { temperature: 1 } }, { topic: 'telemetry/plant-1/stranger' }),
    entry({ values: { temperature: 1 } }, { topic: "telemetry/plant-1/'; drop\u0000" }),
  ])
  expect(known.asked).toEqual([['pump-7', 'stranger']])
})

const ok = { values: { temperature: 1 } }
test.each<[string, LogEntry, DeadLetterReason, RegExp]>([
  ['another topic', entry(ok, { topic: 'tele/x' }), 'unsupported_topic', /telemetry\/\{site\}\/\{device\}/],
  ['no JSON', entry('{'), 'malformed_payload', /not JSON/],
  ['a stranger', entry(ok, { topic: 'telemetry/plant-1/x' }), 'unknown_device', /"x".*POST/],
  [
    'the wrong site',
    entry(ok, { topic: 'telemetry/plant-2/pump-7' }),
    'wrong_site',
    /"plant-1", not "plant-2"/,
  ],
  [
    'a foreign device',
    entry(ok, { publisher: 'box-1' }),
    'foreign_device',
    /"box-1" published for device "pump-7".* PATCH \/api\/v1\/devices\/pump-7/,
  ],
  ['a time as text', entry({ ts: 'now', ...ok }), 'bad_timestamp', /"now".*RFC 3339/],
  ['no clock', entry({ ts: 3_600_000, ...ok }), 'bad_timestamp', /before the year 2000; set the clock/],
  ['seconds', entry({ ts: NOW / 1000, ...ok }), 'bad_timestamp', /another unit, give milliseconds/],
  ['before 2000', entry({ ts: Date.UTC(2000, 0, 1) - 1, ...ok }), 'bad_timestamp', /before the year 2000/],
  ['too far ahead', entry({ ts: NOW + 24 * HOUR + 1, ...ok }), 'future_timestamp', /24 h after its arrival/],
  [
    'microseconds',
    entry({ ts: NOW * 1000, ...ok }),
    'future_timestamp',
    /h are taken; it looks like another unit, give milliseconds/,
  ],
  [
    'a wrong metric',
    entry({ values: { temprature: 1 } }),
    'unknown_metric',
    /"temprature".*"pump".*"temperature", "pressure"/,
  ],
  ['text', entry({ values: { temperature: '71' } }), 'not_a_number', /"temperature" is the text "71"/],
  ['null', entry({ values: { temperature: null } }), 'not_a_number', /all values are null/],
  ['an object', entry({ values: { temperature: { v: 1 } } }), 'not_a_number', /is an object/],
  ['infinity', entry('{"values":{"temperature":1e999}}'), 'not_a_number', /is Infinity/],
])('%s is a dead letter', async (_, wrong, reason, detail) => {
  const { samples, deadLetters } = await decode(wrong)
  expect(samples).toEqual([])
  expect(deadLetters).toEqual([
    {
      id: '42-0',
      topic: wrong.topic,
      publisher: wrong.publisher,
      device: wrong.topic.startsWith('telemetry/') ? wrong.topic.split('/')[2] : undefined,
      payload: wrong.payload,
      receivedAtMs: NOW,
      reason,
      detail: expect.stringMatching(detail),
    },
  ])
})

test.each([
  ['the first moment of 2000', Date.UTC(2000, 0, 1)],
  ['24 hours ahead', NOW + 24 * HOUR],
])('%s is taken', async (_, ts) => {
  expect((await decode(entry({ ts, ...ok }))).samples).toMatchObject([{ observedAtMs: ts }])
})

test('the good metrics of a message live', async () => {
  const { samples, deadLetters } = await decode(
    entry({ values: { temperature: 1, rpm: 5, pressure: 'high', flow: 3 } }),
  )
  expect(samples.map(sample => sample.values)).toEqual([{ temperature: 1 }])
  expect(deadLetters.map(({ id, reason }) => [id, reason])).toEqual([
    ['42-0', 'unknown_metric'],
    ['42-1', 'not_a_number'],
  ])
})

test('null is no value', async () => {
  const { samples, deadLetters } = await decode(entry({ values: { temperature: 1, pressure: null } }))
  expect(samples).toMatchObject([{ values: { temperature: 1 } }])
  expect(deadLetters).toEqual([])
})

test('a class that takes any metric still refuses names that a store cannot hold', async () => {
  const long = 'x'.repeat(65)
  const body = `{"values": {"a": 1, "time": 1, "__proto__": 2, "9x": 3, "a b/ö": 4, "": 5, "c\\u0000": 6, "${long}": 7}}`
  const { samples, deadLetters } = await decode(
    entry(body, { topic: 'telemetry/plant-1/box-1', publisher: 'box-1' }),
  )
  expect(samples.map(sample => sample.values)).toEqual([{ a: 1, _9x: 3, 'a_b._': 4, c_: 6 }])
  expect(deadLetters).toMatchObject([
    {
      reason: 'unknown_metric',
      detail: expect.stringMatching(/"time", "__proto__", "", "x+…" are no known/),
    },
  ])
})

test('a message gives 1,000 different metrics and no more, also in several elements', async () => {
  const metrics = (from: number, to: number) =>
    Object.fromEntries(Array.from({ length: to - from }, (_, n) => [`m${from + n}`, n]))
  const box = { topic: 'telemetry/plant-1/box-1', publisher: 'box-1' }
  const whole = await decode(entry({ values: metrics(0, 1_007) }, box))
  expect(whole.samples.map(({ values }) => values)).toEqual([metrics(0, 1_000)])
  expect(whole.deadLetters).toMatchObject([
    {
      reason: 'unknown_metric',
      detail: expect.stringMatching(/"m1000", .* and 2 more are beyond the 1,000 metrics/),
    },
  ])
  const parts = [metrics(0, 950), metrics(900, 1_010), metrics(0, 2)]
  const inParts = await decode(
    entry(
      parts.map(values => ({ values })),
      box,
    ),
  )
  expect(inParts.samples.map(({ values }) => values)).toEqual([
    metrics(0, 950),
    expect.anything(),
    metrics(0, 2),
  ])
  expect(Object.keys(inParts.samples[1]?.values ?? {})).toHaveLength(100)
  expect(inParts.deadLetters).toMatchObject([
    { reason: 'unknown_metric', detail: expect.stringMatching(/^Element 1: /) },
  ])
})

describe('an array', () => {
  test('gives a letter for each bad element, with that element as its payload', async () => {
    const { samples, deadLetters } = await decode(
      entry([ok, { values: { nonsense: 1 } }, 5, { ts: NOW + 1, ...ok }, { ts: 1, ...ok }]),
    )
    expect(samples.map(sample => sample.observedAtMs)).toEqual([NOW, NOW + 1])
    expect(deadLetters.map(({ id, reason, payload }) => [id, reason, text(payload)])).toEqual([
      ['42-0', 'malformed_payload', '5'],
      ['42-1', 'unknown_metric', '{"values":{"nonsense":1}}'],
      ['42-2', 'bad_timestamp', '{"ts":1,"values":{"temperature":1}}'],
    ])
    expect(deadLetters[1]?.detail).toMatch(/^Element 1: /)
  })

  test('of a stranger is one letter with the whole message', async () => {
    const wrong = entry([ok, ok, ok], { topic: 'telemetry/plant-1/x' })
    const { deadLetters } = await decode(wrong)
    expect(deadLetters.map(({ reason, payload }) => [reason, text(payload)])).toEqual([
      ['unknown_device', text(wrong.payload)],
    ])
  })

  test('of very many bad elements is a bounded number of letters, the last one whole', async () => {
    const wrong = entry(Array.from({ length: 1_000 }, () => 5))
    const { deadLetters } = await decode(wrong)
    expect(deadLetters).toHaveLength(21)
    expect(deadLetters.at(-1)).toMatchObject({ id: '42-20', payload: wrong.payload })
    expect(deadLetters.at(-1)?.detail).toMatch(/^Element 20: .* 979 more faults/)
  })

  test('nested deeper than the stack is kept whole', async () => {
    const wrong = entry(`[${'['.repeat(100_000)}${']'.repeat(100_000)}]`)
    const { deadLetters } = await decode(wrong)
    expect(deadLetters).toMatchObject([{ reason: 'malformed_payload', payload: wrong.payload }])
  })
})

describe('any input', () => {
  const value = fc.oneof(fc.double(), fc.string(), fc.constant(null), fc.boolean())
  const body = fc.record(
    {
      ts: fc.oneof(
        fc.integer(),
        fc.constantFrom(NOW, NOW + 25 * HOUR),
        fc.date().map(String),
        fc.jsonValue(),
      ),
      values: fc.oneof(
        fc.dictionary(fc.oneof(fc.constantFrom('temperature', 'pressure'), fc.string()), value),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  )
  const payload = fc.oneof(
    fc.oneof(body, fc.array(fc.oneof(body, fc.jsonValue()))).map(each => Buffer.from(JSON.stringify(each))),
    fc.uint8Array(),
  )
  const anyEntry = fc.record({
    offset: fc.bigInt({ min: 0n, max: 1n << 60n }),
    topic: fc.oneof(
      fc.constantFrom('telemetry/plant-1/pump-7', 'telemetry/plant-1/box-1', 'telemetry/x/pump-7'),
      fc.string(),
    ),
    payload,
    receivedAtMs: fc.constant(NOW),
    publisher: fc.constantFrom('pump-7', 'box-1', 'admin', 'x'),
  })

  test('ends in samples of finite numbers or in dead letters, the same at each replay', async () => {
    await fc.assert(
      fc.asyncProperty(anyEntry, async each => {
        const decoded = await decode(each)
        const { samples, deadLetters } = decoded
        expect(samples.length + deadLetters.length).toBeGreaterThan(0)
        for (const sample of samples) {
          expect(Object.keys(sample.values).length).toBeGreaterThan(0)
          expect(Object.values(sample.values).every(Number.isFinite)).toBe(true)
          expect(Number.isInteger(sample.observedAtMs)).toBe(true)
        }
        expect(new Set(deadLetters.map(letter => letter.id)).size).toBe(deadLetters.length)
        expect(await decode(each)).toEqual(decoded)
      }),
      { numRuns: 300 },
    )
  })

  test('a batch gives what its entries give alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 5 }), async entries => {
        const alone = await Promise.all(entries.map(each => decode(each)))
        expect(await decode(...entries)).toEqual({
          samples: alone.flatMap(each => each.samples),
          deadLetters: alone.flatMap(each => each.deadLetters),
          reports: alone.flatMap(each => each.reports),
          notices: [],
          strangers: alone.flatMap(each => each.strangers),
          requests: [],
        })
      }),
    )
  })
})
