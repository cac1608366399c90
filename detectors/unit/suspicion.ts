import { apart, back, decimalsOf, isNear, median, rangeOf, spreadOf, to } from './arithmetic.ts'
import { type Conversion, conversionsOf } from './conversions.ts'

/** Readings before and after the jump that are compared; a multiple of three. */
export const WINDOW = 15
/** The level from which it jumps. */
const LEVEL = 5
/** A jump is one when it is so many times the spread of the noise, and this share of the level. */
const OUT_OF_NOISE = 4
const LEAST_JUMP = 0.1
/** Factors nearer to 1 cannot be told from the process. */
const LEAST_CHANGE = 0.2
/** A conversion converts the noise too, within this factor. */
const SPREAD = 4
/** Share of the jump that is no noise to speak of: a temperature may wander by so much meanwhile. */
const LITTLE = 0.02
/** Nothing physical jumps like this: times the largest step that was ever seen. */
const STEP = 5
/** A load may rise by half to where it has never been; not to five times. */
const LEAST_FACTOR = 5
/** Nor half as high again as it ever was, after a stop of weeks too. */
const BEYOND = 1.5
/** Share of the readings that must be told in finer steps. */
const FINER = 0.8

/** What is known of the series as it was before. */
export interface Usual {
  /** Of the last week. */
  remembered: readonly number[]
  /** With how many decimals it was told at most, ever. */
  decimals: number
  /** The newest values, oldest first. */
  recent: readonly number[]
  /** Spreads of the newest values, at all hours of the last week. */
  spreads: readonly number[]
  /** The largest step from one three readings to the next three. */
  step: number
  /** All that was ever reached, but for single readings. */
  reached: readonly [low: number, high: number]
}

/** Readings that may be in another unit since a certain time. */
export interface Suspect extends Conversion {
  sinceMs: number
  /** Level before, in the old unit; null where it jumped while nothing was to be seen, as at zero. */
  from: number | null
  spread: number
  jump: number
  after: number[]
  samples: number
  /** Readings that fit neither unit, and such that are as before. */
  misfits: number
  asBefore: number
}

interface Now {
  unit: string
  observedAtMs: number
  value: number
}

/** Does this reading look as if it were in another unit? */
export function suspectOf(usual: Usual, now: Now, tolerance: number): Suspect | null {
  const { recent } = usual
  const { value } = now
  const from = median(recent.slice(-LEVEL))
  const spread = spreadOf(recent)
  const jump = apart(value, from)
  if (!(jump > OUT_OF_NOISE * spread) || jump < LEAST_JUMP * Math.abs(from)) return null
  const others = conversionsOf(now.unit).filter(
    ({ factor, offset }) => Math.abs(factor - 1) >= LEAST_CHANGE || offset !== 0,
  )
  const best = jumpOf(others, { recent, from, spread, value, tolerance })
  const conversion = best ?? comebackOf(others, usual.remembered, value)
  if (!conversion) return null
  return {
    ...conversion,
    ...{ sinceMs: now.observedAtMs, from: best ? from : null, spread, jump },
    ...{ after: [value], samples: 1, misfits: 0, asBefore: 0 },
  }
}

/** Whether it is worth looking at: most readings are not, and nothing is sorted for them. */
export function stands(recent: readonly number[], value: number): boolean {
  const newest = recent[recent.length - 1] ?? value
  if (recent.length < WINDOW || Math.abs(value - newest) <= (LEAST_JUMP / 2) * Math.abs(newest)) return false
  const [low, high] = rangeOf(recent)
  return value > high || value < low
}

/** The conversion that leads from the level before to this reading, at once. */
function jumpOf(
  others: readonly Conversion[],
  seen: { recent: readonly number[]; from: number; spread: number; value: number; tolerance: number },
): Conversion | undefined {
  const { recent, from, spread, value, tolerance } = seen
  if (apart(recent.at(-1) ?? from, from) > 2 * spread) return undefined // it was on its way already
  const off = (conversion: Conversion) => Math.abs(back(conversion, value) - from)
  const fits = (conversion: Conversion): boolean => {
    const jump = to(conversion, from) - from
    const noise = spread * conversion.factor
    if (Math.abs(jump) < OUT_OF_NOISE * noise) return false // of a level of about nothing anything is a multiple
    return Math.abs(value - from - jump) <= tolerance * Math.abs(jump) + 2 * noise
  }
  return others.filter(fits).toSorted((a, b) => off(a) - off(b))[0]
}

/**
 * Where it jumped while nothing was to be seen, as at zero, the level before is any that is known: the conversion that
 * brings a reading far outside of all that was back to one of those.
 */
function comebackOf(
  others: readonly Conversion[],
  remembered: readonly number[],
  value: number,
): Conversion | undefined {
  const [low, high] = rangeOf(remembered)
  const width = high - low
  if (value <= high + width && value >= low - width) return undefined
  const away = (conversion: Conversion) =>
    Math.min(...remembered.map(known => Math.abs(known - back(conversion, value))))
  const fits = (conversion: Conversion): boolean => {
    const old = back(conversion, value)
    // not just anything that a large factor brings down to zero
    return old >= low + width / 4 && old <= high
  }
  return others.filter(fits).toSorted((a, b) => away(a) - away(b))[0]
}

/** Counts whether what follows fits too. */
export function examine(suspect: Suspect, remembered: readonly number[], value: number): void {
  suspect.samples++
  if (suspect.after.length < WINDOW) suspect.after.push(value)
  const [low, high] = rangeOf(remembered)
  const margin = (high - low) / 4
  const old = back(suspect, value)
  const isAsBefore =
    suspect.from === null ? value >= low && value <= high : isNear(value, suspect.from, suspect)
  if (isAsBefore) suspect.asBefore++
  else if (old < low - margin || old > high + margin) suspect.misfits++
}

export function isProven(suspect: Suspect, usual: Usual, tolerance: number): boolean {
  const { after, from, jump, spread, factor } = suspect
  const isThere =
    from === null || Math.abs(median(after) - to(suspect, from)) <= 2 * tolerance * jump + spread * factor
  if (!isThere || !isNoiseConverted(suspect, usual)) return false
  const isImpossible = factor >= 1 && jump > STEP * usual.step
  return isImpossible || isNew(suspect, usual)
}

/** The noise of the sensor and of the process is converted too; what does not move is at an end of its range. */
function isNoiseConverted(
  { after, from, spread, factor, offset, jump }: Suspect,
  { spreads }: Usual,
): boolean {
  const [least, most] = rangeOf(from === null ? spreads : [spread])
  const now = spreadOf(after) / factor
  const little = (LITTLE * jump) / factor
  return now > 0 && (now >= least / SPREAD || offset !== 0) && now <= Math.max(most * SPREAD, little)
}

const farthest = ([low, high]: Usual['reached']): number => Math.max(Math.abs(low), Math.abs(high))

/**
 * Whether it has never been there. Converted down a reading comes to lie near zero, where a machine that stops comes to
 * lie too, some day for the first time; so there it has to be told in finer steps than ever.
 */
function isNew({ after, factor, offset, jump }: Suspect, { remembered, decimals, reached }: Usual): boolean {
  if (factor < 1) return after.filter(value => decimalsOf(value) > decimals).length >= after.length * FINER
  const level = median(after)
  if (offset === 0) return factor >= LEAST_FACTOR && Math.abs(level) > BEYOND * farthest(reached)
  return remembered.every(value => Math.abs(value - level) > jump / 4)
}
