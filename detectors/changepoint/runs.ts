import { gammaln } from 'simple-statistics'
import { type Packed, pack, unpack } from '../packed.ts'

/**
 * Bayesian online detection of changepoints: R. P. Adams and D. J. C. MacKay, "Bayesian Online Changepoint Detection",
 * arXiv:0710.3742 (2007). Values are normal with unknown mean and variance (normal-inverse-gamma prior), which both
 * begin anew at a changepoint. Each hypothesis is "the last change was so many values ago"; the unlikely are dropped.
 */

/** Hypotheses that are kept. */
const MOST_RUNS = 40
/** Log of the probability below which one is dropped. */
const NEGLIGIBLE = Math.log(1e-9)
/** What is known of the mean of a new run, in values: next to nothing, it may be anywhere. */
const MEAN_WEIGHT = 0.05
/** Half of the degrees of freedom with which the variance of a new run is known. */
const SHAPE = 1

export interface Run {
  /** Values since the change. */
  length: number
  mean: number
  /** Sum of the squared differences from the mean. */
  squares: number
  /** Log of the probability. */
  log: number
}

export const packRuns = (runs: readonly Run[]): Packed =>
  pack(runs.flatMap(({ length, mean, squares, log }) => [length, mean, squares, log]))

export function unpackRuns(packed: Packed): Run[] {
  const numbers = unpack(packed)
  return Array.from({ length: numbers.length / 4 }, (_, i) => {
    const [length = 0, mean = 0, squares = 0, log = 0] = numbers.slice(4 * i, 4 * i + 4)
    return { length, mean, squares, log }
  })
}

/** What a new run may be like: around the mean of all, as unsteady as values one after the other are. */
export interface Prior {
  mean: number
  variance: number
}

/** The hypotheses after one more value, before which a change came with probability `hazard`. Longest run first. */
export function observe(runs: readonly Run[], value: number, prior: Prior, hazard: number): Run[] {
  if (runs.length === 0) return [{ length: 1, mean: value, squares: 0, log: 0 }]
  const none = { length: 0, mean: 0, squares: 0, log: 0 }
  const grown = runs.map(run =>
    extended(run, value, run.log + Math.log1p(-hazard) + logPredictive(run, value, prior)),
  )
  const changed = Math.log(hazard) + logSum(runs.map(({ log }) => log))
  grown.push(extended(none, value, changed + logPredictive(none, value, prior)))
  return kept(grown)
}

/** Probability that the last change was at most so many values ago. */
export function changedWithin(runs: readonly Run[], values: number): number {
  return runs.reduce((sum, { length, log }) => sum + (length <= values ? Math.exp(log) : 0), 0)
}

export function likeliest(runs: readonly Run[]): Run | undefined {
  return runs.reduce<Run | undefined>((best, run) => (best && best.log >= run.log ? best : run), undefined)
}

/** Student's t, as it follows from the conjugate prior. */
function logPredictive({ length, mean, squares }: Run, value: number, prior: Prior): number {
  const weight = MEAN_WEIGHT + length
  const shape = SHAPE + length / 2
  const centre = (MEAN_WEIGHT * prior.mean + length * mean) / weight
  const apart = (MEAN_WEIGHT * length * (mean - prior.mean) ** 2) / weight
  const rate = SHAPE * prior.variance + (squares + apart) / 2
  const scale = (rate * (weight + 1)) / (shape * weight)
  const degrees = 2 * shape
  return (
    gammaln((degrees + 1) / 2) -
    gammaln(degrees / 2) -
    Math.log(Math.PI * degrees * scale) / 2 -
    ((degrees + 1) / 2) * Math.log1p((value - centre) ** 2 / (degrees * scale))
  )
}

function extended({ length, mean, squares }: Run, value: number, log: number): Run {
  const next = mean + (value - mean) / (length + 1)
  return { length: length + 1, mean: next, squares: squares + (value - mean) * (value - next), log }
}

function kept(runs: readonly Run[]): Run[] {
  const all = logSum(runs.map(({ log }) => log))
  const normal = runs.map(run => ({ ...run, log: run.log - all })).filter(({ log }) => log > NEGLIGIBLE)
  if (normal.length <= MOST_RUNS) return normal
  const least = normal.map(({ log }) => log).sort((a, b) => b - a)[MOST_RUNS - 1] ?? 0
  return normal.filter(({ log }) => log >= least).slice(0, MOST_RUNS)
}

function logSum(logs: readonly number[]): number {
  const most = Math.max(...logs)
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
}
