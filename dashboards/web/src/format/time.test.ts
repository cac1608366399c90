import { expect, test } from 'vitest'
import { dateTime, duration, exactDateTime, relative, span, zoneNote } from './time.ts'

const at = Date.UTC(2026, 10, 22, 6, 12, 5)
const hour = 3_600_000

test('absolute times', () => {
  expect(dateTime(at, 'UTC')).toBe('22 Nov 2026, 06:12')
  expect(dateTime(Date.UTC(2026, 0, 1), 'UTC')).toBe('1 Jan 2026, 00:00')
  expect(exactDateTime(at, 'Europe/Berlin')).toBe('22 Nov 2026, 07:12:05 CET')
  expect(exactDateTime(at + 250, 'UTC')).toBe('22 Nov 2026, 06:12:05.250 UTC')
})

test.each([
  [at - 20_000, 'just now'],
  [at + 20_000, 'just now'],
  [at - 6 * 60_000, '6 min ago'],
  [at - 26 * hour, '26 h ago'],
  [at - 72 * hour, '3 d ago'],
  [at + 3 * hour, 'in 3 h'],
  [Date.UTC(2013, 11, 10), '12 y ago'],
])('relative %#', (ms, text) => {
  expect(relative(ms, at)).toBe(text)
})

test.each([
  [45_000, '45 s'],
  [90_000, '1 min'],
  [59 * 24 * hour, '59 d'],
  [100 * 24 * hour, '3 mo'],
  [800 * 24 * hour, '2 y'],
])('duration %#', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

test.each([
  [59 * 60_000, '59 min'],
  [hour, '1 h'],
  [2 * hour - 1, '1 h 59 min'],
  [10 * hour + 60_000, '10 h'],
])('span %#', (ms, text) => {
  expect(span(ms)).toBe(text)
})

test('the zone note names the site only when it is elsewhere', () => {
  expect(zoneNote('Europe/Berlin', 'Europe/Berlin')).not.toContain('site')
  expect(zoneNote('Europe/Berlin', 'Asia/Shanghai')).toContain('The site is in Asia/Shanghai.')
})
