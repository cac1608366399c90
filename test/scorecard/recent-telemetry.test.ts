import { expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import { openRecentTelemetry } from './recent-telemetry.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const T0 = Date.UTC(2026, 0, 5)

const sample = (observedAtMs: number, values: Record<string, number>, device = 'd-1'): Sample => ({
  ...{ site: 's', asset: 'a', device, class: 'pump', observedAtMs, receivedAtMs: observedAtMs, values },
})
const asked = { class: 'pump', device: 'd-1', metric: 'flow', fromMs: T0, toMs: T0 + DAY_MS, limit: 100 }

test('answers the points of a span by event time, its end exclusive', async () => {
  const store = openRecentTelemetry({ keepDays: 7 })
  store.keep([0, 1, 2, 3].map(n => sample(T0 + n * MINUTE_MS, { flow: n, power: -n })))
  store.keep([sample(T0, { flow: 99 }, 'd-2')])
  expect(await store.series({ ...asked, fromMs: T0 + MINUTE_MS, toMs: T0 + 3 * MINUTE_MS })).toEqual([
    { ts: T0 + MINUTE_MS, value: 1 },
    { ts: T0 + 2 * MINUTE_MS, value: 2 },
  ])
  expect(await store.series({ ...asked, limit: 1 })).toEqual([{ ts: T0, value: 0 }])
  expect(await store.series({ ...asked, metric: 'speed' })).toEqual([])
  expect(await store.series({ ...asked, device: 'nobody' })).toEqual([])
})

test('windows are aligned to the Unix epoch, and empty ones are absent', async () => {
  const store = openRecentTelemetry({ keepDays: 7 })
  store.keep([5, 9, 31].map(n => sample(T0 + n * MINUTE_MS, { flow: n })))
  expect(await store.series({ ...asked, windowMs: 10 * MINUTE_MS })).toEqual([
    { ts: T0, value: 7, min: 5, max: 9, count: 2 },
    { ts: T0 + 30 * MINUTE_MS, value: 31, min: 31, max: 31, count: 1 },
  ])
})

test('late samples are found at their time, and a value that comes again takes the place of the first', async () => {
  const store = openRecentTelemetry({ keepDays: 7 })
  store.keep([
    sample(T0 + 2 * MINUTE_MS, { flow: 2 }),
    sample(T0, { flow: 0 }),
    sample(T0 + 2 * MINUTE_MS, { flow: 22 }),
    sample(T0 + 2 * MINUTE_MS, { power: 5 }),
    sample(T0 - DAY_MS, { flow: -1 }),
  ])
  expect(await store.series({ ...asked, fromMs: T0 - DAY_MS })).toEqual([
    { ts: T0 - DAY_MS, value: -1 },
    { ts: T0, value: 0 },
    { ts: T0 + 2 * MINUTE_MS, value: 22 },
  ])
})

test('a day holds more samples than one a minute', async () => {
  const store = openRecentTelemetry({ keepDays: 7 })
  store.keep(Array.from({ length: 5_000 }, (_, n) => sample(T0 + n, { flow: n })))
  const points = await store.series({ ...asked, limit: 10_000 })
  expect(points).toHaveLength(5_000)
  expect(points.at(-1)).toEqual({ ts: T0 + 4_999, value: 4_999 })
})

test('what is older than the days that are kept is forgotten, and asking for it is counted', async () => {
  const store = openRecentTelemetry({ keepDays: 2 })
  store.keep([0, 1, 2, 3].map(day => sample(T0 + day * DAY_MS, { flow: day })))
  expect(await store.series({ ...asked, fromMs: T0 + DAY_MS, toMs: T0 + 9 * DAY_MS })).toHaveLength(3)
  expect(store.tooOld).toBe(0)
  expect(await store.series({ ...asked, toMs: T0 + 9 * DAY_MS })).toHaveLength(3)
  expect(store.tooOld).toBe(1)
})
