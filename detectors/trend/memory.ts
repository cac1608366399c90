import * as past from '../math/past.ts'
import { lengthOf, numberAt, type Packed, replaced } from '../packed.ts'

/**
 * The past of a single metric, as `math/past.ts` has it for several: means over stretches of time, fine for the last hours and
 * coarse for the last months. There is one for each series, so what is over is kept as text.
 */
export interface Memory {
  /** Event time of the first and of the last observation, number and sum of the bin that grows; empty before the first. */
  open: number[]
  /** Event time of the last observation in the newest of the others. */
  endMs: number
  /** The others, oldest first, as in `Bin`. */
  bins: Packed
}

/** Level, number of observations, their sum, time since the bin before, and from the first to the last observation. */
type Bin = [level: number, count: number, sum: number, gapMs: number, spanMs: number]
const BIN = 5
const [LEVEL, COUNT, SUM, GAP, SPAN] = [0, 1, 2, 3, 4]

export const emptyMemory = (): Memory => ({ open: [], endMs: 0, bins: '' })

export function add(memory: Memory, atMs: number, value: number, unitMs: number): void {
  const { open } = memory
  const [fromMs = atMs, , count = 0, sum = 0] = open
  if (count > 0 && past.sameUnit(fromMs, atMs, unitMs)) {
    open[1] = atMs
    open[2] = count + 1
    open[3] = sum + value
    return
  }
  if (count > 0) close(memory)
  memory.open = [atMs, atMs, 1, value]
}

function close(memory: Memory): void {
  const [fromMs = 0, toMs = 0, count = 0, sum = 0] = memory.open
  const bin: Bin = [0, count, sum, memory.bins === '' ? 0 : fromMs - memory.endMs, toMs - fromMs]
  memory.bins = replaced(memory.bins, { at: lengthOf(memory.bins), drop: 0, add: bin })
  memory.endMs = toMs
  // The next one that grows is of the first level too.
  let most = past.PER_LENGTH - 1
  for (let level = 0, at = lengthOf(memory.bins) / BIN; ; level++) {
    let first = at
    while (first > 0 && of(memory.bins, first - 1, LEVEL) === level) first--
    if (at - first <= most) return
    memory.bins = united(memory.bins, first)
    at = first + 1
    most = past.PER_LENGTH
  }
}

/** That bin and the one after it are one. */
function united(bins: Packed, at: number): Packed {
  const of2 = (what: number) => of(bins, at, what) + of(bins, at + 1, what)
  const spanMs = of2(SPAN) + of(bins, at + 1, GAP)
  const bin: Bin = [of(bins, at, LEVEL) + 1, of2(COUNT), of2(SUM), of(bins, at, GAP), spanMs]
  return replaced(bins, { at: at * BIN, drop: 2 * BIN, add: bin })
}

/** Forgets what was over before. */
export function forgetBefore(memory: Memory, atMs: number): void {
  const { bins } = memory
  let toMs = memory.endMs
  let old = lengthOf(bins) / BIN
  while (old > 0 && toMs >= atMs) {
    old--
    toMs -= of(bins, old, SPAN) + of(bins, old, GAP)
  }
  if (old > 0) memory.bins = replaced(bins, { at: 0, drop: old * BIN, add: [] })
}

export function pastOf(memory: Memory, nowMs: number): past.Past {
  const bins: past.Bin[] = []
  let toMs = memory.endMs
  for (let i = lengthOf(memory.bins) / BIN - 1; i >= 0; i--) {
    const fromMs = toMs - of(memory.bins, i, SPAN)
    bins.push([of(memory.bins, i, LEVEL), fromMs, toMs, of(memory.bins, i, COUNT), of(memory.bins, i, SUM)])
    toMs = fromMs - of(memory.bins, i, GAP)
  }
  bins.reverse()
  const [fromMs = nowMs, lastMs = nowMs, count = 0, sum = 0] = memory.open
  if (count > 0) bins.push([0, fromMs, lastMs, count, sum])
  return past.pastOf({ bins }, nowMs)
}

const of = (bins: Packed, bin: number, what: number): number => numberAt(bins, bin * BIN + what)
