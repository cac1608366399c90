import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { localInstant } from './calendar.ts'
import { invalid } from './refusals.ts'
import { requireTimeZone } from './registry.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { zoneClock } from './time-zone.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60

const Once = Type.Object(
  { fromMs: TimeMs('Begins'), toMs: TimeMs('Ends; not part of the window') },
  { ...exact, description: 'One time.' },
)

const Weekly = Type.Object(
  {
    timeZone: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'IANA time zone in which `days` and `start` are meant.',
      examples: ['Europe/Berlin'],
    }),
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
      description: 'ISO days of the week on which it begins, 1 (Monday) to 7.',
    }),
    start: Type.String({
      pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
      description:
        'Local time at which it begins, HH:MM. One that the clocks skip is the end of the gap, one that they have twice the first.',
      examples: ['22:00'],
    }),
    minutes: Type.Integer({
      minimum: 1,
      maximum: 7 * DAY_MINUTES,
      description: 'How long it lasts in minutes that pass, at most a week; it may go past midnight.',
    }),
    fromMs: Type.Optional(TimeMs('Not before')),
    untilMs: Type.Optional(TimeMs('Not from this on')),
  },
  { ...exact, description: 'Every week.' },
)

const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '\\S',
  description: 'What is done, for the reason that the findings get; not blank.',
  examples: ['Gearbox overhaul'],
})

const where = 'Give `asset` (with everything below it) or `site`, and `once` or `weekly`.'
const example = { name: 'Weekly cleaning', asset: 'line-1' }
const weekly = { timeZone: 'Europe/Berlin', days: [6], start: '22:00', minutes: 480 }

export const NewMaintenanceWindow = Type.Object(
  {
    name: Name,
    asset: Type.Optional(Id),
    site: Type.Optional(Id),
    once: Type.Optional(Once),
    weekly: Type.Optional(Weekly),
  },
  { ...exact, description: where, examples: [{ ...example, weekly }] },
)
export type NewMaintenanceWindow = Static<typeof NewMaintenanceWindow>

/** A time in which findings of an asset and everything below it, or of a site, make no work. */
export const MaintenanceWindow = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    name: Name,
    asset: Nullable(Id),
    site: Nullable(Id),
    once: Nullable(Once),
    weekly: Nullable(Weekly),
  },
  { examples: [{ id: 1, ...example, site: null, once: null, weekly }] },
)
export type MaintenanceWindow = Static<typeof MaintenanceWindow>

/** What the schema cannot say: one place, one schedule, an end after the begin, a zone that exists. */
export function requireSoundWindow({ asset, site, once, weekly }: NewMaintenanceWindow): void {
  if ((asset === undefined) === (site === undefined)) {
    throw invalid('/asset', 'Give either asset, with everything below it, or site.')
  }
  if ((once === undefined) === (weekly === undefined)) {
    throw invalid('/once', 'Give either once, with fromMs and toMs, or weekly.')
  }
  if (once && once.toMs <= once.fromMs) throw invalid('/once/toMs', 'The window must end after it begins.')
  if (!weekly) return
  const { timeZone, fromMs, untilMs } = weekly
  requireTimeZone(timeZone, '/weekly/timeZone')
  if (fromMs !== undefined && untilMs !== undefined && untilMs <= fromMs) {
    throw invalid('/weekly/untilMs', 'untilMs must be after fromMs.')
  }
}

/** The end of the window that is in force at this event time; undefined when it is not. */
export function endsAtMs({ once, weekly }: Pick<MaintenanceWindow, 'once' | 'weekly'>, atMs: number) {
  if (once) return once.fromMs <= atMs && atMs < once.toMs ? once.toMs : undefined
  if (!weekly) return undefined
  const { fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = weekly
  if (atMs < fromMs || atMs >= untilMs) return undefined
  const begin = lastBeginMs(weekly, atMs)
  return begin === undefined ? undefined : Math.min(begin + weekly.minutes * MINUTE_MS, untilMs)
}

/** The latest begin of which the window has not ended; days are looked at backwards from the local day. */
function lastBeginMs({ timeZone, days, start, minutes }: Static<typeof Weekly>, atMs: number) {
  const wallMs = zoneClock(timeZone).wallMs(atMs)
  const daysBack = Math.ceil(minutes / DAY_MINUTES)
  for (let back = 0; back <= daysBack; back++) {
    const day = new Date(wallMs - back * DAY_MINUTES * MINUTE_MS)
    if (!days.includes(day.getUTCDay() || 7)) continue
    const beginMs = localInstant(timeZone, day.toISOString().slice(0, 10), start)
    if (beginMs <= atMs && atMs < beginMs + minutes * MINUTE_MS) return beginMs
  }
  return undefined
}

/** Where an asset is: itself and what is above it, and its site. */
export interface Line {
  site: string
  /** The asset itself first, then its parent, and so on. */
  assets: readonly string[]
}

/** A window in force over an asset, and until when. */
export interface InForce {
  name: string
  endsAtMs: number
}

/** The window in force at this event time over the asset, something above it, or its site; the longest of several. */
export function windowOver(
  windows: readonly MaintenanceWindow[],
  { site, assets }: Line,
  atMs: number,
): InForce | undefined {
  let longest: InForce | undefined
  for (const window of windows) {
    const fits = window.asset === null ? window.site === site : assets.includes(window.asset)
    const ends = fits ? endsAtMs(window, atMs) : undefined
    if (ends !== undefined && (longest === undefined || ends > longest.endsAtMs)) {
      longest = { name: window.name, endsAtMs: ends }
    }
  }
  return longest
}
