import type { Past } from '../math/past.ts'

/**
 * Where a series is going: it was level until it began to change, and since then it changes in one of a few ways. Every
 * beginning and every way is tried; each counts as much as it explains (Bayesian averaging), so that the doubt about the
 * way is in the interval.
 */
export interface Course {
  /** Log odds of a change against a series that stays level. */
  evidence: number
  /** Ms ago at which the change began, where it explains most. */
  sinceAgoMs: number
  /** Level before the change, and now. */
  from: number
  now: number
  /** Time until the limit is reached, ms; very long where it is not. */
  lowMs: number
  medianMs: number
  highMs: number
}

interface Way {
  /** How far it has come at a share of the time since the beginning; goes on beyond 1. */
  at(share: number): number
  /** The share at which it has come so far. */
  when(come: number): number
}

const growing = (rate: number): Way => ({
  at: share => Math.expm1(rate * share) / Math.expm1(rate),
  when: come => Math.log1p(come * Math.expm1(rate)) / rate,
})
const WAYS: readonly Way[] = [
  { at: share => share, when: come => come },
  { at: share => share ** 2, when: Math.sqrt },
  growing(2),
  growing(4),
]
/** Neighbouring means err together, so they count as fewer: found on the simulators' degradations (README). */
const TEMPER = 0.3
/** The same for how sure it is of the way; with it the interval holds eight in ten of them. */
const BELIEF = 0.14
/** In lengths of the change so far; beyond it is as good as never. */
const FURTHEST = 100
/** With fewer means there is no course. */
const LEAST_BINS = 8
/** A beginning needs so many means on both sides. */
const BESIDE = 3
/** Deciles of a normal distribution, for the doubt about the steepness. */
const DECILES = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645]

interface Fit {
  log: number
  beganAgoMs: number
  from: number
  rise: number
  /** Standard error of the rise. */
  doubt: number
  way: Way
}

/** Undefined where the past is too short. */
export function courseOf({ agoMs, means }: Past, limit: number): Course | undefined {
  const values = means.map(mean => mean[0] ?? 0)
  const n = values.length
  if (n < LEAST_BINS) return undefined
  const level = values.reduce((sum, value) => sum + value, 0) / n
  const still = values.reduce((sum, value) => sum + (value - level) ** 2, 0)
  // Below this nothing is told apart: the last digit of the numbers.
  const least = Math.max(1e-300, n * (1e-9 * Math.max(Math.abs(limit), Math.abs(level))) ** 2)
  const fits: Fit[] = []
  for (let began = BESIDE; began < n - BESIDE; began++) {
    const beganAgoMs = agoMs[began] ?? 0
    for (const way of WAYS) {
      const fit = fitted(values, agoMs, { beganAgoMs, way, least })
      if (fit) fits.push(fit)
    }
  }
  const best = fits.reduce((a, b) => (b.log > a.log ? b : a), fits[0] as Fit)
  if (!best) return undefined
  const penalty = Math.log(fits.length) + TEMPER * Math.log(n)
  const evidence = TEMPER * (best.log + (n * Math.log(Math.max(still, least) / n)) / 2) - penalty
  const times = crossings(fits, best.log, limit)
  return {
    evidence,
    sinceAgoMs: best.beganAgoMs,
    from: best.from,
    now: best.from + best.rise,
    lowMs: quantileOf(times, 0.1),
    medianMs: quantileOf(times, 0.5),
    highMs: quantileOf(times, 0.9),
  }
}

/** Least squares of a level and a rise. */
function fitted(
  values: readonly number[],
  agoMs: readonly number[],
  { beganAgoMs, way, least }: { beganAgoMs: number; way: Way; least: number },
): Fit | undefined {
  const n = values.length
  const x = agoMs.map(ago => (ago >= beganAgoMs ? 0 : way.at(1 - ago / beganAgoMs)))
  const meanX = x.reduce((sum, each) => sum + each, 0) / n
  const meanY = values.reduce((sum, each) => sum + each, 0) / n
  let [xx, xy, yy] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [(x[i] ?? 0) - meanX, (values[i] ?? 0) - meanY]
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  if (!(xx > 0) || !Number.isFinite(yy)) return undefined
  const rise = xy / xx
  const rest = Math.max(least, yy - rise * xy)
  const doubt = Math.sqrt(rest / (n - 2) / xx / BELIEF)
  return {
    log: (-n * Math.log(rest / n)) / 2,
    beganAgoMs,
    from: meanY - rise * meanX,
    rise,
    doubt,
    way,
  }
}

/** Times until the limit with their weights. */
function crossings(fits: readonly Fit[], best: number, limit: number): [ms: number, weight: number][] {
  const times: [number, number][] = []
  for (const { log, beganAgoMs, from, rise, doubt, way } of fits) {
    const weight = Math.exp(BELIEF * (log - best))
    if (weight < 1e-4) continue
    for (const z of DECILES) {
      const needed = (limit - from) / (rise + z * doubt)
      const share = needed > 0 ? way.when(needed) : Number.POSITIVE_INFINITY
      times.push([(Math.min(share, FURTHEST) - 1) * beganAgoMs, weight])
    }
  }
  return times.sort((a, b) => a[0] - b[0])
}

function quantileOf(times: readonly [number, number][], share: number): number {
  const total = times.reduce((sum, [, weight]) => sum + weight, 0)
  let sum = 0
  for (const [ms, weight] of times) {
    sum += weight
    if (sum >= share * total) return Math.max(0, ms)
  }
  return Number.POSITIVE_INFINITY
}
