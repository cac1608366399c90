import type { Observation } from '../../contracts/detector.ts'
import { BLOCK_MS, emptyMemory, type Memory, meet, type Views } from './memory.ts'

/** How far each view is from the nearest that is known where it alone would speak. */
const ALONE = { extreme: 0.1, phase: 0.45, rough: 0.07 } as const
/** Two days: what is new before is the day itself. */
const LEARNING_BLOCKS = 96
/** 15 hours: what goes on during one shift or one night is one event … */
const SILENCE_BLOCKS = 30
/** … unless it becomes clearly newer. */
const NEWER = 1.2
/** Keeps sums and differences finite. */
const LARGEST = 1e150

/** The half-hour that is going on. */
interface OpenBlock {
  samples: number
  sum: number
  low: number
  high: number
  /** Of the absolute differences from sample to sample. */
  differences: number
  startMs: number
  endMs: number
}

export interface FollowState {
  memory: Memory
  open: OpenBlock | null
  last: number | null
  /** Mean in which each block counts half as much as the next one. */
  level: number | null
  /** Novelty of the last `SILENCE_BLOCKS`. */
  recent: number[]
}

/** What is said about a block that is over. */
export interface Judged {
  /** Sum of what each view says; 1 is where the default speaks. */
  novelty: number
  shares: Pick<Views, 'extreme' | 'phase' | 'rough'>
  /** It is clearly newer than all of the last hours, and enough is known to say so. */
  isPeak: boolean
  value: number
  roughness: number
  startMs: number
}

export function newFollow(): FollowState {
  return { memory: emptyMemory(), open: null, last: null, level: null, recent: [] }
}

/** Takes a sample; answers when it is the first after a half-hour, and so tells that that one is over. */
export function follow(state: FollowState, { observedAtMs, value: given }: Observation): Judged | undefined {
  const value = Math.max(-LARGEST, Math.min(LARGEST, given)) + 0 // JSON knows no -0
  const isOver = state.open && Math.floor(state.open.endMs / BLOCK_MS) !== Math.floor(observedAtMs / BLOCK_MS)
  const judged = isOver && state.open ? judge(state, state.open) : undefined
  if (isOver) state.open = null
  state.open ??= {
    ...{ samples: 0, sum: 0, low: value, high: value, differences: 0 },
    ...{ startMs: observedAtMs, endMs: observedAtMs },
  }
  const { open } = state
  open.samples++
  open.sum += value
  if (value < open.low) open.low = value
  if (value > open.high) open.high = value
  if (state.last !== null) open.differences += Math.abs(value - state.last)
  open.endMs = observedAtMs
  state.last = value
  return judged
}

function judge(
  state: FollowState,
  { samples, sum, low, high, differences, startMs, endMs }: OpenBlock,
): Judged {
  const mean = sum / samples
  const level = state.level === null ? mean : (state.level + mean) / 2
  state.level = level
  const extreme = Math.abs(high - level) > Math.abs(low - level) ? high : low
  const views = meet(state.memory, { extreme, rough: differences / samples, endMs })
  const shares = {
    extreme: views.extreme / ALONE.extreme,
    phase: views.phase / ALONE.phase,
    rough: views.rough / ALONE.rough,
  }
  const novelty = shares.extreme + shares.phase + shares.rough
  const before = state.recent.reduce((most, each) => (each > most ? each : most), 0)
  state.recent.push(novelty)
  if (state.recent.length > SILENCE_BLOCKS) state.recent.shift()
  const isPeak = novelty > NEWER * before && state.memory.blocks > LEARNING_BLOCKS
  return { novelty, shares, isPeak, value: extreme, roughness: views.roughness, startMs }
}
