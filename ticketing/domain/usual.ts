import type { Finding } from '../../contracts/finding.ts'

/** Between which values the metric is healthy: the learned band, or the one side of a limit. */
interface Normal {
  low?: number
  high?: number
}

/** Which values are what, by the finding that began the ticket and what the metric was like before it. */
export interface Usual {
  normal: Normal | undefined
  /** The side on which the fault was; undefined where the finding does not tell. */
  side: 'low' | 'high' | undefined
  /** Farther than this from the fault the machine stands still; undefined where that cannot be told. */
  idleBeyond: number | undefined
}

/** What a mean over a short time says of the machine. */
export type Reading = 'normal' | 'deviating' | 'idle'

/** Fewer means than these do not show what is usual. */
const ENOUGH_MEANS = 8
/**
 * A gap parts two levels, the machine running and standing, where it is this share of the range of all means and of what
 * is left to the edge: the steps of a coarse sensor are no levels.
 */
const GAP_SHARE = 0.25
/** Less than this on the fault's side of a gap is a spell and not a level. */
const LEVEL_SHARE = 0.2

/** `before` are means of the time before the episode began; where there are none, little is known. */
export function usualOf(
  evidence: Pick<Finding['evidence'], 'value' | 'expected' | 'limit'> | undefined,
  before: readonly number[],
): Usual {
  const { value, expected, limit } = evidence ?? {}
  if (value === undefined) return { normal: undefined, side: undefined, idleBeyond: undefined }
  if (limit !== undefined) {
    const side = value >= limit ? 'high' : 'low'
    return { normal: { [side]: limit }, side, idleBeyond: idleEdge(before, { side, edge: limit }) }
  }
  const side = !expected
    ? undefined
    : value > expected.high
      ? 'high'
      : value < expected.low
        ? 'low'
        : undefined
  if (!expected || !side) return { normal: expected, side, idleBeyond: undefined }
  const width = expected.high - expected.low
  const beyondBand = side === 'high' ? expected.low - width : expected.high + width
  const idleBeyond = idleEdge(before, { side, edge: expected[side], width }) ?? beyondBand
  return { normal: expected, side, idleBeyond }
}

/**
 * Where a machine stood and ran by turns before the fault, its means have two levels with a gap between them: the middle
 * of the gap parts them. Where it always ran, standing is what lies beyond all that was usual by the width of the band,
 * or by half the distance to the limit: a machine that runs better than ever after its repair does not stand still.
 */
function idleEdge(
  before: readonly number[],
  { side, edge, width }: { side: 'low' | 'high'; edge: number; width?: number },
): number | undefined {
  const sign = side === 'high' ? 1 : -1
  const means = before
    .map(mean => sign * mean)
    .filter(mean => mean <= sign * edge)
    .toSorted((a, b) => a - b)
  const [lowest] = means
  const highest = means.at(-1)
  if (means.length < ENOUGH_MEANS || lowest === undefined || highest === undefined) return undefined
  const gap = widestGap(means)
  const telling = GAP_SHARE * Math.max(highest - lowest, sign * edge - highest)
  if (gap && gap.width > telling) return sign * gap.middle
  const median = means[Math.floor(means.length / 2)] ?? lowest
  return sign * (lowest - (width ?? (sign * edge - median) / 2))
}

function widestGap(sorted: readonly number[]): { middle: number; width: number } | undefined {
  let widest: { middle: number; width: number } | undefined
  for (const [index, high] of sorted.entries()) {
    const low = sorted[index - 1]
    if (low === undefined || sorted.length - index < LEVEL_SHARE * sorted.length) continue
    if (!widest || high - low > widest.width) widest = { middle: (low + high) / 2, width: high - low }
  }
  return widest
}

export function readingOf(mean: number, { normal, side, idleBeyond }: Usual): Reading {
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = normal ?? {}
  if (idleBeyond !== undefined && (side === 'high' ? mean < idleBeyond : mean > idleBeyond)) return 'idle'
  const deviates = side === 'high' ? mean > high : side === 'low' ? mean < low : mean < low || mean > high
  return deviates ? 'deviating' : 'normal'
}
