import type { LogEntry, Offset } from '../contracts/message-log.ts'
import type { Count } from './codecs/codec.ts'

/** Publishers that are remembered; one that was forgotten is believed its next number. */
const MAX_COUNTS = 100_000

interface Place {
  number: number
  receivedAtMs: number
  offset: Offset
}

export interface Gaps {
  /** Whether a message is missing before this one. */
  isBefore(entry: LogEntry, count: Count): boolean
}

/**
 * Tells where messages are missing in what publishers count. Only requests depend on it, never what a message means.
 * What comes once more, and what is older than what was seen (a dead letter that is replayed), is no part of the count.
 */
export function createGaps({ maxCounts = MAX_COUNTS }: { maxCounts?: number } = {}): Gaps {
  const places = new Map<string, Place>()
  return {
    isBefore({ offset, receivedAtMs, publisher }, { of, number, size, starts }) {
      const key = `${publisher}/${of}`
      const last = places.get(key)
      if (last && !isLater({ offset, receivedAtMs }, last)) return false
      places.delete(key)
      places.set(key, { number, receivedAtMs, offset })
      if (places.size > maxCounts) forgetOldest(places)
      if (!last || starts) return false
      return number !== last.number && number !== (last.number + 1) % size // the same again is a message sent twice
    },
  }
}

function forgetOldest(places: Map<string, Place>): void {
  const [oldest] = places.keys()
  if (oldest !== undefined) places.delete(oldest)
}

/** Offsets alone do not tell: a new log begins at 0. */
function isLater(a: Omit<Place, 'number'>, b: Place): boolean {
  return a.receivedAtMs > b.receivedAtMs || (a.receivedAtMs === b.receivedAtMs && a.offset > b.offset)
}
