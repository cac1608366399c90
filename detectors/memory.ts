import { kept, lengthOf, type Packed, replaced, unpack } from './packed.ts'

/** One value every so often of the last days: what is usual for a series, in little space. */
export interface ThinMemory {
  /** Oldest first; at most `MEMORY_VALUES`. */
  values: Packed
  takenAtMs: number
}

/** One and a half hours apart they cover eight days: a whole week with its weekend. */
const MEMORY_VALUES = 128
const EVERY_MS = 90 * 60_000

export const emptyMemory = (observedAtMs: number): ThinMemory => ({ values: '', takenAtMs: observedAtMs })

export const isFull = ({ values }: ThinMemory): boolean => lengthOf(values) >= MEMORY_VALUES

/** Keeps the value when it is time for one; answers whether it was. */
export function remember(memory: ThinMemory, observedAtMs: number, value: number): boolean {
  if (observedAtMs - memory.takenAtMs < EVERY_MS) return false
  memory.takenAtMs = observedAtMs
  if (isFull(memory)) memory.values = replaced(memory.values, { at: 0, drop: 1, add: [] })
  memory.values = replaced(memory.values, { at: lengthOf(memory.values), drop: 0, add: [value] })
  return true
}

/** Forgets the newest. */
export function forgetLast(memory: ThinMemory, values: number): void {
  const drop = Math.min(values, lengthOf(memory.values))
  memory.values = replaced(memory.values, { at: lengthOf(memory.values) - drop, drop, add: [] })
}

/** Shares of what is remembered, the newest left out: below, exactly at, and above this value, as it would be remembered. */
export function sharesAt(
  { values }: ThinMemory,
  { value, newest }: { value: number; newest: number },
): { below: number; at: number; above: number; of: number } {
  const remembered = unpack(values, 0, Math.max(0, lengthOf(values) - newest))
  const as = kept(value)
  let below = 0
  let above = 0
  for (const known of remembered) {
    if (known < as) below++
    else if (known > as) above++
  }
  const of = remembered.length
  const all = Math.max(1, of)
  return { below: below / all, at: (of - below - above) / all, above: above / all, of }
}
