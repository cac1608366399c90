import { describe, expect, test } from 'vitest'
import { heldUntil, type QuietHours } from './quiet-hours.ts'

const at = (text: string) => Date.parse(text)
const nights: QuietHours = { from: '22:00', to: '06:00', criticalPasses: true }
const times = { timeZone: 'Europe/Berlin', quietHours: nights, digest: null }
const major = { severity: 'major' as const, digest: false, createdAtMs: 0 }
const until = (...args: Parameters<typeof heldUntil>) => {
  const held = heldUntil(...args)
  return held && new Date(held.untilMs).toISOString()
}

describe('quiet hours', () => {
  test.each([
    ['before they begin', '2026-01-30T20:59:59Z', undefined],
    ['when they begin', '2026-01-30T21:00:00Z', '2026-01-31T05:00:00.000Z'],
    ['after midnight', '2026-01-31T02:00:00Z', '2026-01-31T05:00:00.000Z'],
    ['when they end', '2026-01-31T05:00:00Z', undefined],
    ['the night in which the clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T04:00:00.000Z'],
    ['the night in which they go back', '2026-10-24T22:00:00Z', '2026-10-25T05:00:00.000Z'],
  ])('%s', (_, now, expected) => {
    expect(until(times, major, at(now))).toBe(expected)
  })

  test('critical passes where it may', () => {
    const now = at('2026-01-31T02:00:00Z')
    const critical = { ...major, severity: 'critical' as const }
    expect(until(times, critical, now)).toBeUndefined()
    expect(until({ ...times, quietHours: { ...nights, criticalPasses: false } }, critical, now)).toBeDefined()
  })

  test('of a weekend begin on its days, and hold until the next one', () => {
    const weekend = { ...times, quietHours: { from: '18:00', to: '08:00', days: [5], criticalPasses: true } }
    expect(until(weekend, major, at('2026-01-30T18:00:00Z'))).toBe('2026-01-31T07:00:00.000Z') // Friday
    expect(until(weekend, major, at('2026-01-31T18:00:00Z'))).toBeUndefined() // Saturday
    const allDay = {
      ...times,
      quietHours: { from: '00:00', to: '00:00', days: [6, 7], criticalPasses: true },
    }
    expect(until(allDay, major, at('2026-01-31T12:00:00Z'))).toBe('2026-01-31T23:00:00.000Z')
    expect(until(allDay, major, at('2026-02-02T12:00:00Z'))).toBeUndefined()
  })
})

describe('a digest', () => {
  const digest = { timeZone: 'Europe/Berlin', quietHours: null, digest: { at: ['15:00', '07:00'] } }
  const collected = (createdAt: string) => ({
    severity: 'minor' as const,
    digest: true,
    createdAtMs: at(createdAt),
  })

  test('is sent at the first of its times after what it is about', () => {
    const now = at('2026-01-31T08:00:00Z')
    expect(until(digest, collected('2026-01-31T08:00:00Z'), now)).toBe('2026-01-31T14:00:00.000Z')
    expect(until(digest, collected('2026-01-31T14:00:00Z'), at('2026-01-31T14:00:00Z'))).toBe(
      '2026-02-01T06:00:00.000Z',
    )
    expect(until(digest, collected('2026-01-31T08:00:00Z'), at('2026-01-31T14:00:00Z'))).toBeUndefined()
    expect(until(digest, { ...collected('2026-01-31T08:00:00Z'), digest: false }, now)).toBeUndefined()
  })

  test('waits for the end of quiet hours', () => {
    const both = { ...digest, quietHours: { from: '14:00', to: '16:00', criticalPasses: false } }
    expect(until(both, collected('2026-01-31T08:00:00Z'), at('2026-01-31T14:00:00Z'))).toBe(
      '2026-01-31T15:00:00.000Z',
    )
  })
})
