import { quantileSorted } from 'simple-statistics'
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

/** More than this of the time after settling is no repair, though never long at a time. */
export const TOLERATED_SHARE = 0.1

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
  const normal = { ...expected, [side]: widened(expected[side], side, before) }
  const beyondBand = side === 'high' ? expected.low - width : expected.high + width
  const idleBeyond = idleEdge(before, { side, edge: expected[side], width }) ?? beyondBand
  return { normal, side, idleBeyond }
}

/**
 * A detector may have judged the mean of a day, or a metric against the others: its band is narrower than what short means
 * do while the machine is well. So the edge on the fault's side is not within what nine of ten of them kept to before.
 */
function widened(edge: number, side: 'low' | 'high', before: readonly number[]): number {
  if (before.length < ENOUGH_MEANS) return edge
  const usually = quantileSorted(
    before.toSorted((a, b) => a - b),
    side === 'high' ? 1 - TOLERATED_SHARE : TOLERATED_SHARE,
  )
  return side === 'high' ? Math.max(edge, usually) : Math.min(edge, usually)
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
