import type { Sample } from '../../contracts/sample.ts'

/** The last time that JavaScript's dates know, in the year 275760. */
const LATEST_MS = 8.64e15

/**
 * Why no store could hold the sample, else undefined. The decoder lets no such sample through; a store checks again
 * because databases bend these silently (JSON turns NaN into null) instead of refusing them.
 */
export function unstorable({ observedAtMs, values }: Sample): string | undefined {
  if (!Number.isInteger(observedAtMs) || Math.abs(observedAtMs) > LATEST_MS)
    return `the event time ${observedAtMs} is not a time in whole milliseconds`
  let empty = true
  for (const metric in values) {
    if (!Number.isFinite(values[metric]))
      return `the value of ${JSON.stringify(metric)} is not a finite number`
    empty = false
  }
  return empty ? 'the sample has no values' : undefined
}
