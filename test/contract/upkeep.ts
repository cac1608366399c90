import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import { HOUR_MS, type RollupStore, type TelemetryStore } from '../../contracts/telemetry-store.ts'
import { type DueHours, openDueHours } from '../../ingest/upkeep/due-hours.ts'
import { openKeptStore } from '../../ingest/upkeep/kept-store.ts'
import { type Months, openMonths } from '../../ingest/upkeep/months.ts'
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
    let months: Months
    let rounds: number
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
    beforeEach(async () => {
      clock = { now: START + 5 * DAY_MS, nowMs: () => clock.now }
      months = openMonths({ pool, clock })
      await pool.query('delete from telemetry.months')
      rounds = 0
      errors = []
      device = `fan-${++devices}`
    })
    afterEach(async () => {
      await upkeep?.stop()
      upkeep = undefined
    })

    const kept = () => openKeptStore({ store: subject.store, dueHours, months })
    const counted =
      (list: DueHours['list']): DueHours['list'] =>
      (...of) => {
        rounds++
        return list(...of)
      }
    const run = (store: RollupStore = subject.store) => {
      upkeep = startUpkeep({
        store,
        dueHours: { ...dueHours, list: counted(dueHours.list) },
        months,
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
    /** Everything that upkeep has to do at this time of the clock is done. */
    const settled = async () => {
      const before = rounds
      await expect.poll(() => rounds).toBeGreaterThan(before + 2)
    }
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

    test('old records that are replayed are kept until nobody wrote into their month for as long', async () => {
      const store = kept()
      const then = Date.UTC(2013, 5, 11)
      const old = { fromMs: then, toMs: then + DAY_MS }
      const raw = async () => (await store.series(query(old))).map(({ value }) => value)
      expect(await store.write([sample(then, 1), sample(then + 1, 3)])).toEqual({ rejected: [] })
      run()
      await settled()
      expect(await raw()).toEqual([1, 3])
      const rollup = { ts: then, value: 2, min: 1, max: 3, count: 2 }
      expect(await subject.store.hours(query(old))).toEqual([rollup])
      clock.now += 20 * DAY_MS
      await store.write([sample(then + HOUR_MS, 5)])
      clock.now += 20 * DAY_MS
      await settled()
      expect(await raw()).toEqual([1, 3, 5])
      clock.now += 11 * DAY_MS
      await expect.poll(raw).toEqual([])
      expect(await subject.store.hours(query({ ...old, limit: 1 }))).toEqual([rollup])

      await upkeep?.stop()
      await store.write([sample(then + 2, 9)])
      expect(await store.series(query({ ...old, windowMs: HOUR_MS, limit: 1 }))).toEqual([rollup])
      run()
      await expect.poll(due).toBe(0)
      expect(await subject.store.hours(query({ ...old, limit: 1 }))).toEqual([rollup])
      expect(await raw()).toEqual([9])
      await settled()
      expect(errors).toEqual([])
    })

    test('months that an earlier version wrote go with the next month that is written', async () => {
      const earlier = { fromMs: Date.UTC(2025, 2), toMs: Date.UTC(2025, 3) }
      await subject.store.write([sample(earlier.fromMs, 1)])
      await kept().write([sample(START, 2)])
      run()
      await settled()
      expect(await subject.store.series(query(earlier))).toHaveLength(1)
      clock.now += (SAMPLE_DAYS + 7) * DAY_MS // January is over for 30 days, and not written for 37
      await expect.poll(() => subject.store.series(query(earlier))).toEqual([])
      expect(await subject.store.series(query())).toEqual([])
      expect(errors).toEqual([])
    })

    test('who writes into a month while it is given up waits, and nothing of it is lost', async () => {
      const store = kept()
      const month = { fromMs: Date.UTC(2014, 0), toMs: Date.UTC(2014, 1) }
      await store.write([sample(month.fromMs, 1)])
      clock.now += DAY_MS
      const dropping = Promise.withResolvers<void>()
      const go = Promise.withResolvers<void>()
      const gone = months.giveUpSamples(month, clock.now, async () => {
        dropping.resolve()
        await go.promise
        await subject.store.dropSamples(month)
      })
      await dropping.promise
      let written = false
      const write = store.write([sample(month.fromMs + 1, 2)]).then(() => {
        written = true
      })
      await store.write([sample(START, 3)])
      expect(written).toBe(false)
      go.resolve()
      expect(await gone).toBe(true)
      await write
      expect((await subject.store.series(query(month))).map(({ value }) => value)).toEqual([2])
      expect(await subject.store.series(query())).toHaveLength(1)
      const noted = { fromMs: month.fromMs, lastWrittenAtMs: clock.now, hasSamples: true }
      expect(await months.list()).toContainEqual(noted)
      const drop = () => Promise.reject(new Error('it was written'))
      expect(await months.giveUpSamples(month, clock.now, drop)).toBe(false)
    })

    test('a month is noted before it is written, and once an hour', async () => {
      const nowhere = new pg.Pool({ connectionString: 'postgres://x:y@127.0.0.1:1/z' })
      const unable = openKeptStore({
        store: subject.store,
        dueHours,
        months: openMonths({ pool: nowhere, clock }),
      })
      await expect(unable.write(hours())).rejects.toMatchObject({ code: 'store_unavailable' })
      await nowhere.end()
      expect(await subject.store.series(query())).toEqual([])

      const first = clock.now
      const noted = async () => (await months.list()).map(({ lastWrittenAtMs }) => lastWrittenAtMs)
      await Promise.all([kept().write(hours()), kept().write(hours())])
      clock.now += HOUR_MS - 1
      await kept().write(hours())
      expect(await noted()).toEqual([first])
      clock.now += 1
      await kept().write(hours())
      expect(await noted()).toEqual([clock.now])
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
      await expect.poll(() => months.list()).toMatchObject([{ hasSamples: false }])

      clock.now = Date.UTC(2026, 11, 31)
      await store.write([sample(clock.now, 1)])
      clock.now += (ROLLUP_DAYS + 1) * DAY_MS
      await expect.poll(() => subject.store.hours(query())).toEqual([])
      expect(await store.series(query({ windowMs: HOUR_MS }))).toEqual([])
      await expect.poll(() => months.list()).toEqual([])
    })
  })
}
