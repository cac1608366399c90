/** Bins of the past are united until each is longer than the next by this. */
const LONGER = 2 ** 0.5

/**
 * The past of a machine as means over stretches of time, fine for the last hours and coarse for the last months: a list of
 * bins, of which the oldest two of a length become one of twice the length when there are more than `PER_LENGTH`.
 */
export interface Memory {
  /** Oldest first: level, event time of its first and its last observation, number of them, sums of each deviation. */
  bins: Bin[]
}
export type Bin = [level: number, fromMs: number, toMs: number, count: number, ...sums: number[]]

export const PER_LENGTH = 6

export function addVector(memory: Memory, atMs: number, vector: readonly number[], unitMs: number): void {
  const { bins } = memory
  const last = bins.at(-1)
  if (last && last[0] === 0 && sameUnit(last[1], atMs, unitMs)) {
    last[2] = atMs
    last[3]++
    vector.forEach((value, i) => {
      last[i + 4] = (last[i + 4] ?? 0) + value
    })
    return
  }
  bins.push(binOf([0, atMs, atMs, 1], vector))
  for (let level = 0, at = bins.length; ; level++) {
    let first = at
    while (first > 0 && bins[first - 1]?.[0] === level) first--
    if (at - first <= PER_LENGTH) return
    const [older, newer] = [bins[first], bins[first + 1]]
    if (older && newer) bins.splice(first, 2, merged(older, newer))
    at = first + 1
  }
}

/** Bins are aligned to multiples of the unit, so that gaps and rates do not shift them. */
export function sameUnit(aMs: number, bMs: number, unitMs: number): boolean {
  return Math.floor(aMs / unitMs) === Math.floor(bMs / unitMs)
}

function merged(older: Bin, newer: Bin): Bin {
  const sums = older.slice(4).map((sum, i) => Number((sum + (newer[i + 4] ?? 0)).toPrecision(7)))
  return binOf([older[0] + 1, older[1], newer[2], older[3] + newer[3]], sums)
}

/** Just as long as it is: what is spread into a list gets room for a dozen more, which is most of what a memory takes. */
const binOf = (head: [level: number, fromMs: number, toMs: number, count: number], sums: readonly number[]) =>
  (head as number[]).concat(sums) as Bin

/** Forgets what is older than `horizonMs`. */
export function forgetBefore(memory: Memory, atMs: number): void {
  let old = 0
  while ((memory.bins[old]?.[2] ?? Infinity) < atMs) old++
  if (old > 0) memory.bins.splice(0, old)
}

/** The past as seen from `nowMs`: means with their middle and their number of observations. */
export interface Past {
  agoMs: number[]
  count: number[]
  /** [bin][dimension] */
  means: number[][]
}

/** Neighbouring bins are united until each is longer than the one after it by `LONGER`, which is what a match needs. */
export function pastOf(memory: Memory, nowMs: number): Past {
  const past: Past = { agoMs: [], count: [], means: [] }
  const { bins } = memory
  for (let i = bins.length - 1; i >= 0; ) {
    const newest = bins[i]
    if (!newest) break
    const endMs = nowMs - newest[2]
    let [count, weighted] = [0, 0]
    const sums = newest.slice(4).map(() => 0)
    for (; i >= 0; i--) {
      const bin = bins[i]
      if (!bin) break
      const startMs = nowMs - bin[1]
      if (count > 0 && startMs > endMs * LONGER) break
      count += bin[3]
      weighted += bin[3] * (nowMs - (bin[1] + bin[2]) / 2)
      for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] ?? 0) + (bin[k + 4] ?? 0)
    }
    past.agoMs.push(weighted / count)
    past.count.push(count)
    past.means.push(sums.map(sum => sum / count))
  }
  return past
}
