import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import { HOUR_MS, type RollupStore, type TelemetryStore } from '../../contracts/telemetry-store.ts'
import { type DueHours, openDueHours } from '../../ingest/upkeep/due-hours.ts'
import { openKeptStore } from '../../ingest/upkeep/kept-store.ts'
import { startUpkeep } from '../../ingest/upkeep/upkeep.ts'
import { type TestDatabase, testDatabase } from '../services/postgres.ts'

export interface Subject {
  store: TelemetryStore & RollupStore
  stop(): Promise<void>
}

const DAY_MS = 24 * HOUR_MS
const START = Date.UTC(2026, 0, 20)
const SAMPLE_DAYS = 30
const ROLLUP_DAYS = 400

/** What rollups and retention promise, whatever the store. The pool is of the database with the hours that are due. */
export function upkeepContract(name: string, open: (pool: pg.Pool) => Promise<Subject>): void {
  describe(`upkeep of the telemetry store: ${name}`, () => {
    let database: TestDatabase
    let pool: pg.Pool
    let subject: Subject
    let dueHours: DueHours
    let clock: { now: number; nowMs(): number }
    let errors: string[]
    let upkeep: { stop(): Promise<void> } | undefined
    let device: string
    let devices = 0

    beforeAll(async () => {
      database = await testDatabase()
      pool = new pg.Pool({ connectionString: database.url, max: 4 })
      subject = await open(pool)
      dueHours = openDueHours({ pool })
    })
    afterAll(async () => {
      await subject?.stop()
      await pool.end()
      await database.drop()
    })
    beforeEach(() => {
      clock = { now: START + 5 * DAY_MS, nowMs: () => clock.now }
      errors = []
      device = `fan-${++devices}`
    })
    afterEach(async () => {
      await upkeep?.stop()
      upkeep = undefined
    })

    const kept = () =>
      openKeptStore({
        store: subject.store,
        dueHours,
        clock,
        sampleDays: SAMPLE_DAYS,
      })
    const run = (store: RollupStore = subject.store) => {
      upkeep = startUpkeep({
        store,
        dueHours,
        clock,
        logger: { debug() {}, info() {}, warn() {}, error: (_, text) => void errors.push(text) },
        metrics: new Registry(),
        sampleDays: SAMPLE_DAYS,
        rollupDays: ROLLUP_DAYS,
        intervalMs: 20,
      })
    }
    const sample = (observedAtMs: number, t: number): Sample => ({
      site: 'plant 1',
      asset: 'hall',
      device,
      class: 'fan',
      observedAtMs,
      receivedAtMs: observedAtMs,
      values: { t, 'rpm.max': 10 * t },
    })
    /** Every 10 minutes of three hours: 0 to 17. */
    const hours = () => Array.from({ length: 18 }, (_, n) => sample(START + n * 600_000, n))
    const query = (more = {}) => ({
      class: 'fan',
      device,
      metric: 't',
      fromMs: START - DAY_MS,
      toMs: START + DAY_MS,
      limit: 1_000,
      ...more,
    })
    const due = async () => (await pool.query('select 1 from telemetry.due_hours')).rowCount
    const wholeHours = [
      { ts: START, value: 2.5, min: 0, max: 5, count: 6 },
      { ts: START + HOUR_MS, value: 8.5, min: 6, max: 11, count: 6 },
      { ts: START + 2 * HOUR_MS, value: 14.5, min: 12, max: 17, count: 6 },
    ]

    test('windows of hours are the same before and after they are rolled up, with late samples too', async () => {
      const store = kept()
      await store.write(hours())
      expect(await store.series(query({ windowMs: HOUR_MS }))).toEqual(wholeHours)
      expect(await subject.store.hours(query())).toEqual([])
      run()
      await expect.poll(due).toBe(0)
      expect(await subject.store.hours(query())).toEqual(wholeHours)
      expect(await store.series(query({ windowMs: HOUR_MS }))).toEqual(wholeHours)
      expect(await store.series(query({ windowMs: 2 * HOUR_MS, metric: 'rpm.max' }))).toEqual([
        { ts: START, value: 55, min: 0, max: 110, count: 12 },
        { ts: START + 2 * HOUR_MS, value: 145, min: 120, max: 170, count: 6 },
      ])
      const unaligned = { fromMs: START + 600_000, toMs: START + 2 * HOUR_MS + 1, windowMs: HOUR_MS }
      expect((await store.series(query(unaligned))).map(({ count }) => count)).toEqual([5, 6, 1])
      expect(await store.series(query({ windowMs: HOUR_MS, limit: 2 }))).toEqual(wholeHours.slice(0, 2))

      await upkeep?.stop()
      await store.write([sample(START + HOUR_MS + 1, 108.5)])
      const late = { ts: START + HOUR_MS, value: 159.5 / 7, min: 6, max: 108.5, count: 7 }
      const withLate = [wholeHours[0], { ...late, value: expect.closeTo(late.value, 9) }, wholeHours[2]]
      expect(await store.series(query({ windowMs: HOUR_MS }))).toEqual(withLate)
      run()
      await expect.poll(due).toBe(0)
      expect(await subject.store.hours(query())).toEqual(withLate)
      expect(errors).toEqual([])
    })

    test('an hour that is not over is not rolled up', async () => {
      clock.now = START + HOUR_MS + 60_000
      await kept().write(hours())
      run()
      await expect.poll(due).toBe(3)
      clock.now = START + 2 * HOUR_MS + 300_000
      await expect.poll(due).toBe(1)
      expect(await subject.store.hours(query())).toEqual(wholeHours.slice(0, 2))
      clock.now = START + DAY_MS
      await expect.poll(due).toBe(0)
    })

    test('samples that are too old are refused with the reason', async () => {
      const old = sample(clock.now - SAMPLE_DAYS * DAY_MS - 1, 1)
      const { rejected } = await kept().write([old, sample(START, 2)])
      expect(rejected).toEqual([{ sample: old, detail: expect.stringContaining('SAMPLE_RETENTION_DAYS') }])
      const all = query({ fromMs: 0 })
      expect((await subject.store.series(all)).map(({ value }) => value)).toEqual([2])
    })

    test('samples go when they are too old, and not before they are rolled up; rollups stay longer', async () => {
      const store = kept()
      await store.write(hours())
      clock.now = START + (SAMPLE_DAYS + 31) * DAY_MS
      const failing = Promise.reject(new Error('no space'))
      failing.catch(() => {})
      run({ ...subject.store, rollUp: () => failing })
      await expect.poll(() => errors.length).toBe(1)
      expect(await subject.store.series(query())).toHaveLength(18)
      await upkeep?.stop()

      run()
      await expect.poll(() => subject.store.series(query())).toEqual([])
      expect(await store.series(query({ windowMs: HOUR_MS }))).toEqual(wholeHours)
      clock.now = START + (ROLLUP_DAYS + 365) * DAY_MS
      await expect.poll(() => subject.store.hours(query())).toEqual([])
      expect(await store.series(query({ windowMs: HOUR_MS }))).toEqual([])
    })
  })
}
