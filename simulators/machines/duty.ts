import type { DutyPattern } from './kind.ts'
import { drift, seedAt, uniform } from './random.ts'
import { ambientAt, type Weather } from './weather.ts'

export interface Duty {
  pattern: DutyPattern
  seed: number
  /** Of the place where people work the shifts. Default 0. */
  utcOffsetMinutes?: number
  /** What duty of the pattern `weather` follows. Default: a temperate climate of its own seed. */
  weather?: Weather
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** 1970-01-01 was a Thursday. */
const DAYS_TO_MONDAY = 3

/** What the process asks of a machine, 0 (switched off) … 1 (rated duty). Pure: any moment can be asked for. */
export function demandAt(duty: Duty, tMs: number): number {
  const localMs = tMs + (duty.utcOffsetMinutes ?? 0) * MINUTE_MS
  switch (duty.pattern) {
    case 'continuous':
      return continuous(duty.seed, localMs)
    case 'shifts':
      return shifts(duty.seed, localMs)
    case 'batches':
      return batches(duty.seed, localMs)
    case 'weather':
      return byWeather(duty, tMs)
    case 'recipes':
      return recipes(duty.seed, localMs)
  }
}

/** One of many: noise of one purpose must not repeat that of another. */
const PRODUCT = 1
const SWING = 2
const START = 3
const BATCH = 4

/**
 * Day and night: a calmer night and weekend, another product every eight hours, and the swings of the process.
 * A product asks for between 0.68 and 0.88.
 */
function continuous(seed: number, localMs: number): number {
  const hour = (localMs % DAY_MS) / HOUR_MS
  const product = 0.2 * uniform(seedAt(seed ^ PRODUCT, Math.floor(localMs / (8 * HOUR_MS))))
  const day = 0.06 * Math.cos((2 * Math.PI * (hour - 14)) / 24)
  return clamp(
    0.68 + product + day - (dayOfWeek(localMs) >= 5 ? 0.05 : 0) + swing(seed, localMs, 0.03),
    0.3,
    1,
  )
}

const FIRST_SHIFT = 6
const LAST_SHIFT_ENDS = 22
const WARM_UP_HOURS = 0.5
const BREAK_HOURS = 0.5
const IDLE = 0.15

/** Early and late shift, Monday to Friday, each with a break in the middle in which the machine idles; then it is off. */
function shifts(seed: number, localMs: number): number {
  if (dayOfWeek(localMs) >= 5) return 0
  const lateBy = 0.3 * uniform(seedAt(seed ^ START, Math.floor(localMs / DAY_MS)))
  const hour = (localMs % DAY_MS) / HOUR_MS - lateBy
  if (hour < FIRST_SHIFT || hour >= LAST_SHIFT_ENDS) return 0
  const intoShift = (hour - FIRST_SHIFT) % 8
  if (intoShift >= 4 && intoShift < 4 + BREAK_HOURS) return IDLE
  const warmUp = Math.min(1, (hour - FIRST_SHIFT) / WARM_UP_HOURS)
  const order = 0.25 * uniform(seedAt(seed ^ PRODUCT, Math.floor(localMs / (4 * HOUR_MS))))
  return clamp((0.6 + order) * (0.4 + 0.6 * warmUp) + swing(seed, localMs, 0.05), IDLE, 1)
}

const SLOT_HOURS = 6
/** One slot in ten stays empty: no order, or cleaning. */
const EMPTY = 0.1

/** In each slot of six hours a batch of three to five: filled, worked at its own load, thinned out; off in between. */
function batches(seed: number, localMs: number): number {
  const slot = Math.floor(localMs / (SLOT_HOURS * HOUR_MS))
  const batch = seedAt(seed ^ BATCH, slot)
  if (uniform(batch) < EMPTY) return 0
  const hours = 3 + 2 * uniform(batch ^ 1)
  const startsAt = (SLOT_HOURS - hours) * uniform(batch ^ 2)
  const into = localMs / HOUR_MS - slot * SLOT_HOURS - startsAt
  if (into < 0 || into >= hours) return 0
  const share = into / hours
  const load = 0.65 + 0.25 * uniform(batch ^ 3)
  const phase = share < 0.15 ? 0.5 + (0.5 * share) / 0.15 : share > 0.7 ? 1 - (0.8 * (share - 0.7)) / 0.6 : 1
  return clamp(load * phase + swing(seed, localMs, 0.03), IDLE, 1)
}

/** The loads of the products, and for how long one is made at a time. */
const RECIPES = [0.45, 0.65, 0.9]
const RECIPE_HOURS = 8

/** Day and night one product after the other, each at a load of its own. */
function recipes(seed: number, localMs: number): number {
  const product = uniform(seedAt(seed ^ PRODUCT, Math.floor(localMs / (RECIPE_HOURS * HOUR_MS))))
  return clamp((RECIPES[Math.floor(RECIPES.length * product)] ?? 0) + swing(seed, localMs, 0.015), 0.3, 1)
}

/** Air and cold are asked for by the warmth outside, and a little less in the night, when nobody is there. */
function byWeather(duty: Duty, tMs: number): number {
  const weather: Weather = duty.weather ?? {
    seed: duty.seed,
    climate: 'temperate',
    utcOffsetMinutes: duty.utcOffsetMinutes ?? 0,
  }
  const localMs = tMs + (duty.utcOffsetMinutes ?? 0) * MINUTE_MS
  const hour = (localMs % DAY_MS) / HOUR_MS
  const warmth = clamp((ambientAt(weather, tMs) - 5) / 27, 0, 1)
  const people = hour >= 6 && hour < 20 ? 0.1 : 0
  return clamp(0.35 + 0.5 * warmth + people + swing(duty.seed, localMs, 0.025), 0.3, 1)
}

/** Of the process: minutes long and hours long. */
const swing = (seed: number, localMs: number, deviation: number): number =>
  deviation *
  (0.6 * drift(seed ^ SWING, localMs, 10 * MINUTE_MS) +
    0.8 * drift(seed ^ (SWING << 8), localMs, 3 * HOUR_MS))

/** 0 is Monday. */
const dayOfWeek = (localMs: number): number => (Math.floor(localMs / DAY_MS) + DAYS_TO_MONDAY) % 7

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))
