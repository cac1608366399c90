import { numberAt, type Packed, pack, replaced } from '../packed.ts'

/** How a series usually is at each hour of the week: learned online, robust, in bounded space. Hours are UTC. */
export const HOUR_MS = 3_600_000
const HOURS = 168
/** Week by week a level follows by an eighth of what it was off: seasons pass through, a fault takes weeks. */
const RATE = 1 / 8
/** No single hour teaches more than so many usual deviations. */
const LARGEST_LESSON = 3
/** Less than a hundredth of the level is nothing that anybody goes and looks for. */
const LEAST_OF_LEVEL = 0.01
/** Weeks in which an hour was seen before it is known. */
const KNOWN_WEEKS = 3
/** More weeks teach no slower. */
const MOST_WEEKS = 9
const ZERO = '0'.charCodeAt(0)

/** By hour of the week, from Thursday 00:00, as the epoch begins. */
export interface Week {
  level: Packed
  /** Mean absolute deviation from the level. */
  spread: Packed
  /** A digit each: weeks in which it was seen, counted up to 9. */
  weeks: string
  /** Mean absolute deviation over all hours. */
  usual: number
}

export interface Compared {
  level: number
  /** One usual deviation. */
  scale: number
  /** Deviations above (or, negative, below) the level. */
  off: number
}

const NOTHING = pack(new Array<number>(HOURS).fill(0))
const NEVER = '0'.repeat(HOURS)

export const newWeek = (): Week => ({ level: NOTHING, spread: NOTHING, weeks: NEVER, usual: 0 })

export function hourOf(ms: number): number {
  const hour = Math.floor(ms / HOUR_MS) % HOURS
  return hour < 0 ? hour + HOURS : hour
}

/**
 * How far the mean of an hour is from what this hour, the one before and the one after usually are: a shift that
 * begins an hour earlier, or a clock that was changed, is no fault. Undefined while the hour is not known.
 */
export function compare(week: Week, hour: number, mean: number): Compared | undefined {
  let nearest: Compared | undefined
  if (weeksOf(week, hour) < KNOWN_WEEKS) return undefined
  for (const by of [0, -1, 1]) {
    const at = (hour + by + HOURS) % HOURS
    if (weeksOf(week, at) < KNOWN_WEEKS) continue
    const level = numberAt(week.level, at)
    const scale = scaleOf(week, at)
    const off = (mean - level) / scale
    if (!nearest || Math.abs(off) < Math.abs(nearest.off)) nearest = { level, scale, off }
  }
  return nearest
}

export function learn(week: Week, hour: number, mean: number): void {
  const weeks = weeksOf(week, hour)
  const level = numberAt(week.level, hour)
  const spread = numberAt(week.spread, hour)
  if (weeks < MOST_WEEKS) week.weeks = oneMore(week.weeks, hour)
  if (weeks === 0) {
    week.level = replaced(week.level, { at: hour, drop: 1, add: [mean] })
    return
  }
  const rate = Math.max(RATE, 1 / (weeks + 1))
  const most = weeks < KNOWN_WEEKS ? Number.POSITIVE_INFINITY : LARGEST_LESSON * scaleOf(week, hour)
  const off = Math.max(-most, Math.min(most, mean - level))
  week.level = replaced(week.level, { at: hour, drop: 1, add: [level + rate * off] })
  week.spread = replaced(week.spread, {
    ...{ at: hour, drop: 1 },
    add: [spread + rate * (Math.abs(off) - spread)],
  })
  week.usual += (Math.abs(off) - week.usual) / HOURS
}

const weeksOf = ({ weeks }: Week, hour: number): number => weeks.charCodeAt(hour) - ZERO

/** Made of its parts anew: a piece of text that is put to another keeps both. */
function oneMore(digits: string, at: number): string {
  const codes = Array.from(digits, digit => digit.charCodeAt(0))
  codes[at] = (codes[at] ?? ZERO) + 1
  return String.fromCharCode(...codes)
}

function scaleOf({ level, spread, usual }: Week, hour: number): number {
  const least = LEAST_OF_LEVEL * Math.abs(numberAt(level, hour))
  return Math.max(numberAt(spread, hour), usual, least, 1e-300)
}
