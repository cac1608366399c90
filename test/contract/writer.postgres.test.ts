import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Registry } from 'prom-client'
import { expect, inject, test } from 'vitest'
import type { AssetRegistry } from '../../contracts/registry.ts'
import { openAnnouncements } from '../../ingest/announcements/store.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { standsAlone } from '../../ingest/live-lane.ts'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import { startWriter } from '../../ingest/writer.ts'
import { testDatabase } from '../services/postgres.ts'

const pump = {
  id: 'pump-7',
  site: 'plant-1',
  asset: 'pump-station',
  criticality: 'A' as const,
  class: { id: 'pump', name: 'Pumps', acceptsAnyMetric: false, metrics: [{ key: 't', unit: '°C' }] },
}
const registry: AssetRegistry = {
  device: id => (id === pump.id ? pump : undefined),
  resolve: async () => {},
  verifySecret: async () => false,
}
const START = Date.UTC(2026, 0, 31, 23, 50)
const TOTAL = 4_000
const POISON_EVERY = 100

const message = (n: number) => ({
  topic: 'telemetry/plant-1/pump-7',
  publisher: 'pump-7',
  receivedAtMs: START + n,
  payload: Buffer.from(
    n % POISON_EVERY === 0 ? `poison ${n}` : `{"ts":${START + n * 1_000},"values":{"t":${n}}}`,
  ),
})

/** PostgreSQL refuses the database to everybody and ends who is in it, as a restart does. */
async function outage(database: string, work: () => Promise<void>): Promise<void> {
  const server = new pg.Client(inject('postgresUrl'))
  await server.connect()
  try {
    await server.query(`alter database ${database} allow_connections false`)
    await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`)
    await work()
  } finally {
    await server.query(`alter database ${database} allow_connections true`)
    await server.end()
  }
}

test('a real log and a real PostgreSQL that goes away: every message ends in the store or the dead letters', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-writer-'))
  const database = await testDatabase()
  const pool = new pg.Pool({ connectionString: database.url, max: 4, connectionTimeoutMillis: 5_000 })
  pool.on('error', () => {})
  const log = await openSegmentLog({ directory, maxBytes: 64 * 1024 * 1024 })
  const errors: string[] = []
  const silent = { debug() {}, info() {}, warn() {} }
  const store = openPostgresStore({ pool })
  const deadLetters = openDeadLetters({ pool })
  const metrics = new Registry()
  const writer = startWriter({
    log,
    decoder: createDecoder({
      registry,
      codecs,
      formats: { current: () => [] },
      announcements: await openAnnouncements({ pool, log }),
    }),
    standsAlone: standsAlone(codecs),
    store,
    deadLetters,
    logger: { ...silent, error: (_, text) => void errors.push(text) },
    metrics,
    backoff: { firstMs: 5, maxMs: 50 },
  })
  const append = async (from: number, to: number) => {
    for (let n = from; n < to; n += 50) {
      await log.append(Array.from({ length: 50 }, (_, index) => message(n + index)))
    }
  }

  await append(0, 1_000)
  await outage(new URL(database.url).pathname.slice(1), async () => {
    await append(1_000, 3_000)
    await expect.poll(() => errors.length).toBeGreaterThan(0)
  })
  await append(3_000, TOTAL)
  const lag = async () =>
    (await metrics.getSingleMetric('forewarn_writer_lag_messages')?.get())?.values[0]?.value
  await expect.poll(lag, { timeout: 20_000 }).toBe(0)
  await writer.stop()

  const numbers = Array.from({ length: TOTAL }, (_, n) => n)
  const series = {
    class: 'pump',
    device: pump.id,
    metric: 't',
    fromMs: START,
    toMs: START + TOTAL * 1_000,
    limit: TOTAL,
  }
  expect((await store.series(series)).map(point => point.value)).toEqual(
    numbers.filter(n => n % POISON_EVERY !== 0),
  )
  const { items } = await deadLetters.list({ limit: TOTAL })
  expect(items.map(item => Buffer.from(item.payload).toString()).reverse()).toEqual(
    numbers.filter(n => n % POISON_EVERY === 0).map(n => `poison ${n}`),
  )

  await log.close()
  await pool.end()
  await database.drop()
  await rm(directory, { recursive: true })
})
