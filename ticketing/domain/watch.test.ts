import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { usualOf } from './usual.ts'
import { judgeWatch, planWatch, type Watched } from './watch.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const T0 = Date.UTC(2026, 0, 31, 12)
const plan = planWatch({ fromMs: T0, clockAheadMs: null, minutes: 24 * 60, nowMs: T0 })

const band = { value: 92.3, expected: { low: 61, high: 74 } }
const yesterday = Array.from({ length: 96 }, (_, index) => 67 + 4 * Math.sin(index / 8))

/** A course of hours with a value each; `undefined` is silence. Means are taken every 15 minutes. */
function course(...spans: [hours: number, value: number | undefined][]): SeriesPoint[] {
  const points: SeriesPoint[] = []
  let ts = T0
  for (const [hours, value] of spans) {
    for (const endMs = ts + hours * HOUR_MS; ts < endMs; ts += plan.stepMs) {
      if (value === undefined) continue
      points.push({ ts, value, min: value - 0.5, max: value + 0.5, count: 15 })
    }
  }
  return points
}

const watched = (points: SeriesPoint[], more: Partial<Watched> = {}): Watched => ({
  ...{ plan, metric: 'temperature', unit: '°C', device: 'sensor-7', points },
  usual: usualOf(band, yesterday),
  meanBefore: 91.7,
  movedBefore: true,
  maxGapMs: 15 * MINUTE_MS,
  deviation: undefined,
  pending: false,
  ...more,
})

type Case = [what: string, points: SeriesPoint[], hoursLater: number, state: string, sentence: RegExp]

describe('a day of watching', () => {
  test.each<Case>([
    ['nothing yet', [], 1, 'watching', /nothing has come since the repair\.$/],
    ['half a day', course([12, 67]), 12, 'watching', /so far 12 h of operation\.$/],
    [
      'the whole day',
      course([24, 67]),
      24,
      'verified',
      /within 61 to 74 °C for 1 d of operation: 67 °C on average, 66.5 to 67.5 °C in 1440 samples; during the fault it was 91.7 °C\.$/,
    ],
    ['the whole day, and it was read late', course([24, 67]), 60, 'verified', /for 1 d of operation/],
    ['the device is ahead of our clock', course([24, 67]), 2, 'verified', /for 1 d of operation/],
    [
      'half of the day was silent',
      course([6, 67], [12, undefined], [6, 67]),
      24,
      'verified',
      /for 12 h of operation/,
    ],
    [
      'most of the day was silent',
      course([4, 67], [16, undefined], [4, 67]),
      24,
      'watching',
      /so far 8 h of operation\.$/,
    ],
    [
      'it goes on until enough was heard',
      course([4, 67], [16, undefined], [8, 67]),
      28,
      'verified',
      /for 12 h/,
    ],
    ['the last word is from before the end', course([20, 67]), 48, 'watching', /so far 20 h/],
    [
      'silence for three days',
      [],
      72,
      'unwatched',
      /sensor-7 has sent no temperature in the 3 d since the repair/,
    ],
    [
      'it spoke a little in three days',
      course([3, 67]),
      72,
      'unwatched',
      /heard for 3 h of operation only, of 12 h at the least: most of the time the device was silent/,
    ],
    [
      'it stood still',
      course([24, 21]),
      24,
      'watching',
      /so far 0 s of operation, and for 1 d the machine stood still\.$/,
    ],
    [
      'it stood still for three days',
      course([72, 21]),
      72,
      'unwatched',
      /most of the time the machine stood still/,
    ],
    ['it stood still at night', course([12, 67], [12, 21]), 24, 'verified', /for 12 h of operation/],
    [
      'it is hot still',
      course([3, 90]),
      3,
      'failed',
      /above 74 °C for 3 h without a break after the repair, 90 °C on average/,
    ],
    ['it is hot for two hours', course([2, 90]), 2, 'watching', /so far 2 h/],
    ['it cools down for two hours', course([2, 90], [22, 67]), 24, 'verified', /61 to 74 °C/],
    ['it is hot again at the end', course([21, 67], [3, 90]), 24, 'failed', /for 3 h without a break/],
    ['it is hot for an hour', course([12, 67], [1, 90], [11, 67]), 24, 'verified', /for 1 d/],
    [
      'it is hot now and then',
      course(
        ...Array.from(
          { length: 6 },
          () =>
            [
              [3, 67],
              [1, 90],
            ] as [number, number][],
        ).flat(),
      ),
      24,
      'failed',
      /above 74 °C in 29 % of the 21 h/,
    ],
    ['hot, off and hot again', course([2, 90], [5, 21], [1, 90]), 8, 'failed', /for 3 h without a break/],
    ['better than ever', course([24, 58]), 24, 'verified', /58 °C on average/],
  ])('%s', (_, points, hours, state, sentence) => {
    const judged = judgeWatch(watched(points), T0 + hours * HOUR_MS)
    expect([judged.state, judged.sentence]).toEqual([state, expect.stringMatching(sentence)])
  })

  test('a sensor that does not move any more verifies nothing', () => {
    const still = course([24, 67]).map(point => ({ ...point, min: 67, max: 67 }))
    expect(judgeWatch(watched(still), T0 + DAY_MS)).toMatchObject({
      state: 'watching',
      sentence: expect.stringMatching(/the value has not moved since the repair\.$/),
    })
    expect(judgeWatch(watched(still), T0 + 3 * DAY_MS)).toMatchObject({
      state: 'unwatched',
      sentence: expect.stringMatching(/look at the sensor/),
    })
    expect(judgeWatch(watched(still, { movedBefore: false }), T0 + DAY_MS).state).toBe('verified')
  })

  test('a sensor that speaks every hour is heard as well', () => {
    const hourly = course([24, 67]).filter((_, index) => index % 4 === 0)
    const often = watched(hourly, { maxGapMs: HOUR_MS })
    expect(judgeWatch(often, T0 + DAY_MS + HOUR_MS)).toMatchObject({
      state: 'watching',
      observedMs: 23.25 * HOUR_MS,
    })
    const next = { ts: T0 + DAY_MS, value: 67, count: 1 }
    expect(judgeWatch({ ...often, points: [...hourly, next] }, T0 + DAY_MS).state).toBe('verified')
  })

  test('a few samples are not enough, however long they stand', () => {
    const rare = course([24, 67]).map(point => ({ ...point, count: 0.05 }))
    expect(judgeWatch(watched(rare), T0 + DAY_MS).state).toBe('watching')
  })
})

describe('what detectors say', () => {
  const said = (phase: string, hours: number) => ({
    deviation: {
      phase,
      observedAtMs: T0 + hours * HOUR_MS,
      explanation: 'Temperature is 88 °C, normal is 61 to 74 °C.',
    },
  })

  test.each([
    ['raised', 1, 'failed'],
    ['continuing', 1, 'watching'],
    ['continuing', 5, 'failed'],
  ])('%s after %i h: %s', (phase, hours, state) => {
    expect(judgeWatch(watched(course([6, 67]), said(phase, hours)), T0 + 6 * HOUR_MS).state).toBe(state)
  })

  test('what they have yet to say is waited for', () => {
    const unread = watched(course([24, 67]), { pending: true })
    expect(judgeWatch(unread, T0 + DAY_MS).state).toBe('watching')
    expect(judgeWatch(unread, T0 + 9 * DAY_MS).state).toBe('watching')
  })

  test('without a band or a limit only they decide', () => {
    const blind = watched(course([24, 500]), { usual: usualOf(undefined, []) })
    expect(judgeWatch(blind, T0 + DAY_MS)).toMatchObject({
      state: 'verified',
      sentence: expect.stringMatching(/temperature was without a finding for 1 d/),
    })
  })
})

test('a watch begins by the clock of the device where that is ahead, never where it is behind', () => {
  const begin = (clockAheadMs: number | null) =>
    planWatch({ fromMs: T0, clockAheadMs, minutes: 60, nowMs: T0 + 5 }).fromMs - T0
  expect([begin(null), begin(-400), begin(HOUR_MS)]).toEqual([0, 0, HOUR_MS])
  expect(planWatch({ fromMs: T0, clockAheadMs: null, minutes: 60, nowMs: T0 + 5 })).toEqual({
    ...{ fromMs: T0, untilMs: T0 + HOUR_MS, giveUpAtMs: T0 + 5 + 3 * HOUR_MS, stepMs: 37_500 },
  })
})

describe('whatever comes', () => {
  const anything = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 200 }),
      fc.oneof(fc.double({ min: -50, max: 150, noNaN: true }), fc.constantFrom(21, 67, 90)),
    ),
    { maxLength: 120 },
  )
  const pointsOf = (given: [number, number][]): SeriesPoint[] =>
    [...new Map(given)]
      .toSorted(([a], [b]) => a - b)
      .map(([step, value]) => ({ ts: T0 + step * plan.stepMs, value, count: 5 }))

  test('verified means: heard to the end, for half of the time at the least, and mostly not deviating', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 4 * 24 }), (given, hours) => {
        const points = pointsOf(given)
        const judged = judgeWatch(watched(points), T0 + hours * HOUR_MS)
        if (judged.state !== 'verified') return
        expect((points.at(-1)?.ts ?? 0) + plan.stepMs).toBeGreaterThanOrEqual(plan.untilMs)
        expect(judged.observedMs).toBeGreaterThanOrEqual(12 * HOUR_MS)
        const late = points.filter(({ ts, value }) => ts >= T0 + 3 * HOUR_MS && value > 74)
        expect(late.length * plan.stepMs).toBeLessThan(judged.observedMs / 2)
      }),
    )
  })

  test('more silence never turns watching into verified', () => {
    fc.assert(
      fc.property(anything, given => {
        const points = pointsOf(given)
        if (judgeWatch(watched(points), T0).state !== 'watching') return
        expect(judgeWatch(watched(points), T0 + 30 * DAY_MS).state).not.toBe('verified')
      }),
    )
  })
})
