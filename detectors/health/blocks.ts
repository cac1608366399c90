/** The samples of a while, added up. */
export interface Block {
  beganAtMs: number
  lengthMs: number
  samples: number
  /** By metric. */
  sums: number[]
  counts: number[]
}

/** By metric; null where nothing was measured. */
export type Means = (number | null)[]

/** Keeps squares of squares finite. */
const LARGEST = 1e60

export const beginBlock = (beganAtMs: number, lengthMs: number, metrics: number): Block => ({
  ...{ beganAtMs, lengthMs, samples: 0 },
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
export function meansOf({ sums, counts, samples, lengthMs }: Block, intervalMs: number): Means | undefined {
  if (samples < Math.max(1, Math.floor(lengthMs / intervalMs / 2))) return undefined
  return sums.map((sum, i) => {
    const count = counts[i] ?? 0
    return count > 0 ? sum / count : null
  })
}
