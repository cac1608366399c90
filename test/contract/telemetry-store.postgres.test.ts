import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'
import { telemetryStoreContract } from './telemetry-store.ts'

telemetryStoreContract('postgres', async () => {
  const database = await testDatabase()
  const pool = new pg.Pool({ connectionString: database.url, max: 4 })
  return {
    store: openPostgresStore({ pool }),
    refused: { asset: 'text cannot hold \u0000' },
    async stop() {
      await pool.end()
      await database.drop()
    },
  }
})

const sample = (device: string, observedAtMs: number): Sample => ({
  site: 's',
  asset: 'a',
  device,
  class: 'pump',
  observedAtMs,
  receivedAtMs: observedAtMs,
  values: { t: 1 },
})
const range = { class: 'pump', metric: 't', fromMs: 0, toMs: Date.UTC(2100), limit: 1_000 }

describe('telemetry store postgres, its own', () => {
  let database: TestDatabase
  let pool: pg.Pool
  beforeAll(async () => {
    database = await testDatabase()
    pool = new pg.Pool({ connectionString: database.url, max: 20 })
  })
  afterAll(async () => {
    await pool.end()
    await database.drop()
  })

  test('many processes may need the same new months at once', async () => {
    const months = Array.from({ length: 24 }, (_, month) => Date.UTC(2020, month, 3))
    const writers = Array.from({ length: 8 }, () => openPostgresStore({ pool }))
    const results = await Promise.all(
      writers.map((writer, n) => writer.write(months.map(month => sample(`writer-${n}`, month)))),
    )
    expect(results).toEqual(writers.map(() => ({ rejected: [] })))
    const [reader] = writers
    for (let n = 0; n < 8; n++) {
      expect(await reader?.series({ ...range, device: `writer-${n}` })).toHaveLength(24)
    }
    const { rows } = await pool.query(
      `select count(*)::int as count from pg_inherits where inhparent = 'telemetry.samples'::regclass`,
    )
    expect(rows).toEqual([{ count: 24 }])
  })

  test('a month that retention dropped is made again at the retry', async () => {
    const store = openPostgresStore({ pool })
    await store.write([sample('dropped', Date.UTC(2019, 4, 2))])
    await pool.query('drop table telemetry.samples_2019_05')
    const again = () => store.write([sample('dropped', Date.UTC(2019, 4, 3))])
    await expect(again()).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    expect(await again()).toEqual({ rejected: [] })
    expect(await store.series({ ...range, device: 'dropped' })).toHaveLength(1)
  })

  test('a time beyond the database is one bad row', async () => {
    const store = openPostgresStore({ pool })
    const far = sample('far', Date.UTC(271_821))
    const { rejected } = await store.write([sample('near', Date.UTC(2020)), far])
    expect(rejected).toMatchObject([{ sample: far }])
    expect(await store.series({ ...range, device: 'near' })).toHaveLength(1)
  })

  test('a connection that dies in the middle is temporary', async () => {
    const store = openPostgresStore({ pool })
    const locker = await pool.connect()
    await locker.query('begin; lock table telemetry.samples in access exclusive mode')
    const write = store.write([sample('cut', Date.UTC(2020, 0, 3))])
    const failed = expect(write).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    await expect.poll(async () => (await pool.query(waiting)).rows.length).toBe(1)
    await pool.query(`select pg_terminate_backend(pid) from (${waiting}) as found`)
    await failed
    await locker.query('rollback')
    locker.release()
    expect(await store.write([sample('cut', Date.UTC(2020, 0, 3))])).toEqual({ rejected: [] })
  })

  test('no server is temporary, a missing table is for an operator', async () => {
    const nowhere = new pg.Pool({ connectionString: 'postgres://x:y@127.0.0.1:1/z' })
    const store = openPostgresStore({ pool: nowhere })
    await expect(store.check()).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    await expect(store.write([sample('x', 0)])).rejects.toMatchObject({ code: 'store_unavailable' })
    await nowhere.end()

    const bare = new URL(database.url)
    bare.pathname = '/postgres'
    const unmigrated = new pg.Pool({ connectionString: bare.href })
    const empty = openPostgresStore({ pool: unmigrated })
    await expect(empty.check()).rejects.toMatchObject({ code: 'store_misconfigured', retryable: true })
    await expect(empty.write([sample('x', 0)])).rejects.toMatchObject({ code: 'store_misconfigured' })
    await unmigrated.end()
  })
})
