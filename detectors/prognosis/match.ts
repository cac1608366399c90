import type { Past } from '../math/past.ts'
import { cellMiddle, cellStart, cellsFor, FINE, fineCell, RATIO } from './grid.ts'
import type { Trajectory } from './model.ts'

/** What a match needs to know beside the trajectories; part of the model. */
export interface MatchOptions {
  unitMs: number
  spanMs: number
  /** Variance of a mean over 2^level units of a healthy machine, [level][dimension]. */
  noise: readonly (readonly number[])[]
  /** Variance between machines of where they begin, by dimension. */
  offsets: readonly number[]
  /** By how much trajectories of the same failure differ, as a share of the deviation. */
  misfit: number
}

/** How well each trajectory, stretched in time, fits the past, if the machine has each of the remaining lives. */
export interface Match {
  /** Log likelihood, [trajectory][stretch][remaining life], flat. */
  fit: Float64Array
  trajectories: number
  lives: number
  /** Of a machine that does not degrade. */
  healthy: number
}

/** One machine may take a quarter or four times as long as another for the same. */
const STRETCHES_EACH_WAY = 8
const STRETCHES = 2 * STRETCHES_EACH_WAY + 1

function livesOf({ spanMs, unitMs }: MatchOptions): number {
  return cellsFor(spanMs, unitMs)
}

/** Logarithm of the stretch with this index. */
function logStretch(index: number): number {
  return (index - STRETCHES_EACH_WAY) * Math.log(RATIO)
}

/**
 * Bayesian comparison of trajectories: the likelihood of what was seen under "this machine is where that one was, so long
 * before it failed, only that time runs faster or slower". How far it was off from the beginning is not known, and
 * integrated out: no healthy baseline has to be learned first.
 */
export function matchPast(past: Past, trajectories: readonly Trajectory[], options: MatchOptions): Match {
  const lives = livesOf(options)
  const fit = new Float64Array(trajectories.length * STRETCHES * lives)
  const seen = prepared(past, options)
  const cells = cellsIndex(past, options, lives)
  const longest = Math.max(1, ...trajectories.map(({ length }) => length))
  const terms = new Float64Array(longest * seen.means.length * 3) // one for all: it is large, and filled often
  trajectories.forEach((trajectory, i) => {
    compare(seen, trajectory, terms)
    const last = trajectory.length - 1
    fitOne({ terms, last }, { seen, cells, lives, into: fit, at: i * STRETCHES * lives })
  })
  const healthy = new Float64Array(STRETCHES * lives)
  compare(seen, [seen.offsets.map(() => 0)], terms)
  const still = { terms, last: 0 }
  // wherever it has always been, as long as it stays there: only a way that was gone is evidence
  const anywhere = { ...seen, offsets: seen.offsets.map(() => Number.POSITIVE_INFINITY) }
  fitOne(still, { seen: anywhere, cells, lives, into: healthy, at: 0 })
  return { fit, trajectories: trajectories.length, lives, healthy: healthy[0] as number }
}

interface Seen {
  bins: number
  dimensions: number
  /** [bin × dimensions + dimension] */
  means: Float64Array
  variances: Float64Array
  offsets: readonly number[]
  /** Square of `misfit`. */
  misfit: number
}

function prepared(past: Past, { noise, offsets, misfit, unitMs }: MatchOptions): Seen {
  const dimensions = offsets.length
  const means = new Float64Array(past.means.length * dimensions)
  const variances = new Float64Array(means.length)
  past.means.forEach((mean, bin) => {
    const level = Math.max(0, Math.min(noise.length - 1, Math.round(Math.log2(lengthOf(past, bin) / unitMs))))
    for (let k = 0; k < dimensions; k++) {
      means[bin * dimensions + k] = mean[k] ?? 0
      variances[bin * dimensions + k] = noise[level]?.[k] ?? 1
    }
  })
  return { bins: past.means.length, dimensions, means, variances, offsets, misfit: misfit ** 2 }
}

/** The bins follow each other, so their middles tell their lengths well enough. */
function lengthOf({ agoMs }: Past, bin: number): number {
  const [before = 0, here = 0, after] = [agoMs[bin - 1], agoMs[bin], agoMs[bin + 1]]
  return Math.max(1, after === undefined ? here - before : (after - before) / 2)
}

/** Which fine cell of an unstretched trajectory each bin falls into, [life × bins + bin]; may be below 0 when shifted. */
function cellsIndex({ agoMs }: Past, { unitMs }: MatchOptions, lives: number): Int32Array {
  const index = new Int32Array(lives * agoMs.length)
  let at = 0
  for (let life = 0; life < lives; life++)
    for (const ago of agoMs) index[at++] = fineCell(cellMiddle(life, unitMs) + ago, unitMs)
  return index
}

/** Of one trajectory each bin against each of its cells, [cell][bin][dimension] in threes: weight, first, second moment. */
function compare(seen: Seen, trajectory: Trajectory, terms: Float64Array): void {
  const { bins, dimensions, means, variances, misfit } = seen
  let at = 0
  for (const cell of trajectory) {
    for (let i = 0; i < bins * dimensions; i++) {
      const there = cell[i % dimensions] ?? 0
      const variance = (variances[i] as number) + misfit * there * there
      const residual = (means[i] as number) - there
      terms[at++] = 1 / variance
      terms[at++] = residual / variance
      terms[at++] = (residual * residual) / variance + Math.log(variance)
    }
  }
}

/** The log likelihood for each stretch and remaining life. The inner loop is what a forecast costs. */
function fitOne(
  { terms, last }: { terms: Float64Array; last: number },
  given: { seen: Seen; cells: Int32Array; lives: number; into: Float64Array; at: number },
): void {
  const { seen, cells, lives, into } = given
  const { bins, dimensions, offsets } = seen
  const perBin = dimensions * 3
  let at = given.at
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const shift = FINE * (stretch - STRETCHES_EACH_WAY)
    for (let life = 0; life < lives; life++) {
      let sum = 0
      for (let k = 0; k < dimensions; k++) {
        let [weight, first, second] = [1 / (offsets[k] as number), 0, 0]
        for (let bin = 0; bin < bins; bin++) {
          const wanted = (cells[life * bins + bin] as number) - shift
          const cell = wanted < 0 ? 0 : wanted > last ? last : wanted
          const term = (cell * bins + bin) * perBin + k * 3
          weight += terms[term] as number
          first += terms[term + 1] as number
          second += terms[term + 2] as number
        }
        sum += second - (first * first) / weight
      }
      into[at++] = -sum / 2
    }
  }
}

/** How much of what fits is believed, and how unlike machines are in their pace. Learned from the fleet. */
export interface Belief {
  /**
   * Power of the likelihood: neighbouring bins err together (weather, a product), so they tell less than as many
   * independent ones. 1 would be to take them at their word.
   */
  temper: number
  /** Standard deviation of the logarithm of the pace. */
  pace: number
}

/** Likelihood of each stretch and remaining life whatever the trajectory, [stretch][remaining life]. */
export function pooled({ fit, lives, trajectories }: Match, temper: number): Float64Array {
  const sums = new Float64Array(STRETCHES * lives)
  let best = Number.NEGATIVE_INFINITY
  for (const value of fit) best = Math.max(best, value)
  for (let i = 0, at = 0; i < trajectories; i++) {
    for (let j = 0; j < sums.length; j++, at++) {
      const log = temper * ((fit[at] as number) - best)
      if (log > -40) sums[j] = (sums[j] as number) + Math.exp(log)
    }
  }
  return sums
}

/** Probability of each cell of the remaining life; together 1. */
export function remainingLife(sums: Float64Array, pace: number, { unitMs }: MatchOptions): Float64Array {
  const lives = sums.length / STRETCHES
  const probability = new Float64Array(lives)
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const log = logStretch(stretch)
    const prior = Math.exp(-0.5 * (log / pace) ** 2 - log) // within a longer life each moment is less likely
    for (let life = 0; life < lives; life++)
      probability[life] = (probability[life] as number) + prior * (sums[stretch * lives + life] as number)
  }
  let total = 0
  for (let life = 0; life < lives; life++) {
    // any moment of the life is as likely to be now
    const width = cellStart(life + 1, unitMs) - cellStart(life, unitMs)
    probability[life] = (probability[life] as number) * (width / unitMs)
    total += probability[life] as number
  }
  return probability.map(value => value / total)
}

/** The remaining life, ms, below which `share` of the probability lies; between cells on the logarithmic scale. */
export function quantile(probability: Float64Array, share: number, unitMs: number): number {
  let sum = 0
  for (let life = 0; life < probability.length; life++) {
    const here = probability[life] as number
    if (sum + here >= share) {
      const within = here > 0 ? (share - sum) / here : 0
      const start = life === 0 ? 0 : cellStart(life, unitMs)
      return life === 0 ? unitMs * within : start * RATIO ** within
    }
    sum += here
  }
  return cellStart(probability.length, unitMs)
}
