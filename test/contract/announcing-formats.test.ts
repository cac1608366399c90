import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LogEntry } from '../../contracts/message-log.ts'
import { ADMINISTRATOR, type AssetRegistry, type RegisteredDevice } from '../../contracts/registry.ts'
import { openAnnouncements } from '../../ingest/announcements/store.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { encodePayload } from '../../ingest/codecs/sparkplug/payload.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'

const NOW = Date.UTC(2026, 0, 1)
const DOUBLE = 10
const TOPICS = {
  NBIRTH: 'spBv1.0/plant/NBIRTH/edge-1',
  DBIRTH: 'spBv1.0/plant/DBIRTH/edge-1/press-4',
  NDATA: 'spBv1.0/plant/NDATA/edge-1',
  DDATA: 'spBv1.0/plant/DDATA/edge-1/press-4',
}
const generic = { id: 'generic', name: 'Anything', metrics: [], acceptsAnyMetric: true }
const device = (id: string): RegisteredDevice => ({
  id,
  site: 'plant-1',
  asset: id,
  criticality: 'B',
  class: generic,
})
const devices = new Map(['edge-1', 'press-4', 'cooler-1'].map(id => [id, device(id)]))
const registry: AssetRegistry = {
  device: name => devices.get(name),
  resolve: async () => undefined,
  verifySecret: async () => false,
}

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await testDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 4 })
})
beforeEach(() => pool.query('truncate codecs.announcements'))
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const log = { size: async () => ({ first: 0n, next: 1_000_000n, bytes: 0 }) }
const newDecoder = async () => {
  const announcements = await openAnnouncements({ pool, log })
  return createDecoder({ registry, codecs, formats: { current: () => [] }, announcements })
}

function entry(
  offset: number,
  topic: string,
  payload: object | string,
  more: Partial<LogEntry> = {},
): LogEntry {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(encodePayload(payload))
  const receivedAtMs = NOW + offset
  return { offset: BigInt(offset), topic, payload: bytes, receivedAtMs, publisher: ADMINISTRATOR, ...more }
}
/** A birth in which the aliases have these names; each birth of a test gives them others. */
const birth = (offset: number, kind: 'NBIRTH' | 'DBIRTH', names: string[], seq = 0) =>
  entry(offset, TOPICS[kind], {
    timestamp: NOW + offset,
    seq,
    metrics: names.map((name, alias) => ({ name, alias, datatype: DOUBLE, doubleValue: offset })),
  })
const data = (offset: number, kind: 'NDATA' | 'DDATA', alias: number, seq = 0) =>
  entry(offset, TOPICS[kind], {
    timestamp: NOW + offset,
    seq,
    metrics: [{ alias, doubleValue: offset }],
  })
const values = (decoded: { samples: { values: object }[] }) => decoded.samples.map(sample => sample.values)

test('a consumer behind by several births reads each message by the birth before it', async () => {
  const entries = [
    birth(0, 'NBIRTH', []),
    birth(1, 'DBIRTH', ['temperature', 'pressure']),
    data(2, 'DDATA', 0),
    birth(3, 'DBIRTH', ['pressure', 'temperature']),
    data(4, 'DDATA', 0),
    birth(5, 'DBIRTH', ['flow', 'level']),
    data(6, 'DDATA', 0),
  ]
  const ofData = [{ temperature: 2 }, { pressure: 4 }, { flow: 6 }]
  const writer = await newDecoder()
  expect(values(await writer.decode(entries))).toEqual(expect.arrayContaining(ofData))
  const engine = await newDecoder()
  for (const [n, offset] of [2, 4, 6].entries()) {
    expect(values(await engine.decode(entries.slice(offset, offset + 1)))).toEqual([ofData[n]])
  }
})

test('resumed at any offset, in any batches, a decoder gives what one gives that never stopped', async () => {
  const names = fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 1 })
  const kind = fc.constantFrom('NBIRTH', 'DBIRTH', 'NDATA', 'DDATA')
  const message = fc.record({ kind, names, alias: fc.nat({ max: 3 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 15 }),
      fc.integer({ min: 1, max: 4 }),
      async (messages, size) => {
        await pool.query('truncate codecs.announcements')
        const entries = messages.map(({ kind, names, alias }, offset) =>
          kind === 'NBIRTH' || kind === 'DBIRTH' ? birth(offset, kind, names) : data(offset, kind, alias),
        )
        const whole = await (await newDecoder()).decode(entries)
        for (let from = 0; from < entries.length; from++) {
          const resumed = await newDecoder()
          const samples: unknown[] = []
          const deadLetters: unknown[] = []
          for (let start = from; start < entries.length; start += size) {
            const decoded = await resumed.decode(entries.slice(start, start + size))
            samples.push(...decoded.samples)
            deadLetters.push(...decoded.deadLetters)
          }
          expect(samples).toEqual(whole.samples.filter(each => each.receivedAtMs >= NOW + from))
          expect(deadLetters).toEqual(whole.deadLetters.filter(each => each.receivedAtMs >= NOW + from))
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('a dead letter of an unknown alias is understood when it is replayed after the birth', async () => {
  const decoder = await newDecoder()
  const early = data(0, 'NDATA', 1)
  const { samples, deadLetters, requests } = await decoder.decode([early])
  expect(samples).toEqual([])
  expect(deadLetters).toMatchObject([{ reason: 'unknown_alias', device: 'edge-1', payload: early.payload }])
  expect(requests).toMatchObject([{ command: { topic: 'spBv1.0/plant/NCMD/edge-1' }, receivedAtMs: NOW }])
  await decoder.decode([birth(1, 'NBIRTH', ['a', 'b'])])
  const replayed = await decoder.decode([{ ...early, offset: 2n }])
  expect(replayed.samples).toMatchObject([{ observedAtMs: NOW, values: { b: 0 } }])
  expect(replayed.requests).toEqual([])
})

test('what one publisher announces means nothing for another', async () => {
  const decoder = await newDecoder()
  await decoder.decode([birth(0, 'NBIRTH', ['a', 'b'])])
  const foreign = { ...birth(1, 'NBIRTH', ['b', 'a']), publisher: 'press-4' }
  expect((await decoder.decode([foreign])).deadLetters).toMatchObject([{ reason: 'foreign_device' }])
  expect(values(await decoder.decode([data(2, 'NDATA', 0)]))).toEqual([{ a: 2 }])
})

test('a message that is missing is asked for once in a batch; none missing, nothing', async () => {
  const decoder = await newDecoder()
  const started = await decoder.decode([birth(0, 'NBIRTH', ['a'], 0), data(1, 'NDATA', 0, 1)])
  expect(started.requests).toEqual([])
  const broken = await decoder.decode([3, 4, 7, 8].map((seq, n) => data(2 + n, 'NDATA', 0, seq)))
  expect(values(broken)).toHaveLength(4) // what is there is taken all the same
  expect(broken.requests.map(({ receivedAtMs }) => receivedAtMs)).toEqual([NOW + 4])
})

test('nobody has others asked: not who is foreign, not who is unknown', async () => {
  const decoder = await newDecoder()
  const foreign = await decoder.decode([{ ...data(0, 'NDATA', 0), publisher: 'press-4' }])
  expect(foreign.deadLetters.map(({ reason }) => reason)).toEqual(['unknown_alias', 'foreign_device'])
  expect(foreign.requests).toEqual([])
  const stranger = entry(1, 'spBv1.0/plant/NDATA/edge-9', { seq: 0, metrics: [{ alias: 1, doubleValue: 1 }] })
  const unknown = await decoder.decode([stranger])
  expect(unknown.strangers).toMatchObject([{ name: 'plant/edge-9' }])
  expect(unknown.requests).toEqual([])
})

test('while PostgreSQL is away nothing is decoded that needs it, and everything afterwards', async () => {
  const away = new pg.Pool({ connectionString: database.url, max: 1 })
  const announcements = await openAnnouncements({ pool: away, log })
  const decoder = createDecoder({ registry, codecs, formats: { current: () => [] }, announcements })
  const entries = [birth(0, 'NBIRTH', ['a']), data(1, 'NDATA', 0)]
  await away.end()
  await expect(decoder.decode(entries)).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
  const json = entry(2, 'telemetry/plant-1/press-4', '{"values": {"a": 1}}')
  expect(values(await decoder.decode([json]))).toEqual([{ a: 1 }])
  expect(values(await (await newDecoder()).decode(entries))).toEqual([{ a: 0 }, { a: 1 }])
})

test('Homie: a value is read by the description before it', async () => {
  const describe = (offset: number, format: string) => {
    const nodes = { motor: { properties: { mode: { datatype: 'enum', format } } } }
    return entry(offset, 'homie/5/cooler-1/$description', JSON.stringify({ nodes }))
  }
  const mode = (offset: number) => entry(offset, 'homie/5/cooler-1/motor/mode', 'eco')
  const entries = [describe(0, 'off,eco'), mode(1), describe(2, 'eco,off'), mode(3)]
  const samples = [{ 'motor.mode': 1 }, { 'motor.mode': 0 }]
  expect(values(await (await newDecoder()).decode(entries))).toEqual(samples)
  const engine = await newDecoder()
  expect(values(await engine.decode(entries.slice(1, 2)))).toEqual(samples.slice(0, 1))
  expect(values(await engine.decode(entries.slice(2)))).toEqual(samples.slice(1))
})
