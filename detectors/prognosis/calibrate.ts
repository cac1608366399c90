import type { FailureRecord } from '../failure-record.ts'
import { type Memory, pastOf } from '../math/past.ts'
import { CLEAR_EVIDENCE, evidenceOf, intervalOf, remember } from './forecast.ts'
import { type Fitted, fitted, mapped } from './learn.ts'
import { type Belief, type Match, matchPast, pooled, quantile, remainingLife } from './match.ts'
import type { PrognosisModel } from './model.ts'
import { SMOOTH, trajectoryOf } from './trajectory.ts'

const FOLDS = 8
const TRIALS = 160
const TEMPERS = [0.1, 0.2, 0.35, 0.6, 1]
const PACES = [0.1, 0.2, 0.35, 0.6, 1]
/** With fewer trials a factor would be chance. */
const LEAST_TRIALS = 15

interface Trial {
  match: Match
  options: Fitted
  /** What really remained. */
  remainingMs: number
  /** The machine was on its way; otherwise nobody could have known. */
  degraded: boolean
}

/**
 * Learns the model, and how far it may be believed, by trying it on failures that it has not seen: each eighth of the
 * records is forecast at several moments with what the others teach.
 */
export function learn(records: readonly FailureRecord[]): PrognosisModel {
  const trials = trialsOf(records)
  const belief = likeliest(trials)
  return { ...fitted(records), ...belief, widen: widths(trials, belief) }
}

function trialsOf(records: readonly FailureRecord[]): Trial[] {
  const folds = Math.min(FOLDS, records.length)
  const each = Math.max(2, Math.round(TRIALS / records.length))
  const trials: Trial[] = []
  for (let fold = 0; fold < folds; fold++) {
    const options = fitted(records.filter((_, i) => i % folds !== fold))
    records.forEach((record, i) => {
      if (i % folds === fold) trials.push(...tried(record, options, { times: each, seed: i }))
    })
  }
  return trials
}

function tried(
  record: FailureRecord,
  options: Fitted,
  { times, seed }: { times: number; seed: number },
): Trial[] {
  const columns = options.map.metrics.map(metric => record.metrics.indexOf(metric) + 1)
  const picked = record.rows.map(row => [row[0] ?? 0, ...columns.map(column => row[column] ?? 0)])
  const spanMs = picked[0]?.[0] ?? 0
  const degradedMs = degradedFor(mapped(picked, options.map), options.unitMs)
  const moments = Array.from({ length: times }, (_, i) => {
    // One in four anywhere, the others while it degrades; spread evenly, by the golden ratio.
    const place = (((seed * times + i) * 0.618034) % 1) * 0.96 + 0.02
    return place * (i % 4 === 0 ? spanMs * 0.9 : degradedMs)
  }).sort((a, b) => b - a)
  const memory: Memory = { bins: [] }
  const trials: Trial[] = []
  let next = 0
  for (const [before = 0, ...values] of picked) {
    for (; next < moments.length && before < (moments[next] ?? 0); next++) {
      const remainingMs = moments[next] ?? 0
      if (memory.bins.length === 0) continue
      const match = matchPast(pastOf(memory, -remainingMs), options.trajectories, options)
      trials.push({ match, options, remainingMs, degraded: remainingMs <= degradedMs })
    }
    remember(options, memory, { atMs: -before, values })
  }
  return trials
}

/** How long before its failure a machine was clearly on its way: a tenth of what it came to. */
function degradedFor(rows: readonly (readonly number[])[], unitMs: number): number {
  const course = trajectoryOf(rows, unitMs, SMOOTH)
  const start = course.at(-1) ?? []
  const size = course.map(cell => Math.hypot(...cell.map((value, i) => value - (start[i] ?? 0))))
  const limit = 0.1 * Math.max(...size)
  const first = size.findIndex(value => value < limit)
  const spanMs = rows[0]?.[0] ?? 0
  return first < 0 ? spanMs : Math.max(10 * unitMs, Math.min(spanMs, unitMs * 2 ** ((first / 2) * 0.25)))
}

/** The belief with which forecasts were best: least loss over the quantiles of the interval, on the logarithmic scale. */
function likeliest(trials: readonly Trial[]): Belief {
  let best = { temper: 0.2, pace: 0.6, loss: Number.POSITIVE_INFINITY }
  for (const temper of TEMPERS) {
    const sums = trials.map(({ match }) => pooled(match, temper))
    for (const pace of PACES) {
      let loss = 0
      trials.forEach(({ options, remainingMs, degraded }, i) => {
        if (!degraded) return
        const probability = remainingLife(sums[i] ?? new Float64Array(), pace, options)
        for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
          const off = Math.log(
            remainingMs / Math.max(options.unitMs / 10, quantile(probability, share, options.unitMs)),
          )
          loss += off > 0 ? share * off : (share - 1) * off
        }
      })
      if (loss < best.loss) best = { temper, pace, loss }
    }
  }
  return { temper: best.temper, pace: best.pace }
}

/**
 * By how much each end of the interval has to go out, on the logarithmic scale, so that a tenth of the failures came before
 * and a tenth after it (conformalized quantile regression: Romano, Patterson and Candès 2019).
 */
function widths(trials: readonly Trial[], belief: Belief): PrognosisModel['widen'] {
  const short = { degraded: [[], []] as [number[], number[]], unclear: [[], []] as [number[], number[]] }
  for (const { match, options, remainingMs } of trials) {
    const probability = remainingLife(pooled(match, belief.temper), belief.pace, options)
    const { lowMs, highMs } = intervalOf(probability, options.unitMs, { low: 0, high: 0 })
    const [below, above] = short[evidenceOf(match, belief) > CLEAR_EVIDENCE ? 'degraded' : 'unclear']
    below.push(Math.log(lowMs / remainingMs))
    above.push(Math.log(remainingMs / highMs))
  }
  const missing = (by: number[]) => (by.length < LEAST_TRIALS ? 0.3 : quantileOf(by, 0.9))
  const spread = ([below, above]: [number[], number[]]) => ({ low: missing(below), high: missing(above) })
  return { degraded: spread(short.degraded), unclear: spread(short.unclear) }
}

function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * (sorted.length + 1)) - 1)] ?? 1
}
