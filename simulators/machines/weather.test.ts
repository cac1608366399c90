import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { ambientAt, type Climate } from './weather.ts'

const HOUR_MS = 3_600_000
const year = Array.from(
  { length: 365 * 24 },
  (_, hour) => Date.parse('2026-01-01T00:00:00Z') + hour * HOUR_MS,
)
const meanOf = (climate: Climate, when: (date: Date) => boolean, utcOffsetMinutes = 0): number =>
  mean(
    year
      .filter(tMs => when(new Date(tMs)))
      .map(tMs => ambientAt({ seed: 5, climate, utcOffsetMinutes }, tMs)),
  )

test.each([
  ['temperate', -15, 35],
  ['tropical', 17, 38],
  ['hall', 12, 30],
] as const)('%s stays between %i and %i °C, the same place always the same', (climate, low, high) => {
  const course = year.map(tMs => ambientAt({ seed: 5, climate }, tMs))
  expect(Math.min(...course)).toBeGreaterThan(low)
  expect(Math.max(...course)).toBeLessThan(high)
  expect(year.map(tMs => ambientAt({ seed: 5, climate }, tMs))).toEqual(course)
  expect(year.map(tMs => ambientAt({ seed: 6, climate }, tMs))).not.toEqual(course)
})

test('summer and afternoon are warm, the afternoon where the machine stands', () => {
  expect(meanOf('temperate', date => date.getUTCMonth() === 6)).toBeGreaterThan(
    meanOf('temperate', date => date.getUTCMonth() === 0) + 12,
  )
  const afternoon = (offset: number) =>
    meanOf('tropical', date => (date.getUTCHours() + offset / 60) % 24 === 15, offset)
  const night = (offset: number) =>
    meanOf('tropical', date => (date.getUTCHours() + offset / 60) % 24 === 3, offset)
  for (const offset of [0, 420]) expect(afternoon(offset) - night(offset)).toBeGreaterThan(6)
})
