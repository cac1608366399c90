import type { Part } from './parts.ts'

/** How high a metric usually is, by speed step: the mean of the first values (of their logarithms, of a level). */
export type Baseline = Record<string, [count: number, mean: number]>

export interface Thresholds {
  marginDb: number
  leastDb: number
  mostUsualDb: number
  ratio: number
  leastMmS: number
  bandRatio: number
  leastBand: number
}

/** How a value stands against what is usual. */
export interface Judged {
  /** 1 is where the detector speaks, 0 what is usual. */
  distance: number
  usual: number
  limit: number
}

/** Speeds that are within 5 % of each other are one; a drive of 10:1 has 47 of these. */
const SPEED_STEP = Math.log(1.05)
const MOST_STEPS = 48
/** Less than any level that matters: its logarithm is a number. */
const NOTHING = 1e-6

/** Heights are the same at every speed. */
export const speedStep = (part: Part, speedHz: number): string =>
  part.kind === 'height' ? '0' : String(Math.round(Math.log(Math.max(0.1, speedHz)) / SPEED_STEP))

const scaled = (part: Part, value: number): number =>
  part.kind === 'height' ? value : Math.log(Math.max(NOTHING, value))

/** Takes a value into what is usual at this speed, until there are `enough`. */
export function learn(
  baseline: Baseline,
  { step, part, value, enough }: { step: string; part: Part; value: number; enough: number },
): void {
  let known = baseline[step]
  if (!known) {
    if (Object.keys(baseline).length >= MOST_STEPS) return
    known = [0, 0]
    baseline[step] = known
  }
  if (known[0] >= enough) return
  known[0]++
  known[1] += (scaled(part, value) - known[1]) / known[0]
}

/** Undefined where it is not known yet. */
export function usualOf(
  baseline: Baseline,
  { step, part, enough }: { step: string; part: Part; enough: number },
): number | undefined {
  const [count, mean] = baseline[step] ?? [0, 0]
  if (count < enough) return undefined
  return part.kind === 'height' ? mean : Math.exp(mean)
}

/**
 * Undefined where nothing can be said yet. A height is judged before it is learned, too, because a bearing that is well has
 * the same on every machine: what a machine was delivered with counts as usual up to `mostUsualDb`, unless somebody has
 * looked and found nothing (`isAccepted`).
 */
export function judge(
  value: number,
  usual: number | undefined,
  { part, isAccepted, ...by }: Thresholds & { part: Part; isAccepted: boolean },
): Judged | undefined {
  if (part.kind === 'height') {
    if (usual === undefined && isAccepted) return undefined
    const most = isAccepted ? Number.POSITIVE_INFINITY : by.mostUsualDb
    const known = Math.min(usual ?? most, most)
    const limit = Math.max(by.leastDb, known + by.marginDb)
    return { distance: (value - known) / (limit - known), usual: known, limit }
  }
  if (usual === undefined) return undefined
  const [ratio, least] = part.kind === 'line' ? [by.ratio, by.leastMmS] : [by.bandRatio, by.leastBand]
  const limit = Math.max(least, ratio * usual)
  // In powers of the ratio down from the limit: how often next to nothing fits into a level says nothing.
  const distance = 1 + Math.log(Math.max(NOTHING, value) / limit) / Math.log(ratio)
  return { distance, usual, limit }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? 0
}
