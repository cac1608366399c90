import { expect, test } from 'vitest'
import { accelerating, crack, exponential, linear, saturating } from './growth.ts'

test.each([
  ['linear', linear, 0.5],
  ['exponential', exponential, 0.12],
  ['accelerating', accelerating, 0.25],
  ['saturating', saturating, 0.82],
  ['crack', crack, 0.09],
] as const)('%s: from 0 to 1, never falling, as far at half of the life as it says', (_, growth, atHalf) => {
  const course = Array.from({ length: 101 }, (_, i) => growth(i / 100))
  expect(course[0]).toBe(0)
  expect(course[100]).toBeCloseTo(1, 12)
  expect(course).toEqual(course.toSorted((a, b) => a - b))
  expect(growth(0.5)).toBeCloseTo(atHalf, 2)
})
