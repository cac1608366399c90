import { blockMs, usualInterval } from '../math/horizon.ts'

/** The samples of a while, added up: a second at a sample a second, 50 minutes at a sample a minute. */
export interface Block {
  beganAtMs: number
  lengthMs: number
  samples: number
  /** By metric. */
  sums: number[]
  counts: number[]
}

export interface Clock {
  /** Usual interval between samples; undefined before the second one. */
  intervalMs?: number
  observedAtMs: number
}

/** By metric; null where nothing was measured. */
export type Means = (number | null)[]

/** Keeps squares of squares finite. */
const LARGEST = 1e60

export function tick(clock: Clock, observedAtMs: number): void {
  const elapsedMs = observedAtMs - clock.observedAtMs
  if (elapsedMs > 0) clock.intervalMs = usualInterval(clock.intervalMs, elapsedMs)
  clock.observedAtMs = observedAtMs
}

export const beginBlock = ({ intervalMs = 1 }: Clock, observedAtMs: number, metrics: number): Block => ({
  beganAtMs: observedAtMs,
  lengthMs: blockMs(intervalMs),
  samples: 0,
  sums: new Array(metrics).fill(0),
  counts: new Array(metrics).fill(0),
})

/** Whether a sample at this time is no longer of the block. */
export const isPast = (block: Block, observedAtMs: number): boolean =>
  observedAtMs - block.beganAtMs >= block.lengthMs

export function addTo(
  block: Block,
  values: Readonly<Record<string, number>>,
  metrics: readonly string[],
): void {
  block.samples++
  for (let i = 0; i < metrics.length; i++) {
    const value = values[metrics[i] ?? '']
    if (value === undefined) continue
    block.sums[i] = (block.sums[i] ?? 0) + Math.max(-LARGEST, Math.min(LARGEST, value))
    block.counts[i] = (block.counts[i] ?? 0) + 1
  }
}

/** Undefined when too little of the block was measured to stand for it. */
export function meansOf(
  { sums, counts, samples, lengthMs }: Block,
  { intervalMs = 1 }: Clock,
): Means | undefined {
  if (samples < Math.max(1, Math.floor(lengthMs / intervalMs / 2))) return undefined
  return sums.map((sum, i) => {
    const count = counts[i] ?? 0
    return count > 0 ? sum / count : null
  })
}
