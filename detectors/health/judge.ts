import type { Matrix } from '../math/matrix.ts'
import { DAY_BLOCKS, type Fit, type Model, RUNNING } from './model.ts'

export interface Judgement {
  /** The running means that deviate most. */
  over: (typeof RUNNING)[number]
  /** Usual deviations by which the running mean of the metric that deviates most is away. */
  distance: number
  /** The same, as far as the blocks of the last day have been away together. */
  lasting: number
  metric: number
  /** Above or below what is expected of it. */
  sign: 1 | -1
  value: number
  /** What would be usual at such values of the other metrics; the other one would be this far away. */
  middle: number
  scale: number
}

/**
 * Of the blocks of the last day this share must be away on the same side, by half as much as their mean: what is there in
 * the afternoon and gone in the night is the weather.
 */
const SHARE_OF_DAY = 0.7
const HALF = 0.5
/** What deviates for hours only must be so much further off: there are more hours than days, and weather is in them. */
const HOURS_CAUTION = 1.5

/**
 * How far the running means are from what is usual: each metric by itself, and each as the others let expect it. Undefined
 * where there is nothing to judge.
 */
export function judge(model: Model): Judgement | undefined {
  const { fit } = model
  if (!fit || fit.used.length === 0) return undefined
  let distance = -1
  let best: { i: number; by: number; scale: number; over: Judgement['over']; lasting: number } | undefined
  for (const over of RUNNING) {
    const off = deviationsOf(model, fit, model[over].mean)
    const isDay = over === 'day'
    for (let i = 0; i < off.length; i++) {
      for (const isJoint of [true, false]) {
        const by = isJoint ? jointOff(fit.precision, off, i) : (off[i] ?? 0)
        const usual = (isJoint ? fit[over].joint[i] : fit[over].own[i]) ?? 1
        const scale = isDay ? usual : HOURS_CAUTION * usual
        const own = Math.abs(by) / scale
        if (isDay && own > distance) distance = own
        if (best && own <= best.lasting) continue
        const share = isDay ? shareOfDay(model, fit, { i, by, isJoint }) / SHARE_OF_DAY : 1
        const lasting = own * Math.min(1, share)
        if (!best || lasting > best.lasting) best = { i, by, scale, over, lasting }
      }
    }
  }
  if (!best || !Number.isFinite(distance)) return undefined
  const metric = fit.used[best.i] ?? 0
  const unit = fit.deviation[best.i] ?? 1
  const value = model[best.over].mean[metric] ?? 0
  return {
    ...{ distance, lasting: best.lasting, over: best.over, metric, value },
    sign: best.by < 0 ? -1 : 1,
    middle: value - best.by * unit,
    scale: best.scale * unit,
  }
}

/** From the level, in usual deviations of a block, by used metric. */
function deviationsOf({ level }: Model, fit: Fit, values: readonly number[]): number[] {
  return fit.used.map((metric, i) => ((values[metric] ?? 0) - (level[metric] ?? 0)) / (fit.deviation[i] ?? 1))
}

function shareOfDay(
  model: Model,
  fit: Fit,
  { i, by, isJoint }: { i: number; by: number; isJoint: boolean },
): number {
  const edge = HALF * by
  let away = 0
  for (const block of model.last) {
    const off = deviationsOf(model, fit, block)
    const own = isJoint ? jointOff(fit.precision, off, i) : (off[i] ?? 0)
    if (by > 0 ? own > edge : own < edge) away++
  }
  return away / DAY_BLOCKS
}

/** By how much a metric is away from what the others let expect, where all are away by `off`. */
function jointOff(precision: Matrix, off: readonly number[], i: number): number {
  const m = off.length
  let sum = 0
  for (let j = 0; j < m; j++) sum += (precision[i * m + j] ?? 0) * (off[j] ?? 0)
  return sum / (precision[i * m + i] ?? 1)
}

/** So many metrics are named at most, and none that explains less than this share of what the first explains. */
const NAMED = 4
const WORTH_NAMING = 0.02

export interface Contribution {
  metric: number
  share: number
  sign: 1 | -1
}

/**
 * The metrics that it takes to explain the deviation; together 1. One after the other is put back to where the others let
 * expect it, the one first by which most of the distance goes (reconstruction-based contribution: Alcala and Qin,
 * Automatica 45, 2009), so that a metric is not blamed for the deviation of another one. The first is `lead`.
 */
export function contributionsOf(model: Model, { metric: lead, over }: Judgement): Contribution[] {
  const { fit } = model
  if (!fit) return []
  const { precision, used } = fit
  const m = used.length
  const deviations = deviationsOf(model, fit, model[over].mean)
  const off = [...deviations]
  const named: { metric: number; gain: number; sign: 1 | -1 }[] = []
  for (let round = 0; round < NAMED; round++) {
    const best = round === 0 ? gainOf(precision, off, used.indexOf(lead)) : bestOf(precision, off)
    if (!best || (round > 0 && !(best.gain > WORTH_NAMING * (named[0]?.gain ?? 0)))) break
    off[best.i] = (off[best.i] ?? 0) - best.by
    const metric = used[best.i] ?? 0
    const known = named.find(each => each.metric === metric)
    if (known) known.gain += best.gain
    else named.push({ metric, gain: best.gain, sign: (deviations[best.i] ?? 0) < 0 ? -1 : 1 })
  }
  const all = named.reduce((sum, { gain }) => sum + gain, 0)
  if (m === 0 || !(all > 0) || !Number.isFinite(all)) return []
  return named
    .map(({ metric, gain, sign }) => ({ metric, share: gain / all, sign }))
    .sort((a, b) => b.share - a.share)
}

interface Gain {
  i: number
  by: number
  /** By how much the square of the distance goes down. */
  gain: number
}

function gainOf(precision: Matrix, off: readonly number[], i: number): Gain | undefined {
  if (i < 0) return undefined
  const by = jointOff(precision, off, i)
  return { i, by, gain: by * by * (precision[i * off.length + i] ?? 0) }
}

function bestOf(precision: Matrix, off: readonly number[]): Gain | undefined {
  let best: Gain | undefined
  for (let i = 0; i < off.length; i++) {
    const gain = gainOf(precision, off, i)
    if (gain && (!best || gain.gain > best.gain)) best = gain
  }
  return best
}
