import type { EpochUnit } from '../../contracts/format.ts'
import { quoted } from '../../contracts/text.ts'
import { kindOf } from '../text.ts'
import type { Problem } from './codec.ts'

type Wrong = Omit<Problem, 'index'>

/** Also as PostgreSQL writes it (`+01`), and without seconds. */
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)([.,]\d+)? ?(?:([Zz])|([+-](?:[01]\d|2[0-3]))(?::?([0-5]\d))?)?$/
const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/

/** Milliseconds since the Unix epoch of a `ts` (epoch ms or RFC 3339), or what is wrong with it. */
export function eventTimeMs(ts: unknown): number | Wrong {
  if (typeof ts === 'number' && Number.isFinite(ts)) return Math.floor(ts)
  const right =
    'give milliseconds since 1970 as a number, or RFC 3339 with a zone, as in "2026-03-01T08:00:00Z"'
  return typeof ts === 'string'
    ? rfc3339Ms(ts, { what: '"ts"', right, zoneless: right })
    : wrong(`"ts" is ${kindOf(ts)}`, right)
}

interface TimeFormat {
  /** What the time is, for a sentence. */
  what: string
  unit: EpochUnit | 'rfc3339'
  /** Of times that are written without one: `Z` or an offset. */
  zone: string | undefined
}

/** Milliseconds since the Unix epoch of a time in a payload of a mapped format, or what is wrong with it. */
export function mappedTimeMs(time: unknown, { what, unit, zone }: TimeFormat): number | Wrong {
  const right =
    unit === 'rfc3339' ? 'it should be RFC 3339' : `it should be RFC 3339 or a number (unit: ${unit})`
  if (unit !== 'rfc3339') {
    const epoch = finite(time)
    if (epoch !== undefined) return epochMs(epoch, unit)
  }
  if (typeof time !== 'string') return wrong(`${what} is ${kindOf(time)}`, right)
  const zoneless = 'say `zone` in the mapping of the format, or let the device add it'
  return rfc3339Ms(time, { what, right, zoneless, zone })
}

/** No date is further from 1970, so that no time overflows. */
const LAST_DATE_MS = 8.64e15
const TICKS_PER_MS = { ms: 1, us: 1e3, ns: 1e6 } as const

/** Milliseconds of a number of seconds (also fractions), milliseconds, microseconds or nanoseconds since 1970. */
export function epochMs(time: number, unit: EpochUnit): number {
  const known = unit === 'auto' ? unitBySize(Math.abs(time)) : unit
  // A thousandth of a second is seldom a number of the machine: 1631266595.43 must not become …429 ms.
  const ms = known === 's' ? Math.round(time * 1e6) / 1e3 : time / TICKS_PER_MS[known]
  return Math.floor(Math.max(-LAST_DATE_MS, Math.min(LAST_DATE_MS, ms)))
}

/** From 1973 to 5138 the sizes do not overlap. */
function unitBySize(size: number): Exclude<EpochUnit, 'auto'> {
  if (size < 1e11) return 's'
  if (size < 1e14) return 'ms'
  return size < 1e17 ? 'us' : 'ns'
}

function finite(time: unknown): number | undefined {
  const number = typeof time === 'string' ? numberOf(time) : time
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The decimal number that a text is, as devices write them. */
export function numberOf(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined
}

function rfc3339Ms(
  text: string,
  about: { what: string; right: string; zoneless: string; zone?: string | undefined },
): number | Wrong {
  const { what, right, zoneless, zone } = about
  const parts = RFC_3339.exec(text)
  if (!parts) return wrong(`${what} is the text ${quoted(text)}`, right)
  const [, year, month, day, clock, fraction = '', utc, hours, minutes] = parts
  if (Number(day) > daysIn(Number(year), Number(month)))
    return wrong(`${what} is ${quoted(text)}, a day that does not exist`, right)
  const own = utc ? 'Z' : hours ? `${hours}:${minutes ?? '00'}` : zone
  if (!own) return wrong(`${what} is ${quoted(text)}, which does not say its zone`, zoneless)
  const observedAtMs = Date.parse(`${year}-${month}-${day}T${clock}${fraction.replace(',', '.')}${own}`)
  return Number.isNaN(observedAtMs) ? wrong(`${what} is ${quoted(text)}, not a time`, right) : observedAtMs
}

function wrong(what: string, right: string): Wrong {
  return { reason: 'bad_timestamp', detail: `${what}; ${right}.` }
}

/** `Date.parse` rolls 30 February over to March instead of refusing it. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
