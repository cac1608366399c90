/**
 * The recent past of a series as extremes per segment, in bounded space, whatever the sampling rate.
 *
 * A segment is `CELLS` cells of `cellSamples` samples. A new series begins with cells of one sample. When all
 * segments are full and still shorter than a day, they merge in pairs and cells become twice as long. So the memory
 * grows with the series up to a month or two, and then slides. A closed cell waits for a whole segment before it is
 * learned: a fault does not teach itself to the band.
 */

/** Enough extremes to estimate a tail from, few enough to stay small. */
export const SEGMENTS = 32
/** Cells per segment: a segment's worth of cells waits, so that a trend grows by an eighth at most while it does. */
export const CELLS = 16
/** The second view is the mean of a quarter of a segment: it sees small lasting shifts under the noise. */
export const MEAN_CELLS = 4
/** People and weather repeat daily, so a full-grown segment holds at least one whole cycle. */
export const DAY_MS = 24 * 3_600_000

/** Lowest and highest. */
export type Extremes = [low: number, high: number]

interface Cell {
  count: number
  mean: number
  /** Event time of the sample before the cell, and of its last one. */
  startMs: number
  endMs: number
  /** Of the held value. */
  held: Extremes
}

export interface Segment {
  cells: number
  /** 0 for an excursion, whose length says nothing about segments. */
  spanMs: number
  /** Of the held value. */
  held: Extremes
  /** Means of `MEAN_CELLS` cells each, one after the other; two segments merge into one exactly. */
  means: number[]
}

export interface Memory {
  cellSamples: number
  open: Cell | null
  /** Closed cells that are not learned yet, oldest first; at most `CELLS`. */
  waiting: Cell[]
  /** Learned segments, oldest first; at most `SEGMENTS`. The last one may still grow. */
  segments: Segment[]
}

export function emptyMemory(): Memory {
  return { cellSamples: 1, open: null, waiting: [], segments: [] }
}

/** Adds a sample; true when that closed a cell, which then is the last of `waiting`. */
export function addSample(
  memory: Memory,
  sample: { observedAtMs: number; value: number; held: number },
): boolean {
  const { observedAtMs, value, held } = sample
  memory.open ??= {
    count: 0,
    mean: 0,
    startMs: memory.waiting.at(-1)?.endMs ?? observedAtMs,
    endMs: observedAtMs,
    held: [held, held],
  }
  const cell = memory.open
  cell.count++
  cell.mean += (value - cell.mean) / cell.count
  cell.endMs = observedAtMs
  widen(cell.held, held)
  if (cell.count < memory.cellSamples) return false
  memory.open = null
  memory.waiting.push(cell)
  return true
}

/** Mean of the last `MEAN_CELLS` closed cells; null while there are fewer. */
export function latestMean(memory: Memory): number | null {
  return memory.waiting.length < MEAN_CELLS ? null : mean(memory.waiting.slice(-MEAN_CELLS).map(c => c.mean))
}

/** Learns the cells that have waited long enough; true when a segment became full. */
export function learn(memory: Memory): boolean {
  let filled = false
  while (memory.waiting.length > CELLS) {
    const cell = memory.waiting.shift()
    if (!cell) break
    const last = memory.segments.at(-1)
    if (!last || last.cells >= CELLS) {
      push(memory, segmentOf([cell]))
      continue
    }
    addCell(last, cell)
    if (last.cells < CELLS) continue
    last.means = last.means.slice() // a list that has grown keeps room for a dozen more
    filled = true
  }
  return filled
}

/** Drops the cells that have waited long enough without learning them. */
export function forget(memory: Memory): void {
  while (memory.waiting.length > CELLS) memory.waiting.shift()
}

/** Adds a segment, making room first. */
export function push(memory: Memory, segment: Segment): void {
  if (memory.segments.length >= SEGMENTS) {
    if (segmentMs(memory) < DAY_MS) coarsen(memory)
    else memory.segments.shift()
  }
  memory.segments.push(segment)
}

export function segmentOf(cells: readonly Cell[]): Segment {
  const segment: Segment = { cells: 0, spanMs: 0, held: [Infinity, -Infinity], means: [] }
  for (const cell of cells) addCell(segment, cell)
  return segment
}

function addCell(segment: Segment, cell: Cell): void {
  const quarter = Math.floor(segment.cells / MEAN_CELLS)
  const before = segment.means[quarter] ?? 0
  segment.means[quarter] = before + (cell.mean - before) / ((segment.cells % MEAN_CELLS) + 1)
  segment.cells++
  segment.spanMs += cell.endMs - cell.startMs
  widen(segment.held, cell.held[0])
  widen(segment.held, cell.held[1])
}

/** The means that are complete. An excursion counts as a whole segment and has its two extreme ones. */
export function completeMeans(segment: Segment): readonly number[] {
  const complete = Math.floor(segment.cells / MEAN_CELLS)
  return segment.means.length > complete ? segment.means.slice(0, complete) : segment.means
}

/** Typical length of a segment in event time: the median, so that a gap does not count. */
export function segmentMs(memory: Memory): number {
  const full = memory.segments.filter(({ cells, spanMs }) => cells === CELLS && spanMs > 0)
  const spans = full.map(({ spanMs }) => spanMs).sort((a, b) => a - b)
  return spans[spans.length >> 1] ?? 0
}

export function widen(extremes: Extremes, value: number): void {
  if (value < extremes[0]) extremes[0] = value
  if (value > extremes[1]) extremes[1] = value
}

function coarsen(memory: Memory): void {
  memory.cellSamples *= 2
  memory.segments = inPairs(memory.segments, (a, b) => ({
    cells: CELLS,
    spanMs: a.spanMs + b.spanMs,
    held: outer(a.held, b.held),
    means: mergeMeans(completeMeans(a), completeMeans(b)),
  }))
  memory.waiting = inPairs(memory.waiting, (a, b) => ({
    count: a.count + b.count,
    mean: mean([a.mean, b.mean]),
    startMs: a.startMs,
    endMs: b.endMs,
    held: outer(a.held, b.held),
  }))
}

/** Of two full segments the means of twice the length; of anything else the extremes, which is never too narrow. */
function mergeMeans(a: readonly number[], b: readonly number[]): number[] {
  const full = CELLS / MEAN_CELLS
  const both = [...a, ...b]
  if (a.length === full && b.length === full) return inPairs(both, (x, y) => mean([x, y]))
  return both.length === 0 ? [] : [Math.min(...both), Math.max(...both)]
}

function outer(a: Extremes, b: Extremes): Extremes {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Merges neighbours; of an odd number the oldest is dropped. */
function inPairs<T>(items: readonly T[], merge: (older: T, newer: T) => T): T[] {
  const merged: T[] = []
  for (let i = items.length % 2; i + 1 < items.length; i += 2) {
    const [older, newer] = [items[i], items[i + 1]]
    if (older !== undefined && newer !== undefined) merged.push(merge(older, newer))
  }
  return merged
}
