import { addVector, type Memory, type Past } from '../math/past.ts'
import { deviationOf } from './deviation.ts'
import { type Belief, type Match, matchPast, pooled, quantile, remainingLife } from './match.ts'
import type { PrognosisModel } from './model.ts'

/** Log odds at which a machine counts as degraded: 20 to 1 that one of the failures fits better than a healthy machine. */
export const CLEAR_EVIDENCE = 3

/** By how much the best of the failures explains the past better than a machine that stays as it is, tempered. */
export function evidenceOf({ fit, healthy }: Match, { temper }: Pick<Belief, 'temper'>): number {
  let best = Number.NEGATIVE_INFINITY
  for (const value of fit) best = Math.max(best, value)
  return temper * (best - healthy)
}

export interface Forecast {
  lowMs: number
  medianMs: number
  highMs: number
  /** Expectation of what remains, where all beyond `capMs` counts as `capMs`. */
  meanUpTo(capMs: number): number
  evidence: number
  /** Failure modes of the trajectories that fit, the likeliest first; together 1 at most: some failures have no mode. */
  modes: { mode: string; share: number }[]
}

/** Takes what was measured at one moment, in the order of the metrics of the model's map. */
export function remember(
  { map, unitMs }: Pick<PrognosisModel, 'map' | 'unitMs'>,
  memory: Memory,
  { atMs, values }: { atMs: number; values: readonly number[] },
): void {
  addVector(memory, atMs, deviationOf(map, values), unitMs)
}

export function forecast(model: PrognosisModel, past: Past): Forecast {
  const match = matchPast(past, model.trajectories, model)
  const probability = remainingLife(pooled(match, model.temper), model.pace, model)
  const evidence = evidenceOf(match, model)
  const { degraded, unclear } = model.widen
  const interval = intervalOf(probability, model.unitMs, evidence > CLEAR_EVIDENCE ? degraded : unclear)
  const modes = modesOf(match, model)
  return { ...interval, evidence, modes, meanUpTo: capMs => meanUpTo(probability, model.unitMs, capMs) }
}

function modesOf({ fit, trajectories }: Match, model: PrognosisModel): Forecast['modes'] {
  const each = fit.length / Math.max(1, trajectories)
  let best = Number.NEGATIVE_INFINITY
  for (const value of fit) best = Math.max(best, value)
  const shares = new Map<string, number>()
  let total = 0
  for (let i = 0; i < trajectories; i++) {
    let sum = 0
    for (let j = i * each; j < (i + 1) * each; j++)
      sum += Math.exp(model.temper * ((fit[j] as number) - best))
    total += sum
    const mode = model.modes[i]
    if (mode) shares.set(mode, (shares.get(mode) ?? 0) + sum)
  }
  return Array.from(shares, ([mode, sum]) => ({ mode, share: sum / total })).sort((a, b) => b.share - a.share)
}

/** The interval of 80 %, each end moved out by `widen` on the logarithmic scale; it always holds the median. */
export function intervalOf(
  probability: Float64Array,
  unitMs: number,
  widen: { low: number; high: number },
): { lowMs: number; medianMs: number; highMs: number } {
  const at = (share: number) => Math.max(unitMs / 10, quantile(probability, share, unitMs))
  const medianMs = at(0.5)
  return {
    lowMs: Math.min(medianMs, at(0.1) * Math.exp(-widen.low)),
    medianMs,
    highMs: Math.max(medianMs, at(0.9) * Math.exp(widen.high)),
  }
}

const STEPS = 100

function meanUpTo(probability: Float64Array, unitMs: number, capMs: number): number {
  let sum = 0
  for (let i = 0; i < STEPS; i++) sum += Math.min(capMs, quantile(probability, (i + 0.5) / STEPS, unitMs))
  return sum / STEPS
}
