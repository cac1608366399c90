import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Calendar, localInstant, requireSoundCalendar, workingTime } from './calendar.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const workdays = (from: string, to: string) => [1, 2, 3, 4, 5].map(day => ({ day, from, to }))
const everyDay = (from: string, to: string) => [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, from, to }))
const calendar = (given: Partial<Calendar>): Calendar => ({
  id: 'test',
  timeZone: 'Europe/Berlin',
  weekly: workdays('08:00', '17:00'),
  holidays: [],
  exceptions: [],
  ...given,
})
const office = calendar({
  holidays: ['2026-12-25'],
  exceptions: [
    { date: '2026-12-24', hours: [{ from: '08:00', to: '12:00' }] },
    { date: '2027-01-02', hours: [{ from: '10:00', to: '14:00' }] }, // a Saturday
  ],
})

/** Made by hand; times with the offset that counts there. */
test.each<[string, Calendar, string, number, string]>([
  ['within a day', office, '2026-11-23T09:00+01:00', 4, '2026-11-23T13:00+01:00'],
  ['to the very end of a day', office, '2026-11-23T09:00+01:00', 8, '2026-11-23T17:00+01:00'],
  ['over the night', office, '2026-11-23T15:00+01:00', 4, '2026-11-24T10:00+01:00'],
  ['over a weekend', office, '2026-11-20T16:00+01:00', 2, '2026-11-23T09:00+01:00'],
  ['from a Sunday', office, '2026-11-22T11:11+01:00', 1, '2026-11-23T09:00+01:00'],
  ['over Christmas and a weekend', office, '2026-12-24T10:00+01:00', 3, '2026-12-28T09:00+01:00'],
  ['over a Saturday that is worked', office, '2027-01-01T16:00+01:00', 3, '2027-01-02T12:00+01:00'],
  ['over the spring change', office, '2026-03-27T16:00+01:00', 2, '2026-03-30T09:00+02:00'],
  ['over the autumn change', office, '2026-10-23T16:00+02:00', 2, '2026-10-26T09:00+01:00'],
  [
    'through a night that lacks an hour',
    calendar({ weekly: everyDay('22:00', '06:00') }),
    '2026-03-28T22:00+01:00',
    8,
    '2026-03-29T23:00+02:00',
  ],
  [
    'through a night with an hour twice',
    calendar({ weekly: everyDay('22:00', '06:00') }),
    '2026-10-24T22:00+02:00',
    9,
    '2026-10-25T06:00+01:00',
  ],
  [
    'round the clock over the spring change',
    calendar({ weekly: everyDay('00:00', '24:00') }),
    '2026-03-28T12:00+01:00',
    24,
    '2026-03-29T13:00+02:00',
  ],
  [
    'in New York over its own change',
    calendar({ timeZone: 'America/New_York' }),
    '2026-10-30T16:00-04:00',
    2,
    '2026-11-02T09:00-05:00',
  ],
  [
    'over a day that Samoa skipped',
    calendar({ timeZone: 'Pacific/Apia', weekly: everyDay('00:00', '24:00') }),
    '2011-12-29T12:00-10:00',
    24,
    '2011-12-31T12:00+14:00',
  ],
])('%s', (_, given, from, hours, due) => {
  const { add, between } = workingTime(given)
  expect(new Date(add(Date.parse(from), hours * HOUR_MS) ?? 0).toISOString()).toBe(
    new Date(due).toISOString(),
  )
  expect(between(Date.parse(from), Date.parse(due))).toBe(hours * HOUR_MS)
})

test.each([
  ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00Z'], // does not exist: the end of the gap
  ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30Z'], // exists twice: the first
  ['Europe/Berlin', '2026-10-25', '24:00', '2026-10-25T23:00Z'],
  ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00Z'],
  ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30Z'], // half an hour of daylight saving
  ['America/Sao_Paulo', '2018-11-04', '00:00', '2018-11-04T03:00Z'], // a day that begins at one
  ['Asia/Shanghai', '2026-07-01', '08:00', '2026-07-01T00:00Z'],
  ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00Z'], // a day that never was
])('%s shows %s %s first at %s', (timeZone, date, time, at) => {
  expect(localInstant(timeZone, date, time)).toBe(Date.parse(at))
})

describe('what never opens', () => {
  const closed = workingTime(calendar({ weekly: [] }))
  test('is never due', () => {
    expect(closed.add(0, 1)).toBeUndefined()
    expect(closed.nextOpen(Date.UTC(2026, 0))).toBeUndefined()
    expect(closed.between(0, Date.UTC(2026, 0))).toBe(0)
  })
  test('but once is due then', () => {
    const once = workingTime(
      calendar({ weekly: [], exceptions: [{ date: '2030-05-04', hours: [{ from: '10:00', to: '11:00' }] }] }),
    )
    const opens = Date.parse('2030-05-04T10:00+02:00')
    expect(once.nextOpen(Date.UTC(2026, 0))).toBe(opens)
    expect(once.add(Date.UTC(2026, 0), HOUR_MS)).toBe(opens + HOUR_MS)
    expect(once.add(Date.UTC(2026, 0), HOUR_MS + 1)).toBeUndefined()
  })
})

test.each<[Partial<Calendar>, string]>([
  [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
  [{ timeZone: '+02:00' }, '/timeZone'],
  [{ weekly: [{ day: 1, from: '08:00', to: '08:00' }] }, '/weekly/0/to'],
  [{ holidays: ['2026-12-25', '2026-02-30'] }, '/holidays/1'],
  [{ exceptions: [{ date: '2025-02-29', hours: [] }] }, '/exceptions/0/date'],
  [
    {
      exceptions: [
        { date: '2026-12-24', hours: [] },
        { date: '2026-12-24', hours: [] },
      ],
    },
    '/exceptions/1/date',
  ],
  [
    { exceptions: [{ date: '2026-12-24', hours: [{ from: '00:00', to: '00:00' }] }] },
    '/exceptions/0/hours/0/to',
  ],
])('%j is refused at %s', (given, field) => {
  expect(() => requireSoundCalendar(calendar(given))).toThrow(
    expect.objectContaining({ code: 'invalid', field }),
  )
})

/** Windows of five days around changes of the clocks, and some without any. */
const windows = [
  ['Europe/Berlin', '2026-03-27'],
  ['Europe/Berlin', '2026-10-23'],
  ['America/New_York', '2026-03-06'],
  ['America/New_York', '2025-10-31'],
  ['Australia/Lord_Howe', '2026-04-03'],
  ['Australia/Lord_Howe', '2026-10-02'],
  ['America/Sao_Paulo', '2018-11-02'],
  ['America/Sao_Paulo', '2018-02-16'],
  ['Asia/Shanghai', '1988-04-15'],
  ['Asia/Shanghai', '2026-06-01'],
  ['Africa/Casablanca', '2026-02-13'],
  ['America/Havana', '2026-10-30'],
  ['Pacific/Apia', '2011-12-28'],
  ['Asia/Kathmandu', '2026-01-01'],
] as const
const DAYS = 5

/** What the clock of the wall shows in each minute, never going back: the slow way, by Intl alone. */
function wallMinutes(timeZone: string, date: string): { startMs: number; shown: Float64Array } {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const startMs = Date.parse(`${date}T00:00Z`)
  const shown = new Float64Array(DAYS * 24 * 60)
  let latest = Number.NEGATIVE_INFINITY
  for (let minute = 0; minute < shown.length; minute++) {
    const part = Object.fromEntries(
      format.formatToParts(startMs + minute * MINUTE_MS).map(({ type, value }) => [type, value]),
    )
    latest = Math.max(
      latest,
      Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}Z`),
    )
    shown[minute] = latest
  }
  return { startMs, shown }
}

const references = windows.map(([timeZone, date]) => ({ timeZone, ...wallMinutes(timeZone, date) }))

const dateText = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether the calendar is open where the clock of the wall shows this. */
function isOpenAt({ weekly, holidays, exceptions }: Calendar, shownMs: number): boolean {
  return [0, 1].some(daysBack => {
    const midnightMs = Math.floor(shownMs / DAY_MS) * DAY_MS - daysBack * DAY_MS
    const date = dateText(midnightMs)
    const weekday = new Date(midnightMs).getUTCDay() || 7
    const ofWeek = holidays.includes(date) ? [] : weekly.filter(({ day }) => day === weekday)
    const hours = exceptions.find(exception => exception.date === date)?.hours ?? ofWeek
    const minute = (shownMs - midnightMs) / MINUTE_MS
    return hours.some(({ from, to }) => {
      const end = minutesOf(to) < minutesOf(from) ? minutesOf(to) + 24 * 60 : minutesOf(to)
      return minutesOf(from) <= minute && minute < end
    })
  })
}

const two = (number: number) => String(number).padStart(2, '0')
/** Often in the hours where clocks change. */
const minuteOfDay = fc.oneof(fc.integer({ min: 0, max: 4 * 60 }), fc.integer({ min: 0, max: 24 * 60 - 1 }))
const timeText = minuteOfDay.map(minute => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`)
const hours = fc
  .record({ from: timeText, to: fc.oneof(timeText, fc.constant('24:00')) })
  .filter(({ from, to }) => from !== to)

const cases = fc.integer({ min: 0, max: windows.length - 1 }).chain(index => {
  const { timeZone, startMs, shown } = references[index] as (typeof references)[number]
  const date = fc.integer({ min: -1, max: DAYS }).map(day => dateText(startMs + day * DAY_MS))
  const instant = fc.integer({ min: startMs + DAY_MS, max: startMs + (DAYS - 1) * DAY_MS })
  return fc.record({
    reference: fc.constant({ startMs, shown }),
    given: fc.record({
      id: fc.constant('any'),
      timeZone: fc.constant(timeZone),
      weekly: fc.array(
        fc.tuple(fc.integer({ min: 1, max: 7 }), hours).map(([day, each]) => ({ day, ...each })),
        { maxLength: 12 },
      ),
      holidays: fc.array(date, { maxLength: 2 }),
      exceptions: fc.uniqueArray(fc.record({ date, hours: fc.array(hours, { maxLength: 3 }) }), {
        maxLength: 2,
        selector: exception => exception.date,
      }),
    }),
    span: fc.tuple(instant, instant).map(([a, b]) => (a < b ? [a, b] : [b, a]) as [number, number]),
  })
})

test('is what a clock on the wall says, minute by minute, across changes of the clocks', () => {
  fc.assert(
    fc.property(cases, ({ reference: { startMs, shown }, given, span: [fromMs, toMs] }) => {
      const { isOpen, between, nextOpen } = workingTime(given)
      let openMs = 0
      let firstOpenMs: number | undefined
      for (const [minute, shownMs] of shown.entries()) {
        const minuteMs = startMs + minute * MINUTE_MS
        const overlapMs = Math.min(toMs, minuteMs + MINUTE_MS) - Math.max(fromMs, minuteMs)
        if (overlapMs <= 0) continue
        const open = isOpenAt(given, shownMs)
        if (isOpen(Math.max(fromMs, minuteMs)) !== open)
          expect.fail(`${new Date(minuteMs).toISOString()} should be ${open ? 'open' : 'closed'}`)
        if (!open) continue
        openMs += overlapMs
        firstOpenMs ??= Math.max(fromMs, minuteMs)
      }
      expect(between(fromMs, toMs)).toBe(openMs)
      if (firstOpenMs !== undefined) expect(nextOpen(fromMs)).toBe(firstOpenMs)
    }),
    { numRuns: 250 },
  )
})

test('adds up, and adding is the inverse of counting', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 200 * HOUR_MS }), ({ given, span: [aMs, bMs] }, workMs) => {
      const { between, add } = workingTime(given)
      const middleMs = Math.floor((aMs + bMs) / 2)
      expect(between(aMs, middleMs) + between(middleMs, bMs)).toBe(between(aMs, bMs))
      const dueMs = add(aMs, workMs)
      if (dueMs === undefined) return
      expect(between(aMs, dueMs)).toBe(workMs)
      expect(between(aMs, dueMs - 1)).toBe(workMs - 1)
    }),
    { numRuns: 500 },
  )
})

test('answers the same in whichever order it is asked', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: -4000, max: 8000 }), ({ given, span: [aMs, bMs] }, days) => {
      const asked = workingTime(given)
      asked.isOpen(aMs + days * DAY_MS)
      expect(asked.between(aMs, bMs)).toBe(workingTime(given).between(aMs, bMs))
    }),
    { numRuns: 100 },
  )
})
