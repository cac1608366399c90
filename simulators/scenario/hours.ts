import type { People } from './schema.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Every shift begins within so many days. */
const LONGEST_WAIT_DAYS = 8

type Shift = People['shifts'][string]

/** When somebody works. */
export interface Hours {
  /** The first instant from `tMs` on at which they are there. */
  nextAt(tMs: number): number
  /** The instant by which they have worked so long since `tMs`. */
  after(tMs: number, workMs: number): number
}

/** Of somebody without a shift. */
export const always: Hours = { nextAt: tMs => tMs, after: (tMs, workMs) => tMs + workMs }

/** The hours of a shift on the wall of its time zone; one that ends at or before its beginning ends on the next day. */
export function hoursOf({ days, from, to }: Shift, timeZone: string): Hours {
  const offsetAt = zoneOffset(timeZone)
  const begins = timeOf(from)
  const ends = timeOf(to) + (timeOf(to) <= begins ? DAY_MS : 0)
  const instantOf = (wallMs: number) => wallMs - offsetAt(wallMs - offsetAt(wallMs))
  /** The span in which `tMs` is, or the next one. */
  const spanAt = (tMs: number): { fromMs: number; toMs: number } => {
    const today = Math.floor((tMs + offsetAt(tMs)) / DAY_MS)
    for (let day = today - 1; day <= today + LONGEST_WAIT_DAYS; day++) {
      if (!days.includes(weekday(day))) continue
      const toMs = instantOf(day * DAY_MS + ends)
      if (toMs > tMs) return { fromMs: instantOf(day * DAY_MS + begins), toMs }
    }
    throw new Error('a shift has at least one weekday')
  }
  return {
    nextAt: tMs => Math.max(tMs, spanAt(tMs).fromMs),
    after(tMs, workMs) {
      let left = workMs
      for (let span = spanAt(tMs); ; span = spanAt(span.toMs)) {
        const sinceMs = Math.max(tMs, span.fromMs)
        if (left <= span.toMs - sinceMs) return sinceMs + left
        left -= span.toMs - sinceMs
      }
    },
  }
}

const timeOf = (text: string) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE_MS

/** 1 (Monday) to 7 of a day since 1970-01-01, which was a Thursday. */
const weekday = (day: number) => ((((day + 3) % 7) + 7) % 7) + 1

/** How far the wall of the zone is ahead of UTC, ms. It changes on whole quarters of an hour, so one answer is kept. */
function zoneOffset(timeZone: string): (tMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  let last = { quarter: Number.NaN, offsetMs: 0 }
  return tMs => {
    const quarter = Math.floor(tMs / (HOUR_MS / 4))
    if (quarter !== last.quarter) last = { quarter, offsetMs: offsetIn(format, tMs) }
    return last.offsetMs
  }
}

function offsetIn(format: Intl.DateTimeFormat, tMs: number): number {
  const name = format.formatToParts(tMs).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? []
  return (Number(hours) * 60 + Number(minutes)) * MINUTE_MS * (sign === '-' ? -1 : 1)
}
