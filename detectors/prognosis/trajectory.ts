import { cellsFor, FINE, fineCell, fineMiddle } from './grid.ts'

/** Rows of a run to failure, oldest first: ms before the failure, then numbers. */
export type Rows = readonly (readonly number[])[]

/** Smoothing of a trajectory: over this share of the time before the failure to both sides. */
export const SHARP = 0.12
/** What a load or the weather does is smoothed away; for the target of the regression. */
export const SMOOTH = 0.35

/** The numbers of the rows as a function of the time before the failure, [fine cell][column]; ends where the rows begin. */
export function trajectoryOf(rows: Rows, unitMs: number, share: number): number[][] {
  const columns = (rows[0]?.length ?? 1) - 1
  const sums = prefixSums(rows, columns)
  const oldestMs = rows[0]?.[0] ?? 0
  const cells = FINE * cellsFor(oldestMs, unitMs)
  const trajectory: number[][] = []
  for (let cell = 0; cell < cells; cell++) {
    const middle = Math.min(oldestMs, fineMiddle(cell, unitMs))
    const half = Math.max(0.7 * unitMs, share * middle)
    const from = firstAtMost(rows, middle + half)
    const to = firstAtMost(rows, middle - half - 1e-9)
    const [a, b] = [sums[from] ?? [], sums[Math.max(to, from)] ?? []]
    const count = to - from
    trajectory.push(count > 0 ? b.map((sum, i) => (sum - (a[i] ?? 0)) / count) : [])
  }
  return extended(filled(trajectory, columns), rows.at(-1)?.[0] ?? 0, unitMs)
}

/** Index of the first row that is at most `ms` before the failure. */
function firstAtMost(rows: Rows, ms: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.[0] ?? 0) > ms) low = middle + 1
    else high = middle
  }
  return low
}

function prefixSums(rows: Rows, columns: number): number[][] {
  const sums: number[][] = [Array.from({ length: columns }, () => 0)]
  for (const row of rows) {
    const last = sums.at(-1) ?? []
    sums.push(last.map((sum, i) => sum + (row[i + 1] ?? 0)))
  }
  return sums
}

/** Cells without rows take what lies between their neighbours; those after the last row go on as it was going. */
function filled(trajectory: number[][], columns: number): number[][] {
  const known = trajectory.flatMap((cell, i) => (cell.length > 0 ? [i] : []))
  return trajectory.map((cell, i) => {
    if (cell.length > 0) return cell
    const before = known.findLast(k => k < i)
    const after = known.find(k => k > i)
    const near = trajectory[before ?? after ?? -1]
    const far = trajectory[after ?? before ?? -1]
    if (!near || !far) return Array.from({ length: columns }, () => 0)
    const share = before === undefined || after === undefined ? 0 : (i - before) / (after - before)
    return near.map((value, k) => value + share * ((far[k] ?? 0) - value))
  })
}

/**
 * A machine that stood still when it failed has not been seen at the end: from its last row on the trajectory goes on as
 * straight as it went over as long a time before.
 */
function extended(trajectory: number[][], newestMs: number, unitMs: number): number[][] {
  if (newestMs < 2 * unitMs) return trajectory
  const last = trajectory[fineCell(newestMs, unitMs)]
  const before = trajectory[Math.min(trajectory.length - 1, fineCell(2 * newestMs, unitMs))]
  if (!last || !before) return trajectory
  return trajectory.map((cell, i) => {
    const share = 1 - fineMiddle(i, unitMs) / newestMs
    return share <= 0 ? cell : last.map((value, k) => value + share * (value - (before[k] ?? 0)))
  })
}

/** The part of a record in which the machine is taken to be well. */
const WELL_SHARE = 0.2

export function beginningOf(rows: Rows): Rows {
  const oldestMs = rows[0]?.[0] ?? 0
  return rows.filter(row => (row[0] ?? 0) >= (1 - WELL_SHARE) * oldestMs)
}

/** How a machine was at the beginning of its record, on average. */
export function startOf(rows: Rows): number[] {
  return meanOf(beginningOf(rows).map(row => row.slice(1)))
}

export function meanOf(vectors: readonly (readonly number[])[]): number[] {
  const sum = (vectors[0] ?? []).map(() => 0)
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0)
  return sum.map(value => value / Math.max(1, vectors.length))
}
