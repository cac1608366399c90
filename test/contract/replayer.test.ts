import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeadLetter } from '../../contracts/dead-letters.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Message, MessageLog } from '../../contracts/message-log.ts'
import { type DeadLetterStore, openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { startReplayer } from '../../ingest/dead-letters/replayer.ts'
import { startDeadLetterRetention } from '../../ingest/dead-letters/retention.ts'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'
import { eventually, quiet } from './ticketing-harness.ts'

let database: TestDatabase
let pool: pg.Pool
let letters: DeadLetterStore
let directory: string
let log: MessageLog
let replayer: { stop(): Promise<void> } | undefined
beforeAll(async () => {
  database = await testDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 4 })
  letters = openDeadLetters({ pool })
})
beforeEach(async () => {
  await pool.query('truncate dead_letters.letters')
  directory = await mkdtemp(join(tmpdir(), 'forewarn-replayer-'))
  log = await openSegmentLog({ directory, maxBytes: 64 * 1024 * 1024 })
})
afterEach(async () => {
  await replayer?.stop()
  await log.close()
  await rm(directory, { recursive: true })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const T = Date.UTC(2026, 0, 31)
const message = (n: number): Message => ({
  topic: `telemetry/plant-1/new-${n % 3}`,
  payload: Buffer.from(n % 2 === 0 ? `{"n":${n}}` : [0xff, n]),
  receivedAtMs: T + n,
  publisher: 'gateway-1',
})
const letter = (n: number): DeadLetter => ({
  ...message(n),
  ...{ id: `${n}-0`, device: `new-${n % 3}`, reason: 'unknown_device', detail: 'not registered' },
})
const start = (to: Pick<MessageLog, 'append'> = log) => {
  replayer = startReplayer({
    ...{ log: to, deadLetters: letters, logger: quiet, metrics: new Registry() },
    ...{ pollMs: 10, backoff: { firstMs: 1, maxMs: 5 } },
  })
}
const inLog = async (): Promise<Message[]> => {
  const { entries } = await log.read(0n, { count: 100_000, bytes: 1e9 })
  return entries.map(({ offset: _, payload, ...rest }) => ({ ...rest, payload: Buffer.from(payload) }))
}
const left = async () => (await letters.list({ limit: 10_000 })).items.map(({ id }) => id)

test('marked letters go through the log as they were, and the others stay', async () => {
  await letters.put([0, 1, 2, 3].map(letter))
  start()
  expect(await letters.requestReplay({ device: 'new-0' })).toBe(2)
  await eventually(async () => (await left()).join() === '2-0,1-0')
  expect(await inLog()).toEqual([message(0), message(3)])
})

test('thousands of them, in the order in which they came', async () => {
  const all = Array.from({ length: 3_500 }, (_, n) => n)
  await letters.put(all.map(letter))
  await letters.requestReplay({})
  start()
  await eventually(async () => (await left()).length === 0)
  expect(await inLog()).toEqual(all.map(message))
})

test('while the log is full they wait, and nothing is lost', async () => {
  await letters.put([0, 1, 2].map(letter))
  await letters.requestReplay({})
  let tries = 0
  let full = true
  start({
    append: async messages => {
      tries++
      if (full) throw new ForewarnError('log_full', 'no room', { retryable: true })
      return log.append(messages)
    },
  })
  await eventually(() => tries >= 3)
  expect(await left()).toHaveLength(3)
  full = false
  await eventually(async () => (await left()).length === 0)
  expect(await inLog()).toHaveLength(3)
})

test('stopped between log and deletion, they come again: at least once', async () => {
  await letters.put([letter(0)])
  await letters.requestReplay({})
  await log.append([message(0)])
  start()
  await eventually(async () => (await left()).length === 0)
  expect(await inLog()).toEqual([message(0), message(0)])
})

test('letters expire by age, at the start and again', async () => {
  const DAY = 86_400_000
  const clock = { now: T + 30 * DAY + 2, nowMs: () => clock.now }
  await letters.put([0, 1, 2, 3].map(letter))
  const metrics = new Registry()
  const retention = startDeadLetterRetention({
    ...{ deadLetters: letters, days: 30, clock, logger: quiet, metrics, everyMs: 10 },
  })
  await eventually(async () => (await left()).join() === '3-0,2-0')
  clock.now += 1
  await eventually(async () => (await left()).join() === '3-0')
  await retention.stop()
  const expired = await metrics.getSingleMetric('forewarn_dead_letters_expired_total')?.get()
  expect(expired?.values[0]?.value).toBe(3)
})
