import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { invalid } from './refusals.ts'
import { requireTimeZone } from './registry.ts'
import { exact } from './schema.ts'
import { zoneClock } from './time-zone.ts'
import { openTimes, type Span, type WorkingTime } from './working-time.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const From = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  description: 'Time of the day, HH:MM.',
  examples: ['06:00'],
})
const To = Type.String({
  pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
  description: 'HH:MM, at most 24:00; where it is earlier than `from` it is of the next day.',
  examples: ['14:00'],
})
const DateText = Type.String({
  pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  description: 'YYYY-MM-DD, in the time zone of the calendar.',
  examples: ['2026-12-25'],
})
const Hours = Type.Object({ from: From, to: To }, exact)
type Hours = Static<typeof Hours>
const Weekday = Type.Integer({ minimum: 1, maximum: 7, description: '1 is Monday, 7 is Sunday.' })

/** When work is done: the working calendar of an SLA, the shift of a technician. */
export const Calendar = Type.Object(
  {
    id: Id,
    timeZone: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'IANA time zone, such as Europe/Berlin or UTC.',
      examples: ['Europe/Berlin'],
    }),
    weekly: Type.Array(Type.Object({ day: Weekday, from: From, to: To }, exact), {
      maxItems: 100,
      description: 'Hours of the week. Those that meet or overlap are one.',
    }),
    holidays: Type.Array(DateText, { maxItems: 2000, description: 'Days whose weekly hours are off.' }),
    exceptions: Type.Array(
      Type.Object(
        { date: DateText, hours: Type.Array(Hours, { maxItems: 20, description: 'None: closed.' }) },
        exact,
      ),
      { maxItems: 2000, description: 'Days with hours of their own, in place of all others.' },
    ),
  },
  {
    ...exact,
    examples: [
      {
        id: 'office',
        timeZone: 'Europe/Berlin',
        weekly: [1, 2, 3, 4, 5].map(day => ({ day, from: '08:00', to: '17:00' })),
        holidays: ['2026-12-25'],
        exceptions: [{ date: '2026-12-24', hours: [{ from: '08:00', to: '12:00' }] }],
      },
    ],
  },
)
export type Calendar = Static<typeof Calendar>

/** Throws `invalid` for what the schema cannot say. */
export function requireSoundCalendar({ timeZone, weekly, holidays, exceptions }: Calendar): void {
  requireTimeZone(timeZone)
  for (const [index, hours] of weekly.entries()) requireSoundHours(hours, `/weekly/${index}`)
  for (const [index, date] of holidays.entries()) requireDate(date, `/holidays/${index}`)
  const seen = new Set<string>()
  for (const [index, { date, hours }] of exceptions.entries()) {
    const at = `/exceptions/${index}`
    requireDate(date, `${at}/date`)
    if (seen.has(date)) throw invalid(`${at}/date`, `${date} is an exception already; give a day once.`)
    seen.add(date)
    for (const [place, each] of hours.entries()) requireSoundHours(each, `${at}/hours/${place}`)
  }
}

function requireSoundHours({ from, to }: Hours, at: string): void {
  if (from === to)
    throw invalid(`${at}/to`, `From ${from} to ${to} is no time; for a whole day give 00:00 to 24:00.`)
}

function requireDate(date: string, at: string): void {
  const ms = Date.parse(`${date}T00:00Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date)
    throw invalid(at, `${date} is not a day of the calendar; give one as YYYY-MM-DD.`)
}

/** `HH:MM` as milliseconds of the day. */
const timeOf = (time: string) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE_MS

/**
 * The instant of a local date (`YYYY-MM-DD`) and time (`HH:MM`, also `24:00`). A time that exists twice is its first
 * one; a time that daylight saving skips is the end of the gap.
 */
export const localInstant = (timeZone: string, date: string, time: string): number =>
  zoneClock(timeZone).reaches(Date.parse(`${date}T00:00Z`) + timeOf(time))

/**
 * The calendar as a function of time. It is expanded to instants once, so keep it as long as the calendar does not
 * change: each answer is then a binary search.
 */
export const workingTime = (calendar: Calendar): WorkingTime =>
  openTimes(dailyHours(calendar), zoneClock(calendar.timeZone).reaches)

/** The hours of a day, which is counted from 1970-01-01. */
function dailyHours({ weekly, holidays, exceptions }: Calendar): (day: number) => readonly Span[] {
  const ofWeekday = Array.from({ length: 7 }, (_, index) =>
    spansOf(weekly.filter(({ day }) => day === index + 1)),
  )
  const special = new Map<number, Span[]>(holidays.map(date => [dayOf(date), []]))
  for (const { date, hours } of exceptions) special.set(dayOf(date), spansOf(hours))
  // 1970-01-01 was a Thursday, the fourth day of the week.
  return day => special.get(day) ?? ofWeekday[(((day + 3) % 7) + 7) % 7] ?? []
}

const dayOf = (date: string) => Date.parse(`${date}T00:00Z`) / DAY_MS

const spansOf = (hours: readonly Hours[]): Span[] =>
  hours
    .map(({ from, to }) => ({ fromMs: timeOf(from), toMs: timeOf(to) + (to < from ? DAY_MS : 0) }))
    .sort((a, b) => a.fromMs - b.fromMs)
