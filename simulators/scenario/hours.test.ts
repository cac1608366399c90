import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hoursOf } from './hours.ts'

const HOUR_MS = 3_600_000
const at = (text: string) => Date.parse(text)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const office = hoursOf({ days: [1, 2, 3, 4, 5], from: '07:00', to: '15:00' }, 'Europe/Berlin')
const night = hoursOf({ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }, 'Europe/Berlin')

describe('when somebody is there next', () => {
  test.each([
    ['on shift', office, '2026-03-02T09:00Z', '2026-03-02T09:00'], // Monday
    ['before it', office, '2026-03-02T03:00Z', '2026-03-02T06:00'],
    ['at its end', office, '2026-03-02T14:00Z', '2026-03-03T06:00'],
    ['over the weekend', office, '2026-03-06T15:00Z', '2026-03-09T06:00'],
    ['after the clocks changed', office, '2026-03-28T15:00Z', '2026-03-30T05:00'],
    ['in the night that began yesterday', night, '2026-03-02T02:00Z', '2026-03-02T02:00'],
    ['in the evening', night, '2026-03-02T12:00Z', '2026-03-02T21:00'],
  ])('%s', (_, hours, from, expected) => {
    expect(iso(hours.nextAt(at(from)))).toBe(expected)
  })
})

describe('when so much work is done', () => {
  test.each([
    ['within the shift', office, '2026-03-02T09:00Z', 2, '2026-03-02T11:00'],
    ['over its end', office, '2026-03-02T13:00Z', 2, '2026-03-03T07:00'],
    ['over the weekend', office, '2026-03-06T13:30Z', 1, '2026-03-09T06:30'],
    ['over three shifts', office, '2026-03-02T06:00Z', 17, '2026-03-04T07:00'],
    ['of the night in which an hour is missing', night, '2026-03-28T21:00Z', 8, '2026-03-29T21:00'],
  ])('%s', (_, hours, from, worked, expected) => {
    expect(iso(hours.after(at(from), worked * HOUR_MS))).toBe(expected)
  })
})

test('work is done while they are there, and more work is never done earlier', () => {
  const time = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2026-12-31T00:00Z') })
  fc.assert(
    fc.property(time, fc.integer({ min: 0, max: 60 * HOUR_MS }), (fromMs, workMs) => {
      for (const hours of [office, night]) {
        const doneMs = hours.after(fromMs, workMs)
        expect(doneMs).toBeGreaterThanOrEqual(hours.nextAt(fromMs) + (workMs > 0 ? 0 : -0))
        expect(hours.after(fromMs, workMs + HOUR_MS)).toBeGreaterThanOrEqual(doneMs + HOUR_MS)
        if (workMs > 0) expect(hours.nextAt(doneMs - 1)).toBe(doneMs - 1)
      }
    }),
  )
})
