import { drift } from './random.ts'

export type Climate = 'temperate' | 'tropical' | 'hall'

/** The weather of a place: machines that share the seed share it. */
export interface Weather {
  seed: number
  climate: Climate
  /** Of the place, so that it is warmest there in the afternoon. Default 0. */
  utcOffsetMinutes?: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365.2425 * DAY_MS
/** The warmest day comes a month after the longest one: 1970-07-21, northern hemisphere. */
const WARMEST_MS = 201 * DAY_MS
const WARMEST_HOUR = 15

/** °C: the mean of the year, half of the swings of the year and of the day, and the deviation of the weather. */
const climates: Record<Climate, { mean: number; year: number; day: number; weather: number }> = {
  temperate: { mean: 10, year: 9, day: 4, weather: 3 },
  tropical: { mean: 27, year: 1.5, day: 4, weather: 1.2 },
  hall: { mean: 21, year: 2, day: 2.5, weather: 1 },
}

/** Temperature around a machine in °C. Pure. */
export function ambientAt({ seed, climate, utcOffsetMinutes = 0 }: Weather, tMs: number): number {
  const { mean, year, day, weather } = climates[climate]
  const hour = ((tMs + utcOffsetMinutes * 60_000) % DAY_MS) / HOUR_MS
  return (
    mean +
    year * Math.cos((2 * Math.PI * (tMs - WARMEST_MS)) / YEAR_MS) +
    day * Math.cos((2 * Math.PI * (hour - WARMEST_HOUR)) / 24) +
    weather * Math.max(-2.5, Math.min(2.5, drift(seed, tMs, 3 * DAY_MS)))
  )
}
