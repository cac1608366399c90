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

/** By hour of the week, from Thursday 00:00, as the epoch begins. */
export interface Week {
  level: number[]
  /** Mean absolute deviation from the level. */
  spread: number[]
  /** Weeks in which it was seen, counted up to 99. */
  weeks: number[]
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

export function newWeek(): Week {
  const none = () => new Array<number>(HOURS).fill(0)
  return { level: none(), spread: none(), weeks: none(), usual: 0 }
}

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
  if ((week.weeks[hour] ?? 0) < KNOWN_WEEKS) return undefined
  for (const by of [0, -1, 1]) {
    const at = (hour + by + HOURS) % HOURS
    if ((week.weeks[at] ?? 0) < KNOWN_WEEKS) continue
    const level = week.level[at] ?? 0
    const scale = scaleOf(week, at)
    const off = (mean - level) / scale
    if (!nearest || Math.abs(off) < Math.abs(nearest.off)) nearest = { level, scale, off }
  }
  return nearest
}

export function learn(week: Week, hour: number, mean: number): void {
  const weeks = week.weeks[hour] ?? 0
  const level = week.level[hour] ?? 0
  const spread = week.spread[hour] ?? 0
  week.weeks[hour] = Math.min(weeks + 1, 99)
  if (weeks === 0) {
    week.level[hour] = mean
    return
  }
  const rate = Math.max(RATE, 1 / (weeks + 1))
  const most = weeks < KNOWN_WEEKS ? Number.POSITIVE_INFINITY : LARGEST_LESSON * scaleOf(week, hour)
  const off = Math.max(-most, Math.min(most, mean - level))
  week.level[hour] = rounded(level + rate * off, week.usual)
  week.spread[hour] = rounded(spread + rate * (Math.abs(off) - spread), week.usual)
  week.usual += (Math.abs(off) - week.usual) / HOURS
}

function scaleOf({ level, spread, usual }: Week, hour: number): number {
  const least = LEAST_OF_LEVEL * Math.abs(level[hour] ?? 0)
  return Math.max(spread[hour] ?? 0, usual, least, 1e-300)
}

/** Three decimals of the usual deviation: short as JSON. */
function rounded(value: number, usual: number): number {
  if (!(usual > 0)) return value
  const digits = 3 - Math.floor(Math.log10(usual))
  if (digits < 0 || digits > 15) return value
  const factor = 10 ** digits
  return Math.round(value * factor) / factor + 0 // JSON knows no -0
}
