/** One value every so often of the last days: what is usual for a series, in little space. */
export interface ThinMemory {
  /** Oldest first; at most `MEMORY_VALUES`. */
  values: number[]
  takenAtMs: number
  /** When it began. */
  sinceMs: number
}

/** One and a half hours apart they cover eight days: a whole week with its weekend. */
export const MEMORY_VALUES = 128
const EVERY_MS = 90 * 60_000

export const emptyMemory = (observedAtMs: number): ThinMemory => ({
  ...{ values: [], takenAtMs: observedAtMs, sinceMs: observedAtMs },
})

/** Keeps the value when it is time for one; answers whether it was. */
export function remember(memory: ThinMemory, observedAtMs: number, value: number): boolean {
  if (observedAtMs - memory.takenAtMs < EVERY_MS) return false
  memory.takenAtMs = observedAtMs
  memory.values.push(value)
  if (memory.values.length > MEMORY_VALUES) memory.values.shift()
  return true
}

/** Shares of the values: below, exactly at, and above this one. */
export function sharesAt(
  values: readonly number[],
  value: number,
): { below: number; at: number; above: number } {
  let below = 0
  let above = 0
  for (const known of values) {
    if (known < value) below++
    else if (known > value) above++
  }
  const all = Math.max(1, values.length)
  return { below: below / all, at: (values.length - below - above) / all, above: above / all }
}
