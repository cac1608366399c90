import { lengthOf, type Packed, pack, replaced, unpack } from '../packed.ts'

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

export interface Segment {
  cells: number
  /** 0 for an excursion, whose length says nothing about segments. */
  spanMs: number
  /** Of the held value. */
  held: Extremes
  /** Means of `MEAN_CELLS` cells each, one after the other; two segments merge into one exactly. */
  means: number[]
}

interface Cell {
  mean: number
  /** Event time of the sample before the cell, and of its last one. */
  startMs: number
  endMs: number
  /** Of the held value. */
  held: Extremes
}

/** Plain lists of numbers, and text: there is one for each series, and as lists of objects it took five times as much. */
export interface Memory {
  cellSamples: number
  /** Event time of the sample before the oldest cell that waits. */
  sinceMs: number
  /** Of the cell that is not closed: number of samples, mean, lowest and highest held value. */
  open: number[]
  /** The same of each closed cell that is not learned yet, the event time of its last sample instead of the number; at most `CELLS`, oldest first. */
  waiting: number[]
  /** The segment that still grows: cells, span, lowest, highest, means; empty where there is none. */
  growing: number[]
  /** Full segments, oldest first, as the one that grows; at most `SEGMENTS` with it. */
  segments: Packed
}

const CELL = 4
const SEGMENT = 4 + CELLS / MEAN_CELLS

export function emptyMemory(): Memory {
  return {
    ...{ cellSamples: 1, sinceMs: 0 },
    ...{ open: [0, 0, 0, 0], waiting: [], growing: [], segments: '' },
  }
}

/** Adds a sample; true when that closed a cell, which then is the last of those that wait. */
export function addSample(
  memory: Memory,
  { observedAtMs, value, held }: { observedAtMs: number; value: number; held: number },
): boolean {
  const { open, waiting } = memory
  const [samples = 0, mean = 0, low = 0, high = 0] = open
  if (samples === 0 && waiting.length === 0) memory.sinceMs = observedAtMs
  const isFirst = samples === 0
  open[0] = samples + 1
  open[1] = isFirst ? value : mean + (value - mean) / (samples + 1)
  open[2] = isFirst || held < low ? held : low
  open[3] = isFirst || held > high ? held : high
  if (samples + 1 < memory.cellSamples) return false
  waiting.push(observedAtMs, open[1], open[2], open[3])
  open[0] = 0
  return true
}

/** Mean of the last `MEAN_CELLS` closed cells; null while there are fewer. */
export function latestMean({ waiting }: Memory): number | null {
  if (waiting.length < MEAN_CELLS * CELL) return null
  let sum = 0
  for (let at = waiting.length - MEAN_CELLS * CELL; at < waiting.length; at += CELL)
    sum += waiting[at + 1] ?? 0
  return sum / MEAN_CELLS
}

/** The last of the cells that wait, oldest first. */
export function latestCells(memory: Memory, most = CELLS): Cell[] {
  const { waiting, sinceMs } = memory
  const cells: Cell[] = []
  for (let at = Math.max(0, waiting.length - most * CELL); at < waiting.length; at += CELL) {
    const [endMs = 0, mean = 0, low = 0, high = 0] = waiting.slice(at, at + CELL)
    cells.push({ mean, startMs: waiting[at - CELL] ?? sinceMs, endMs, held: [low, high] })
  }
  return cells
}

/** Learns the cells that have waited long enough; true when a segment became full. */
export function learn(memory: Memory): boolean {
  let isFilled = false
  while (memory.waiting.length > CELLS * CELL) {
    const [endMs = 0, mean = 0, low = 0, high = 0] = memory.waiting
    const cell = { mean, startMs: memory.sinceMs, endMs, held: [low, high] as Extremes }
    drop(memory)
    if (memory.growing.length === 0) makeRoom(memory)
    const segment = memory.growing.length > 0 ? segmentAt(memory.growing) : emptySegment()
    addCell(segment, cell)
    memory.growing = numbersOf(segment)
    if (segment.cells < CELLS) continue
    keepGrown(memory)
    isFilled = true
  }
  return isFilled
}

/** Drops the cells that have waited long enough without learning them. */
export function forget(memory: Memory): void {
  while (memory.waiting.length > CELLS * CELL) drop(memory)
}

/** Drops all that wait. */
export function forgetAll(memory: Memory): void {
  memory.waiting = []
}

function drop(memory: Memory): void {
  memory.sinceMs = memory.waiting[0] ?? 0
  memory.waiting.splice(0, CELL)
}

/** Adds a segment, making room first. */
export function push(memory: Memory, segment: Segment): void {
  keepGrown(memory)
  makeRoom(memory)
  append(memory, numbersOf(segment))
}

function makeRoom(memory: Memory): void {
  if (lengthOf(memory.segments) < SEGMENTS * SEGMENT) return
  if (segmentMs(memory) < DAY_MS) coarsen(memory)
  else memory.segments = replaced(memory.segments, { at: 0, drop: SEGMENT, add: [] })
}

function keepGrown(memory: Memory): void {
  if (memory.growing.length === 0) return
  append(memory, memory.growing)
  memory.growing = []
}

function append(memory: Memory, numbers: readonly number[]): void {
  const add = filled(numbers)
  memory.segments = replaced(memory.segments, { at: lengthOf(memory.segments), drop: 0, add })
}

/** Oldest first, with the one that grows. */
export function segmentsOf({ segments, growing }: Memory): Segment[] {
  const numbers = unpack(segments)
  const all: Segment[] = []
  for (let at = 0; at < numbers.length; at += SEGMENT) all.push(segmentAt(numbers, at))
  if (growing.length > 0) all.push(segmentAt(growing))
  return all
}

function segmentAt(numbers: readonly number[], at = 0): Segment {
  const [cells = 0, spanMs = 0, low = 0, high = 0, ...means] = numbers.slice(at, at + SEGMENT)
  return { cells, spanMs, held: [low, high], means: means.filter(mean => !Number.isNaN(mean)) }
}

const numbersOf = ({ cells, spanMs, held, means }: Segment): number[] => [cells, spanMs, ...held, ...means]

/** All segments are of one length as text; NaN stands for a mean that is missing. */
const filled = (numbers: readonly number[]): number[] =>
  Array.from({ length: SEGMENT }, (_, i) => numbers[i] ?? NaN)

const emptySegment = (): Segment => ({ cells: 0, spanMs: 0, held: [Infinity, -Infinity], means: [] })

export function segmentOf(cells: readonly Cell[]): Segment {
  const segment = emptySegment()
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
  const full = segmentsOf(memory).filter(({ cells, spanMs }) => cells === CELLS && spanMs > 0)
  const spans = full.map(({ spanMs }) => spanMs).sort((a, b) => a - b)
  return spans[spans.length >> 1] ?? 0
}

export function widen(extremes: Extremes, value: number): void {
  if (value < extremes[0]) extremes[0] = value
  if (value > extremes[1]) extremes[1] = value
}

function coarsen(memory: Memory): void {
  memory.cellSamples *= 2
  const segments = inPairs(segmentsOf(memory), (a, b) => ({
    cells: CELLS,
    spanMs: a.spanMs + b.spanMs,
    held: outer(a.held, b.held),
    means: mergeMeans(completeMeans(a), completeMeans(b)),
  }))
  const waiting = inPairs(latestCells(memory, Infinity), (a, b) => ({
    mean: mean([a.mean, b.mean]),
    startMs: a.startMs,
    endMs: b.endMs,
    held: outer(a.held, b.held),
  }))
  memory.segments = pack(segments.flatMap(segment => filled(numbersOf(segment))))
  memory.sinceMs = waiting[0]?.startMs ?? memory.sinceMs
  memory.waiting = waiting.flatMap(({ endMs, mean, held }) => [endMs, mean, held[0], held[1]])
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
