import { expect, test } from 'vitest'
import type { SlaClock } from '../api/types.ts'
import { clockWords, dueIn, isAhead, localTimes, targetWords } from './due.ts'

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

const clock: SlaClock = {
  state: 'running',
  policyVersion: 1,
  calendar: 'always',
  targetMs: 240 * minute,
  startedAtMs: now - 60 * minute,
  dueAtMs: now + 180 * minute,
  metAtMs: null,
  elapsedMs: 60 * minute,
  pausedMs: 0,
  remainingMs: 180 * minute,
}

test.each<[Partial<SlaClock>, string, string]>([
  [{}, 'in 3 h', 'later'],
  [{ dueAtMs: now + 30 * minute }, 'in 30 min', 'soon'],
  [{ dueAtMs: now - 30 * minute }, '30 min late', 'late'],
  [{ dueAtMs: null }, 'without an end in working time', 'later'],
  [{ state: 'breached', dueAtMs: now - 120 * minute }, '2 h late', 'late'],
  [{ state: 'paused', dueAtMs: null }, 'waits, 3 h left', 'later'],
  [{ state: 'met', metAtMs: now }, 'accepted in time, after 1 h', 'later'],
  [{ state: 'missed', metAtMs: now, dueAtMs: now - 120 * minute }, 'accepted 2 h late', 'late'],
  [{ state: 'void' }, 'does not count: the ticket ended before', 'later'],
])('clock %#', (more, text, urgency) => {
  expect(clockWords({ ...clock, ...more }, 'accepted', now)).toEqual({ text, urgency })
})

test('a target names its calendar where that has free time', () => {
  expect(targetWords(clock)).toBe('of 4 h')
  expect(targetWords({ ...clock, calendar: 'day-shift' })).toBe('of 4 h in calendar day-shift')
})

test("instants in sentences are in the reader's time", () => {
  expect(localTimes('Due at 2026-11-22T06:12Z, not 2026-11-22 or 2026-99-99.', 'Asia/Shanghai')).toBe(
    'Due at 22 Nov 2026, 14:12, not 22 Nov 2026 or 2026-99-99.',
  )
  expect(localTimes('It has been high since 2026-11-22 06:12 UTC.', 'Asia/Shanghai')).toBe(
    'It has been high since 22 Nov 2026, 14:12.',
  )
})
