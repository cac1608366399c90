import { quoted } from '../../../contracts/text.ts'
import { kindOf } from '../../text.ts'
import type { Problem } from '../codec.ts'

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** Milliseconds since the Unix epoch of a `ts` (epoch ms or RFC 3339), or what is wrong with it. */
export function eventTimeMs(ts: unknown): number | Omit<Problem, 'index'> {
  if (typeof ts === 'number' && Number.isFinite(ts)) return Math.floor(ts)
  if (typeof ts !== 'string') return problem(`"ts" is ${kindOf(ts)}`)
  const parts = RFC_3339.exec(ts)
  if (!parts) return problem(`"ts" is the text ${quoted(ts)}`)
  const [, year, month, day] = parts
  if (Number(day) > daysIn(Number(year), Number(month))) {
    return problem(`"ts" is ${quoted(ts)}, a day that does not exist`)
  }
  const observedAtMs = Date.parse(ts)
  return Number.isNaN(observedAtMs) ? problem(`"ts" is ${quoted(ts)}, not a time`) : observedAtMs
}

function problem(what: string): Omit<Problem, 'index'> {
  return {
    reason: 'bad_timestamp',
    detail: `${what}; give milliseconds since 1970 as a number, or RFC 3339 with a zone, as in "2026-03-01T08:00:00Z".`,
  }
}

/** `Date.parse` rolls 30 February over to March instead of refusing it. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
