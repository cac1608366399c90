import { describe, expect, test } from 'vitest'
import type { Format } from '../contracts/format.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import {
  ADMINISTRATOR,
  type AssetRegistry,
  EXTERNAL_BROKER,
  type MetricSource,
  type RegisteredDevice,
} from '../contracts/registry.ts'
import { noAnnouncements } from './announcements/testing.ts'
import type { Codec } from './codecs/codec.ts'
import { codecs } from './codecs/index.ts'
import { createDecoder } from './decoder.ts'

const NOW = Date.UTC(2026, 0, 1)

const pumps = {
  id: 'pump',
  name: 'Pumps',
  acceptsAnyMetric: false,
  metrics: [
    { key: 'temperature', unit: '°C' },
    { key: 'pressure', unit: 'bar' },
    { key: 'speed', unit: 'Hz' },
    { key: 'motor.running', unit: '' },
  ],
}
const generic = { id: 'generic', name: 'Anything', acceptsAnyMetric: true, metrics: [] }

const device = (id: string, more: Partial<RegisteredDevice> = {}): RegisteredDevice => ({
  id,
  site: 'plant-1',
  asset: `asset-of-${id}`,
  criticality: 'B',
  class: pumps,
  ...more,
})

function registryOf(...devices: RegisteredDevice[]): AssetRegistry & { asked: Set<string> } {
  const byName = new Map(
    devices.flatMap(each => [each.id, each.address ?? each.id].map(name => [name, each])),
  )
  const asked = new Set<string>()
  return {
    asked,
    device: name => (asked.has(name) ? byName.get(name) : undefined),
    resolve: async names => {
      for (const name of names) asked.add(name)
    },
    verifySecret: async () => false,
  }
}

const entryOf = (topic: string, body: unknown, publisher = 'pump-7'): LogEntry => ({
  offset: 42n,
  topic,
  publisher,
  receivedAtMs: NOW,
  payload: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

interface Setting {
  devices: RegisteredDevice[]
  formats?: Format[]
  more?: Codec[]
}
const decode = ({ devices, formats = [], more = [] }: Setting, ...entries: LogEntry[]) =>
  createDecoder({
    registry: registryOf(...devices),
    codecs: [...codecs, ...more],
    formats: { current: () => formats },
    announcements: noAnnouncements,
  }).decode(entries)

const up: Format = { id: 'up', topic: 'up/{device}', codec: 'json' }
const gateway: Format = { id: 'gateway', topic: 'gw', codec: 'json', mapping: { readings: '/{device}' } }

describe('who may publish', () => {
  const press = device('pump-7', { address: 'Press line/Press 4', gateway: 'gw-1' })
  test.each([
    ['the device', 'pump-7', true],
    ['its gateway', 'gw-1', true],
    ['the administrator', ADMINISTRATOR, true],
    ['another broker', EXTERNAL_BROKER, true],
    ['another device', 'pump-8', false],
    ['its address', 'Press line/Press 4', false],
  ])('%s: %s', async (_, publisher, taken) => {
    const body = { 'Press line/Press 4': { temperature: 1 } }
    const { samples, deadLetters } = await decode(
      { devices: [press], formats: [gateway] },
      entryOf('gw', body, publisher),
    )
    expect(samples.map(sample => sample.device)).toEqual(taken ? ['pump-7'] : [])
    expect(deadLetters.map(({ reason, device }) => [reason, device])).toEqual(
      taken ? [] : [['foreign_device', 'pump-7']],
    )
  })
})

test('a longer name is tried before the short one', async () => {
  const codec: Codec = {
    name: 'long',
    accepts: topic => topic === 'long',
    decode: () => ({
      readings: ['a/x', 'b/x'].map(address => {
        return { site: undefined, device: 'x', address, observedAtMs: undefined, values: { v: 1 }, index: 0 }
      }),
      problems: [],
      reports: [{ device: 'x', address: 'c/x', receivedAtMs: NOW, status: 'online' }],
    }),
    excerpts: () => new Map(),
  }
  const devices = [device('one', { address: 'a/x', class: generic }), device('x', { class: generic })]
  const decoded = await decode({ devices, more: [codec] }, entryOf('long', '', ADMINISTRATOR))
  expect(decoded.samples.map(sample => sample.device)).toEqual(['one', 'x'])
  expect(decoded.reports).toEqual([{ device: 'x', receivedAtMs: NOW, status: 'online' }])
})

describe('a value', () => {
  const metrics: MetricSource[] = [
    { source: 'T1/raw', metric: 'temperature', scale: 0.1, offset: -40, unit: '°F' },
    { source: 'P', metric: 'pressure', unit: 'psi' },
    { source: 'n', metric: 'speed', unit: 'rpm' },
    { source: 'temperature', metric: 'oil_level' },
  ]
  const said = async (body: unknown, sources?: MetricSource[], equipmentClass = pumps) => {
    const one = device('pump-7', { class: equipmentClass, ...(sources && { metrics: sources }) })
    return decode({ devices: [one], formats: [up] }, entryOf('up/pump-7', body))
  }
  const valuesOf = async (...given: Parameters<typeof said>) => (await said(...given)).samples[0]?.values

  test('is scaled, moved and converted as the registry says', async () => {
    expect(await valuesOf({ 'T1/raw': 2520, P: 100, n: 1500 }, metrics)).toEqual({
      temperature: 100,
      pressure: expect.closeTo(6.8948, 4),
      speed: 25,
    })
  })

  test('whose source is a metric that the class does not have is a dead letter, not what it is called', async () => {
    const { samples, deadLetters } = await said({ temperature: 3, pressure: 1 }, metrics)
    expect(samples).toMatchObject([{ values: { pressure: 1 } }])
    expect(deadLetters).toMatchObject([{ reason: 'unknown_metric', device: 'pump-7' }])
  })

  test('that is true or false is 1 or 0', async () => {
    expect(await valuesOf({ motor: { running: true } })).toEqual({ 'motor.running': 1 })
    expect(await valuesOf({ 'motor/running': false })).toEqual({ 'motor.running': 0 })
  })

  test('of a name that is no key becomes one where the class takes any', async () => {
    expect(await valuesOf({ 'Temperatures/Motor 1': 1, '4th': 2, 'a-b.c_d': 3 }, undefined, generic)).toEqual(
      {
        'Temperatures.Motor_1': 1,
        _4th: 2,
        'a-b.c_d': 3,
      },
    )
  })

  test('of a second name for the same metric is told', async () => {
    const { samples, deadLetters } = await said({ 'motor/running': 1, motor: { running: 0 } })
    expect(samples).toMatchObject([{ values: { 'motor.running': 1 } }])
    expect(deadLetters).toMatchObject([
      {
        reason: 'unknown_metric',
        detail: expect.stringMatching(/"motor\.running" is "motor\.running", which another/),
      },
    ])
  })

  test('in the message’s own unit is converted, or told with both units', async () => {
    const senml: Format = { id: 's', topic: 'senml/{device}', codec: 'senml' }
    const pack = [
      { n: 'temperature', u: 'degF', v: 212 },
      { n: 'pressure', u: 'kPa', v: 350 },
      { n: 'speed', u: 'Cel', v: 1 },
      { n: 'motor.running', u: '/', v: 1 },
    ]
    const { samples, deadLetters } = await decode(
      { devices: [device('pump-7')], formats: [senml] },
      entryOf('senml/pump-7', pack),
    )
    expect(samples.map(({ values }) => values)).toEqual([
      { temperature: 100, pressure: 3.5, 'motor.running': 1 },
    ])
    expect(deadLetters).toMatchObject([
      { reason: 'unit_mismatch', detail: expect.stringMatching(/"speed" is in "Cel", "speed" in "Hz"/) },
    ])
  })

  test('that is not finite after its scale is none', async () => {
    const huge: MetricSource[] = [{ source: 'P', metric: 'pressure', scale: 1e300 }]
    expect((await said({ P: 1e300 }, huge)).deadLetters).toMatchObject([{ reason: 'not_a_number' }])
  })
})

describe('a stranger', () => {
  test('is told with what it said, and so is its dead letter', async () => {
    const body = { 'Motor 9': { rms: 1, [`x\u0000${'y'.repeat(200)}`]: 2 } }
    const { strangers, deadLetters } = await decode(
      { devices: [], formats: [gateway] },
      entryOf('gw', body, 'gw-1'),
    )
    expect(strangers).toEqual([
      {
        name: 'Motor 9',
        site: undefined,
        publisher: 'gw-1',
        topic: 'gw',
        sample: Buffer.from(JSON.stringify(body)),
        metrics: ['rms', `x\ufffd${'y'.repeat(126)}`],
        receivedAtMs: NOW,
      },
    ])
    expect(deadLetters).toMatchObject([{ reason: 'unknown_device', device: 'Motor 9' }])
  })

  test('is one of at most 20 in a message, with 50 metrics and 2 kB', async () => {
    const values = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`metric-number-${n}`, n]))
    const body = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`box ${n}`, values]))
    const { strangers } = await decode({ devices: [], formats: [gateway] }, entryOf('gw', body, 'gw-1'))
    expect(strangers).toHaveLength(20)
    expect(strangers[0]?.metrics).toHaveLength(50)
    expect(strangers[0]?.sample).toHaveLength(2_048)
  })

  test('is nobody who could not be registered', async () => {
    const body = {
      'a\u0007': { v: 1 },
      [ADMINISTRATOR]: { v: 1 },
      [EXTERNAL_BROKER]: { v: 1 },
      '\ud800': { v: 1 },
    }
    const known = registryOf()
    const decoder = createDecoder({
      registry: known,
      codecs,
      formats: { current: () => [gateway] },
      announcements: noAnnouncements,
    })
    const { strangers, deadLetters } = await decoder.decode([entryOf('gw', body, 'gw-1')])
    expect(strangers).toEqual([])
    expect(deadLetters.map(letter => letter.device)).toEqual([undefined, undefined, undefined, undefined])
    expect([...known.asked]).toEqual([])
  })
})

describe('a report', () => {
  const status = (topic: string, publisher = 'pump-7') =>
    decode({ devices: [device('pump-7', { gateway: 'gw-1' })] }, entryOf(topic, 'offline', publisher))

  test('alone is an understood message', async () => {
    const decoded = await status('status/plant-1/pump-7', 'gw-1')
    expect(decoded).toMatchObject({ samples: [], deadLetters: [], strangers: [] })
    expect(decoded.reports).toEqual([{ device: 'pump-7', receivedAtMs: NOW, status: 'offline' }])
  })

  test.each([
    ['a stranger', 'status/plant-1/pump-9', 'pump-9', 'unknown_device', ['pump-9']],
    ['the wrong site', 'status/plant-2/pump-7', 'pump-7', 'wrong_site', []],
    ['a foreign device', 'status/plant-1/pump-7', 'pump-8', 'foreign_device', []],
  ])('of %s is a dead letter', async (_, topic, publisher, reason, names) => {
    const { reports, deadLetters, strangers } = await status(topic, publisher)
    expect(reports).toEqual([])
    expect(deadLetters).toMatchObject([{ reason }])
    expect(strangers.map(({ name }) => name)).toEqual(names)
  })
})

describe('formats', () => {
  const one: Format = { id: 'one', topic: 'up/+', codec: 'json', mapping: { readings: '/a' } }
  const all: Format = { id: 'all', topic: '#', codec: 'json', mapping: { readings: '/b' } }
  const body = { a: { temperature: 1 }, b: { temperature: 2 } }

  test.each([
    [[one, all], 1],
    [[all, one], 2],
  ])('are tried in their order', async (formats, temperature) => {
    const { samples } = await decode({ devices: [device('pump-7')], formats }, entryOf('up/x', body))
    expect(samples).toMatchObject([{ device: 'pump-7', values: { temperature } }])
  })

  test('come after the fixed topics', async () => {
    const telemetry = entryOf('telemetry/plant-1/pump-7', { values: { temperature: 3 } })
    const { samples } = await decode({ devices: [device('pump-7')], formats: [all] }, telemetry)
    expect(samples).toMatchObject([{ values: { temperature: 3 } }])
  })

  test('that change count from the next batch on', async () => {
    let current: Format[] = []
    const registry = registryOf(device('pump-7'))
    const decoder = createDecoder({
      registry,
      codecs,
      formats: { current: () => current },
      announcements: noAnnouncements,
    })
    const entry = entryOf('up/x', body)
    expect((await decoder.decode([entry])).deadLetters).toMatchObject([{ reason: 'unsupported_topic' }])
    current = [one]
    expect((await decoder.decode([entry])).samples).toMatchObject([{ values: { temperature: 1 } }])
  })

  test.each<[string, Partial<Format>, unknown, RegExp]>([
    [
      'a time in seconds',
      { mapping: { time: '/t', timeUnit: 'ms' } },
      { t: NOW / 1000, v: 1 },
      /correct `timeUnit`/,
    ],
    [
      'a time in milliseconds',
      { mapping: { time: '/t', timeUnit: 's' } },
      { t: NOW, v: 1 },
      /correct `timeUnit`/,
    ],
    [
      'a line in seconds',
      { codec: 'line', mapping: { timeUnit: 'ns' } },
      `m v=1 ${NOW / 1000}`,
      /correct `timeUnit`/,
    ],
    ['a pack in milliseconds', { codec: 'senml' }, [{ n: 'v', t: NOW, v: 1 }], /give seconds/],
    ['text', {}, { v: 'RUN' }, /"v" is the text "RUN"; .*name it in `ignore`/],
    ['text in a line', { codec: 'line' }, 'm v="RUN"', /name it in `ignore`/],
  ])('say what to do about %s in their own words', async (_, more, body, words) => {
    const setting = { devices: [device('pump-7', { class: generic })], formats: [{ ...up, ...more }] }
    const { deadLetters } = await decode(setting, entryOf('up/pump-7', body))
    expect(deadLetters).toMatchObject([{ detail: expect.stringMatching(words) }])
  })

  test('check the site where the topic says one', async () => {
    const sites: Format = { id: 'sites', topic: 'f/{site}/{device}', codec: 'json' }
    const { deadLetters } = await decode(
      { devices: [device('pump-7')], formats: [sites] },
      entryOf('f/plant-2/pump-7', { temperature: 1 }),
    )
    expect(deadLetters).toMatchObject([{ reason: 'wrong_site', device: 'pump-7' }])
  })
})
