import { mean } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import { type Duty, demandAt } from './duty.ts'
import { dutyPatterns } from './kind.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const MONDAY_MS = Date.parse('2026-06-01T00:00:00Z')
const weekOf = (duty: Duty, fromMs = MONDAY_MS): number[] =>
  Array.from({ length: 7 * 24 * 12 }, (_, i) => demandAt(duty, fromMs + i * 5 * MINUTE_MS))
const at = (duty: Duty, day: number, hour: number) =>
  demandAt(duty, MONDAY_MS + day * DAY_MS + hour * HOUR_MS)

describe.each(dutyPatterns)('%s', pattern => {
  test('stays between 0 and 1, the same for the same seed, and no two machines alike', () => {
    const week = weekOf({ pattern, seed: 3 })
    expect(week.every(demand => demand >= 0 && demand <= 1)).toBe(true)
    expect(weekOf({ pattern, seed: 3 })).toEqual(week)
    expect(weekOf({ pattern, seed: 4 })).not.toEqual(week)
  })
})

test('continuous duty never stops, and swings', () => {
  const week = weekOf({ pattern: 'continuous', seed: 1 })
  expect(Math.min(...week)).toBeGreaterThan(0.4)
  expect(Math.max(...week) - Math.min(...week)).toBeGreaterThan(0.15)
})

test('two shifts on weekdays: off in the night and at the weekend, idle in the breaks, slower at first', () => {
  const duty = { pattern: 'shifts', seed: 1 } as const
  expect([at(duty, 0, 3), at(duty, 0, 23), at(duty, 5, 12), at(duty, 6, 12)]).toEqual([0, 0, 0, 0])
  expect([at(duty, 0, 10.4), at(duty, 3, 18.4)]).toEqual([0.15, 0.15])
  expect(at(duty, 1, 6.35)).toBeLessThan(at(duty, 1, 8))
  expect(at(duty, 1, 8)).toBeGreaterThan(0.4)
})

test('shifts are worked by the time of the place', () => {
  const tokyo = { pattern: 'shifts', seed: 1, utcOffsetMinutes: 540 } as const
  expect(at(tokyo, 0, 0)).toBeGreaterThan(0.3)
  expect(at(tokyo, 0, 14)).toBe(0)
})

test('batches start and stop some times a day', () => {
  const week = weekOf({ pattern: 'batches', seed: 1 })
  const starts = week.filter((demand, i) => demand > 0 && week[i - 1] === 0).length
  expect(starts).toBeGreaterThan(18)
  expect(starts).toBeLessThanOrEqual(28)
})

test('recipes are loads that are far apart, for hours each', () => {
  const week = weekOf({ pattern: 'recipes', seed: 1 })
  const loads = week.map(demand => Math.round(demand / 0.05) * 0.05)
  const changes = week.filter((demand, i) => i > 0 && Math.abs(demand - (week[i - 1] ?? 0)) > 0.1)
  expect(new Set(loads.map(load => (load < 0.55 ? 'low' : load < 0.78 ? 'middle' : 'high'))).size).toBe(3)
  expect(changes.length).toBeLessThan(7 * 3)
})

test('duty by the weather is high in a hot summer and low in winter, and follows the weather that it is given', () => {
  const winterMs = Date.parse('2026-01-12T00:00:00Z')
  const mild = { pattern: 'weather', seed: 1 } as const
  expect(mean(weekOf(mild)) - mean(weekOf(mild, winterMs))).toBeGreaterThan(0.1)
  const tropical = { ...mild, weather: { seed: 1, climate: 'tropical' } } as const
  expect(mean(weekOf(tropical))).toBeGreaterThan(mean(weekOf(mild)))
})
