import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import { testDatabase } from '../services/postgres.ts'
import { upkeepContract } from './upkeep.ts'

upkeepContract('postgres', async pool => ({ store: openPostgresStore({ pool }), stop: async () => {} }))

test('what a crash leaves between detaching and dropping a month is dropped the next time', async () => {
  const database = await testDatabase()
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  onTestFinished(async () => {
    await pool.end()
    await database.drop()
  })
  const store = openPostgresStore({ pool })
  const months = [0, 1, 2].map(month => Date.UTC(2026, month, 10))
  const sample = { site: 's', asset: 'a', device: 'd', class: 'c', receivedAtMs: 0, values: { t: 1 } }
  await store.write(months.map(observedAtMs => ({ ...sample, observedAtMs })))
  await pool.query('alter table telemetry.samples detach partition telemetry.samples_2026_01')
  await store.dropSamples({ fromMs: Date.UTC(2026, 0), toMs: Date.UTC(2026, 2) })
  const { rows } = await pool.query(
    `select relname from pg_class where relname ~ '^samples_2026_..$' and relkind = 'r' order by relname`,
  )
  expect(rows).toEqual([{ relname: 'samples_2026_03' }])
  await store.write(months.map(observedAtMs => ({ ...sample, observedAtMs })))
  const range = { class: 'c', device: 'd', metric: 't', fromMs: 0, toMs: Date.UTC(2100), limit: 10 }
  expect(await store.series(range)).toHaveLength(3)
})
