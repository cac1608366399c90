/**
 * What a series has been like, half-hour by half-hour: the last extremes of each half-hour of the day, and how rough
 * it was. From it follows how new a half-hour is, seen in three unlike ways. Bounded, whatever the sampling rate.
 */
export const BLOCK_MS = 30 * 60_000
const BLOCKS_PER_DAY = 48
/** Twenty days of half-hours: people and weather repeat daily and weekly, so nearly three weeks hold the usual days. */
const REMEMBERED = 20 * BLOCKS_PER_DAY
/** Roughness is a mean over four hours: a few samples tell little about it. */
const ROUGH_BLOCKS = 8
/** Two hours: people and weather are early or late by that from day to day. */
const PHASE_BLOCKS = 4
/** Before a time of the day is known from so many days, nothing is unusual for it. */
const PHASE_DAYS = 3
/** Quantiles of a thousand values change little in a day, and cost a sort. */
const SCALE_BLOCKS = 48
/** Of the whole range, so that a series that hardly ever moves has a scale. */
const LEAST_OF_RANGE = 0.05

/** A half-hour that is over. */
export interface Block {
  /** The extreme that is farther from the level of late. */
  extreme: number
  /** Mean of the absolute differences from sample to sample. */
  rough: number
  /** Event time of its last sample. */
  endMs: number
}

/** Median; half of the distance between the quantiles of 5 and 95 %; these two. */
export interface Scale {
  middle: number
  spread: number
  low: number
  high: number
}

export interface Memory {
  /** Extremes by half-hour of the day, oldest first. */
  slots: number[][]
  /** Roughness of the last `REMEMBERED` blocks, oldest first. */
  rough: number[]
  /** Of single blocks, the last `ROUGH_BLOCKS`. */
  lastRough: number[]
  blocks: number
  scale: Scale | null
  roughScale: Scale | null
}

/** Distances to the nearest that is remembered, in spreads near the middle and in ratios far out; 0 when not known. */
export interface Views {
  extreme: number
  phase: number
  rough: number
  /** Mean of the absolute differences over four hours. */
  roughness: number
}

export function emptyMemory(): Memory {
  const slots = Array.from({ length: BLOCKS_PER_DAY }, () => [])
  return { slots, rough: [], lastRough: [], blocks: 0, scale: null, roughScale: null }
}

/** How new the block is; then it is remembered. */
export function meet(memory: Memory, block: Block): Views {
  const { slots, rough, lastRough } = memory
  push(lastRough, block.rough, ROUGH_BLOCKS)
  const roughness = lastRough.reduce((sum, value) => sum + value, 0) / lastRough.length
  if (memory.blocks < SCALE_BLOCKS || memory.blocks % SCALE_BLOCKS === 0) {
    memory.scale = scaleOf(slots.flat())
    memory.roughScale = scaleOf(rough)
  }
  const slot = phaseOf(block.endMs)
  const views = {
    extreme: farness(block.extreme, slots, memory.scale),
    phase: farness(block.extreme, sameTimeOfDay(slots, slot), memory.scale),
    rough: lastRough.length < ROUGH_BLOCKS ? 0 : farness(roughness, [rough], memory.roughScale),
    roughness,
  }
  // A series of one value an hour fills half of the slots: it may remember twice as many days.
  const used = slots.reduce((sum, { length }) => sum + (length > 0 ? 1 : 0), 0)
  push(slots[slot] ?? [], rounded(block.extreme, memory.scale), Math.round(REMEMBERED / Math.max(1, used)))
  push(rough, rounded(roughness, memory.roughScale), REMEMBERED)
  memory.blocks++
  return views
}

function phaseOf(ms: number): number {
  const block = Math.floor(ms / BLOCK_MS) % BLOCKS_PER_DAY
  return block < 0 ? block + BLOCKS_PER_DAY : block
}

function sameTimeOfDay(slots: readonly number[][], slot: number): readonly number[][] {
  const near: number[][] = []
  let days = 0
  for (let by = -PHASE_BLOCKS; by <= PHASE_BLOCKS; by++) {
    const values = slots[(slot + by + BLOCKS_PER_DAY) % BLOCKS_PER_DAY] ?? []
    days = Math.max(days, values.length)
    near.push(values)
  }
  return days < PHASE_DAYS ? [] : near
}

function farness(value: number, groups: readonly (readonly number[])[], scale: Scale | null): number {
  if (!scale) return 0
  let below = Number.NEGATIVE_INFINITY
  let above = Number.POSITIVE_INFINITY
  for (let g = 0; g < groups.length; g++) {
    const group = groups[g] ?? []
    for (let i = 0; i < group.length; i++) {
      const other = group[i] as number
      if (other <= value && other > below) below = other
      if (other >= value && other < above) above = other
    }
  }
  const here = place(value, scale)
  const nearest = Math.min(here - place(below, scale), place(above, scale) - here)
  return Number.isFinite(nearest) ? nearest : 0
}

function place(value: number, { middle, spread }: Scale): number {
  return Math.asinh((value - middle) / spread)
}

function scaleOf(values: readonly number[]): Scale | null {
  if (values.length < 2) return null
  const sorted = Float64Array.from(values).sort()
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const [least, low, middle, high, most] = [0, 0.05, 0.5, 0.95, 1].map(quantile) as [
    number,
    number,
    number,
    number,
    number,
  ]
  // Rounding of the numbers themselves is no spread.
  const smallest = Math.max(1e-9 * Math.max(Math.abs(least), Math.abs(most)), 1e-300)
  return {
    middle,
    spread: Math.max((high - low) / 2, LEAST_OF_RANGE * (most - least), smallest),
    low,
    high,
  }
}

/** Two to three decimals of the spread are enough, and short as JSON. */
function rounded(value: number, scale: Scale | null): number {
  if (!scale) return value
  const digits = 2 - Math.floor(Math.log10(scale.spread))
  if (digits > 15 || digits < -15) return value
  const factor = 10 ** Math.abs(digits)
  const short = digits < 0 ? Math.round(value / factor) * factor : Math.round(value * factor) / factor
  return short + 0 // JSON knows no -0
}

function push(list: number[], value: number, cap: number): void {
  list.push(value)
  while (list.length > cap) list.shift()
}
