import { Temporal } from 'temporal-polyfill'

const HOUR_MS = 3_600_000

/** While it lasts, the clocks of the zone are `offsetMs` ahead of UTC. */
interface Spell {
  fromMs: number
  untilMs: number
  offsetMs: number
}

export interface ZoneClock {
  /** What the clocks show at this instant, as if it were UTC. */
  wallMs(ms: number): number
  /**
   * The first instant at which the clocks show this or later: a time that exists twice is its first one, a time that
   * is skipped is the end of the gap. So times of a day never change their order, whatever the clocks do.
   */
  reaches(wallMs: number): number
}

const clocks = new Map<string, ZoneClock>()

/** The clocks of an IANA time zone, by the zone data of the runtime. Years are looked up once. */
export function zoneClock(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone)
  if (known) return known
  const years = new Map<number, Spell[]>()
  const spellAt = (ms: number): Spell => {
    const year = new Date(ms).getUTCFullYear()
    let spells = years.get(year)
    if (!spells) {
      spells = spellsOf(timeZone, year)
      years.set(year, spells)
    }
    const spell = spells.find(({ untilMs }) => ms < untilMs)
    if (!spell) throw new Error(`${ms} is not in its year ${year}`)
    return spell
  }
  const clock: ZoneClock = {
    wallMs: ms => ms + spellAt(ms).offsetMs,
    reaches(wallMs) {
      let ms = wallMs - 36 * HOUR_MS // surely before it: no zone is more than 14 hours ahead
      for (;;) {
        const { fromMs, untilMs, offsetMs } = spellAt(ms)
        const reachedMs = Math.max(fromMs, wallMs - offsetMs)
        if (reachedMs < untilMs) return reachedMs
        ms = untilMs
      }
    },
  }
  clocks.set(timeZone, clock)
  return clock
}

function spellsOf(timeZone: string, year: number): Spell[] {
  const endMs = Date.UTC(year + 1, 0)
  const spells: Spell[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0)).toZonedDateTimeISO(timeZone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    const untilMs = Math.min(endMs, next?.epochMilliseconds ?? endMs)
    spells.push({ fromMs: at.epochMilliseconds, untilMs, offsetMs: at.offsetNanoseconds / 1e6 })
    if (!next || untilMs === endMs) return spells
    at = next
  }
}
