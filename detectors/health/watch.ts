import { BLOCKS } from '../math/horizon.ts'
import { addTo, type Block, beginBlock, isPast, type Means, meansOf } from './blocks.ts'
import { advance, beginModel, learn, type Model, settle } from './model.ts'

/** A model with the time that it takes to learn it, the block that is being measured, and how far the machine is from it. */
export interface Watch {
  spanMs: number
  block: Block | null
  /** Event time at which learning began. */
  beganAtMs: number
  model: Model | null
  isLearned: boolean
  /** Thresholds by which the machine deviates; 0 while nothing is known. */
  distance: number
  /** What lies beyond the threshold, added up over the blocks, and when the deviation began. */
  beyond: number
  awaySinceMs: number | null
  /** Blocks that are left to see how the machine is after a repair. */
  fresh: number
}

/** Fewer blocks in operation do not tell how a machine is, however long they took. */
const LEAST_BLOCKS = 100
/** Where a machine that was standing is started while it is learned, learning begins anew. */
const ANOTHER_WORLD = 10

export const beginWatch = (spanMs: number, beganAtMs: number): Watch => ({
  ...{ spanMs, block: null, beganAtMs, model: null, isLearned: false },
  ...{ distance: 0, beyond: 0, awaySinceMs: null, fresh: 0 },
})

export interface Sampled {
  observedAtMs: number
  intervalMs: number
  values: Readonly<Record<string, number>>
  metrics: readonly string[]
}

/** Adds a sample, and answers the means of what is over: a block, and perhaps the one that the sample itself fills. */
export function addSample(watch: Watch, sampled: Sampled): Means[] {
  const { observedAtMs, intervalMs, values, metrics } = sampled
  const over = closeOld(watch, sampled)
  const lengthMs = Math.max(watch.spanMs / BLOCKS, intervalMs)
  watch.block ??= beginBlock(observedAtMs, lengthMs, metrics.length)
  addTo(watch.block, values, metrics)
  if (isPast(watch.block, observedAtMs + intervalMs)) over.push(...close(watch, intervalMs))
  return over
}

/** A block ends also where nothing is measured that belongs to it. */
function closeOld(watch: Watch, { observedAtMs, intervalMs }: Sampled): Means[] {
  return watch.block && isPast(watch.block, observedAtMs) ? close(watch, intervalMs) : []
}

function close(watch: Watch, intervalMs: number): Means[] {
  const means = watch.block && meansOf(watch.block, intervalMs)
  watch.block = null
  return means ? [means] : []
}

export function learnBlock(watch: Watch, measured: Means, observedAtMs: number): void {
  const known = watch.model
  const means = measured.map((value, i) => value ?? known?.day.mean[i] ?? Number.NaN)
  if (!means.every(Number.isFinite)) return
  if (!known || isAnotherWorld(watch, { model: known, means, observedAtMs })) {
    watch.model = beginModel(means)
    watch.beganAtMs = observedAtMs
  }
  const { model } = watch
  if (!model) return
  const before = [...model.day.mean]
  advance(model, means)
  learn(model, means, before)
  if (observedAtMs - watch.beganAtMs < watch.spanMs || model.blocks < LEAST_BLOCKS) return
  watch.isLearned = settle(model)
  if (!watch.isLearned) watch.model = null
}

/** Everything that was learned is of a machine that stood still, if it is a world away from what comes then. */
function isAnotherWorld(
  { spanMs, beganAtMs }: Watch,
  { model, means, observedAtMs }: { model: Model; means: readonly number[]; observedAtMs: number },
): boolean {
  if (model.blocks < LEAST_BLOCKS / 8 || observedAtMs - beganAtMs > spanMs / 2) return false
  const n = means.length
  return means.some((value, i) => {
    const deviation = Math.sqrt(model.blockCovariance[i * n + i] ?? 0)
    return deviation > 0 && Math.abs(value - (model.level[i] ?? 0)) > ANOTHER_WORLD * deviation
  })
}
