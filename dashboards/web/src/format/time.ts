const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }

/** `22 Nov 2026, 06:12`, in the reader's time zone unless one is given. */
export function dateTime(ms: number, timeZone?: string): string {
  return format(ms, { ...date, ...time }, timeZone)
}

/** `22 Nov 2026` of `2026-11-22`: a day is the same in every time zone. */
export function dayOf(day: string): string {
  const ms = Date.parse(`${day}T00:00Z`)
  return Number.isNaN(ms) ? day : format(ms, date, 'UTC')
}

/** `22 Nov 2026, 06:12:05.250 GMT+1`: for a tooltip, where nothing may be rounded away. */
export function exactDateTime(ms: number, timeZone?: string): string {
  const seconds: Intl.DateTimeFormatOptions = { second: '2-digit', timeZoneName: 'short' }
  if (ms % SECOND !== 0) seconds.fractionalSecondDigits = 3
  return format(ms, { ...date, ...time, ...seconds }, timeZone)
}

/** `6 min ago`, `3 h ago`, `in 2 d`: one unit, rounded down, as one says it. */
export function relative(ms: number, nowMs: number): string {
  const distance = Math.abs(nowMs - ms)
  if (distance < MINUTE) return 'just now'
  return ms < nowMs ? `${duration(distance)} ago` : `in ${duration(distance)}`
}

/** `45 s`, `6 min`, `3 h`, `2 d`, `5 mo`, `13 y`. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h`
  if (ms < 60 * DAY) return `${Math.floor(ms / DAY)} d`
  if (ms < 730 * DAY) return `${Math.floor(ms / (30.44 * DAY))} mo`
  return `${Math.floor(ms / (365.25 * DAY))} y`
}

/** As `duration`, to the minute below ten hours: `1 h 59 min`, which is no time to be told "1 h". */
export function span(ms: number): string {
  const minutes = Math.floor(ms / MINUTE) % 60
  return ms >= HOUR && ms < 10 * HOUR && minutes > 0
    ? `${Math.floor(ms / HOUR)} h ${minutes} min`
    : duration(ms)
}

/** What to say about time zones: the reader's, and the site's when it is another. */
export function zoneNote(readerZone: string, siteZone: string | undefined): string {
  const own = `Times are in your time zone, ${readerZone}.`
  return siteZone && siteZone !== readerZone ? `${own} The site is in ${siteZone}.` : own
}

function format(ms: number, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-GB', timeZone ? { ...options, timeZone } : options).format(ms)
}
