import { type Static, Type } from 'typebox'
import type { Severity } from '../../contracts/finding.ts'
import { exact } from './schema.ts'
import { zoneClock } from './time-zone.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const TimeOfDay = Type.String({
  pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
  description: 'HH:MM, by the clocks of the time zone.',
  examples: ['22:00'],
})

export const QuietHours = Type.Object(
  {
    from: TimeOfDay,
    to: {
      ...TimeOfDay,
      description: 'HH:MM; where it is not later than `from` it is of the next day.',
      examples: ['06:00'],
    },
    days: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
        minItems: 1,
        maxItems: 7,
        uniqueItems: true,
        description: 'Days on which they begin, 1 is Monday. Left out: every day.',
      }),
    ),
    criticalPasses: Type.Boolean({ description: 'Whether what is critical is sent all the same.' }),
  },
  { ...exact, examples: [{ from: '22:00', to: '06:00', criticalPasses: true }] },
)
export type QuietHours = Static<typeof QuietHours>

export const Digest = Type.Object(
  {
    at: Type.Array(TimeOfDay, {
      minItems: 1,
      maxItems: 24,
      uniqueItems: true,
      description: 'When what was collected is sent as one message.',
    }),
  },
  { ...exact, examples: [{ at: ['07:00', '15:00'] }] },
)
export type Digest = Static<typeof Digest>

/** When somebody wants to hear of things. */
export interface Times {
  timeZone: string
  quietHours: QuietHours | null
  digest: Digest | null
}

/** Why something is not sent now, and until when. */
export interface Held {
  untilMs: number
  reason: string
}

/** Until when something waits that is ready to be sent at `nowMs`; undefined: it is sent now. */
export function heldUntil(
  { timeZone, quietHours, digest }: Times,
  about: { severity: Severity | null; digest: boolean; createdAtMs: number },
  nowMs: number,
): Held | undefined {
  if (about.digest && digest) {
    const untilMs = nextOf(digest.at, timeZone, about.createdAtMs)
    if (untilMs > nowMs) return { untilMs, reason: 'It is collected for the next digest.' }
  }
  if (!quietHours || (quietHours.criticalPasses && about.severity === 'critical')) return undefined
  const untilMs = quietUntil(quietHours, timeZone, nowMs)
  return untilMs === undefined
    ? undefined
    : { untilMs, reason: `Quiet hours until ${quietHours.to} (${timeZone}).` }
}

const minuteOf = (time: string): number => {
  const [hours, minutes] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** Midnight of the day on which the zone's clocks show this, `days` later; as wall time. */
const midnight = (wallMs: number, days: number) => (Math.floor(wallMs / DAY_MS) + days) * DAY_MS
/** 1 is Monday; the Unix epoch was a Thursday. */
const weekdayOf = (wallMs: number) => ((Math.floor(wallMs / DAY_MS) + 3) % 7) + 1

function quietUntil({ from, to, days }: QuietHours, timeZone: string, nowMs: number): number | undefined {
  const zone = zoneClock(timeZone)
  const wallMs = zone.wallMs(nowMs)
  const [begins, ends] = [minuteOf(from), minuteOf(to)]
  for (const day of [-1, 0]) {
    const startMs = midnight(wallMs, day) + begins * MINUTE_MS
    if (days && !days.includes(weekdayOf(startMs))) continue
    const endMs = midnight(wallMs, ends > begins ? day : day + 1) + ends * MINUTE_MS
    if (wallMs < startMs || wallMs >= endMs) continue
    const untilMs = zone.reaches(endMs)
    if (untilMs > nowMs) return untilMs
  }
  return undefined
}

/** The first of the times of day after the instant. */
function nextOf(times: readonly string[], timeZone: string, afterMs: number): number {
  const zone = zoneClock(timeZone)
  const wallMs = zone.wallMs(afterMs)
  const next = [0, 1, 2].flatMap(day =>
    times.map(time => zone.reaches(midnight(wallMs, day) + minuteOf(time) * MINUTE_MS)),
  )
  return Math.min(...next.filter(ms => ms > afterMs))
}
