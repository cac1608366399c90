import { expect, test } from 'vitest'
import { dueIn, isAhead } from './due.ts'

const now = Date.UTC(2026, 10, 22, 6)
const minute = 60_000

test.each([
  [now + 180 * minute, 'in 3 h', 'later'],
  [now + 60 * minute, 'in 1 h', 'soon'],
  [now, 'in 0 s', 'soon'],
  [now - minute, '1 min late', 'late'],
])('due %#', (ms, text, urgency) => {
  expect(dueIn(ms, now)).toEqual({ text, urgency })
})

test('what is done is not late', () => {
  expect(isAhead('paused')).toBe(true)
  expect(isAhead('verifying')).toBe(false)
})
