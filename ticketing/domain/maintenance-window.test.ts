import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endsAtMs, type MaintenanceWindow, windowOver } from './maintenance-window.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const at = (text: string) => Date.parse(text)

type Weekly = NonNullable<MaintenanceWindow['weekly']>
const weekly = (given: Partial<Weekly>): Pick<MaintenanceWindow, 'once' | 'weekly'> => ({
  once: null,
  weekly: { timeZone: 'Europe/Berlin', days: [1], start: '22:00', minutes: 60, ...given },
})

describe('once', () => {
  const window = { once: { fromMs: 100, toMs: 200 }, weekly: null }
  test.each([
    [99, undefined],
    [100, 200],
    [199, 200],
    [200, undefined],
  ])('at %i it ends at %s', (ms, ends) => expect(endsAtMs(window, ms)).toBe(ends))
})

describe('weekly', () => {
  test.each<[string, Partial<Weekly>, string, string | undefined]>([
    ['begins at its local time', {}, '2026-06-01T20:00Z', '2026-06-01T21:00Z'],
    ['not a minute before', {}, '2026-06-01T19:59Z', undefined],
    ['is over at its end', {}, '2026-06-01T21:00Z', undefined],
    ['is not on other days', {}, '2026-06-02T20:00Z', undefined],
    ['is an hour later in UTC in winter', {}, '2026-12-07T21:00Z', '2026-12-07T22:00Z'],
    ['goes past midnight', { minutes: 480 }, '2026-06-02T03:59Z', '2026-06-02T04:00Z'],
    [
      'can last a weekend',
      { days: [6], start: '00:00', minutes: 2880 },
      '2026-06-07T21:59Z',
      '2026-06-07T22:00Z',
    ],
    ['does not count before fromMs', { fromMs: at('2026-06-02T00:00Z') }, '2026-06-01T20:30Z', undefined],
    ['ends early at untilMs', { untilMs: at('2026-06-01T20:30Z') }, '2026-06-01T20:15Z', '2026-06-01T20:30Z'],
    // 29 March 2026: the clocks go from 02:00 to 03:00.
    [
      'in the gap it begins at the end of the gap',
      { days: [7], start: '02:30' },
      '2026-03-29T01:00Z',
      '2026-03-29T02:00Z',
    ],
    ['and not before', { days: [7], start: '02:30' }, '2026-03-29T00:59Z', undefined],
    [
      'lasts its minutes across the gap',
      { days: [7], start: '01:00', minutes: 120 },
      '2026-03-29T01:59Z',
      '2026-03-29T02:00Z',
    ],
    // 25 October 2026: the clocks go from 03:00 to 02:00; 02:30 comes twice.
    [
      'of two 02:30 it takes the first',
      { days: [7], start: '02:30', minutes: 30 },
      '2026-10-25T00:30Z',
      '2026-10-25T01:00Z',
    ],
    ['and not the second', { days: [7], start: '02:30', minutes: 30 }, '2026-10-25T01:30Z', undefined],
    [
      'lasts its minutes across the hour that comes twice',
      { days: [7], start: '01:00', minutes: 120 },
      '2026-10-25T00:59Z',
      '2026-10-25T01:00Z',
    ],
  ])('%s', (_, given, ms, ends) => {
    expect(endsAtMs(weekly(given), at(ms))).toBe(ends && at(ends))
  })

  test('is in force for its minutes every week of the year, whatever the clocks do', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Shanghai',
      'Asia/Kathmandu',
    ]
    const anyWindow = fc.record({
      timeZone: fc.constantFrom(...zones),
      day: fc.integer({ min: 1, max: 7 }),
      minute: fc.integer({ min: 0, max: 24 * 4 - 1 }),
      quarters: fc.integer({ min: 1, max: 24 * 4 }),
      week: fc.integer({ min: 0, max: 51 }),
    })
    fc.assert(
      fc.property(anyWindow, ({ timeZone, day, minute, quarters, week }) => {
        const start = `${String(Math.floor(minute / 4)).padStart(2, '0')}:${String((minute % 4) * 15).padStart(2, '0')}`
        const window = weekly({ timeZone, days: [day], start, minutes: quarters * 15 })
        const fromMs = at('2026-01-05T00:00Z') + week * 7 * 24 * HOUR_MS
        let open = 0
        let begins = 0
        for (let ms = fromMs; ms < fromMs + 14 * 24 * HOUR_MS; ms += 15 * MINUTE_MS) {
          if (endsAtMs(window, ms) === undefined) continue
          open++
          if (endsAtMs(window, ms - 15 * MINUTE_MS) === undefined) begins++
        }
        expect(begins).toBeLessThanOrEqual(3)
        expect(open).toBeGreaterThanOrEqual(quarters) // two weeks hold at least one whole window
        expect(open).toBeLessThanOrEqual(3 * quarters)
      }),
      { numRuns: 60 },
    )
  })
})

test('a window is over an asset, what is below it, or a site; of several the longest counts', () => {
  const window = (given: Partial<MaintenanceWindow>, toMs: number): MaintenanceWindow => ({
    ...{ id: 1, name: `until ${toMs}`, asset: null, site: null, weekly: null },
    once: { fromMs: 0, toMs },
    ...given,
  })
  const windows = [
    window({ asset: 'line-1' }, 100),
    window({ site: 'plant-1' }, 300),
    window({ asset: 'pump-7' }, 200),
    window({ asset: 'pump-8' }, 900),
    window({ site: 'plant-2' }, 900),
  ]
  const line = { site: 'plant-1', assets: ['pump-7', 'line-1'] }
  expect(windowOver(windows, line, 50)).toEqual({ name: 'until 300', endsAtMs: 300 })
  expect(windowOver(windows.slice(0, 1), line, 50)).toEqual({ name: 'until 100', endsAtMs: 100 })
  expect(windowOver(windows.slice(3), line, 50)).toBeUndefined()
})
