import type { LogEntry, Offset } from '../../contracts/message-log.ts'
import type { Announced, Announcement } from '../codecs/codec.ts'
import type { AnnouncementStore, KeyedAnnouncement } from './store.ts'

/** Payload bytes that a decoder remembers; what it makes of them takes several times as much. */
const MAX_BYTES = 32 * 1024 * 1024
/** What the memory takes beside a payload, and where there is none. */
const OVERHEAD_BYTES = 300
/** Different keys that are in use at once, beyond what is remembered. */
const KEYS_AT_ONCE = 256

export interface AnnouncementMemory {
  /**
   * Visits the entries in the order of the log. `needs` names the keys that `visit` may ask for, and `visit` gives the
   * key under which the entry is to be remembered, if it announces something. All of that is in the store before this
   * resolves. Rejects with the errors of the store. One call after the other, but for entries that were visited before.
   */
  walk<Item extends { entry: LogEntry }>(
    items: readonly Item[],
    needs: (item: Item) => readonly string[],
    visit: (item: Item, announced: Announced) => string | undefined,
  ): Promise<void>
}

type Known = Map<string, Announcement | undefined>

/**
 * One decoder's memory of a store. As long as each walk goes on where the last one ended, the decoder sees every
 * announcement by itself, so that the store is asked once for each key. After a leap what was remembered counts no more.
 * For entries that it had before (a writer that looks for rejected samples, a try after a failure) only the store knows
 * what was announced at that time; these change nothing, and neither do entries far ahead that ask for nothing.
 */
export function createAnnouncementMemory(
  store: AnnouncementStore,
  { maxBytes = MAX_BYTES }: { maxBytes?: number } = {},
): AnnouncementMemory {
  /** The newest announcement of a key before `next`; undefined where there is none. In the order of their last use. */
  const latest: Known = new Map()
  let bytes = 0
  let next: Offset | undefined

  function remember(known: Known): void {
    for (const [key, announcement] of known) {
      if (latest.has(key)) bytes -= sizeOf(key, latest.get(key))
      latest.delete(key)
      latest.set(key, announcement)
      bytes += sizeOf(key, announcement)
    }
    for (const [key, announcement] of latest) {
      if (bytes <= maxBytes) break
      latest.delete(key)
      bytes -= sizeOf(key, announcement)
    }
  }

  function forget(): void {
    latest.clear()
    bytes = 0
  }

  async function recall(keys: ReadonlySet<string>, offset: Offset, goesOn: boolean): Promise<Known> {
    const known: Known = new Map()
    const missing: string[] = []
    for (const key of keys) {
      if (goesOn && latest.has(key)) known.set(key, latest.get(key))
      else missing.push(key)
    }
    const stored = missing.length > 0 ? await store.before(missing, offset) : undefined
    for (const key of missing) known.set(key, stored?.get(key))
    return known
  }

  return {
    async walk(items, needs, visit) {
      for (const { part, keys } of inParts(items, needs)) {
        const [first, last] = [part[0]?.entry, part.at(-1)?.entry]
        if (!first || !last) continue
        const place = placeOf(first.offset, next)
        const known = await recall(keys, first.offset, place === 'on')
        const added: KeyedAnnouncement[] = []
        for (const item of part) {
          const { offset, receivedAtMs, payload } = item.entry
          const announces = visit(item, key => known.get(own(item.entry, key)))
          if (announces === undefined) continue
          const announcement = {
            key: own(item.entry, announces),
            offset,
            receivedAtMs,
            payload: copy(payload),
          }
          known.set(announcement.key, announcement)
          added.push(announcement)
        }
        if (added.length > 0) await store.put(added)
        if (place === 'again' || (place === 'ahead' && known.size === 0)) continue
        if (place === 'ahead') forget()
        remember(known)
        next = last.offset + 1n
      }
    },
  }
}

/** Where a part begins: where the last one ended, before it or beyond. */
function placeOf(offset: Offset, next: Offset | undefined): 'on' | 'again' | 'ahead' {
  if (next === undefined || offset > next) return 'ahead'
  return offset === next ? 'on' : 'again'
}

/** Nobody can announce for another publisher, because nobody else hears it. */
function own({ publisher }: LogEntry, key: string): string {
  return `${publisher}/${key}`
}

/** A payload is a piece of what was read from the log; remembered, it must not keep all of that. */
function copy(payload: Uint8Array): Uint8Array {
  return Uint8Array.from(payload)
}

function sizeOf(key: string, announcement: Announcement | undefined): number {
  return key.length + (announcement?.payload.byteLength ?? 0) + OVERHEAD_BYTES
}

/** Runs of items that ask for a bounded number of different keys. */
function* inParts<Item extends { entry: LogEntry }>(
  items: readonly Item[],
  needs: (item: Item) => readonly string[],
): Generator<{ part: readonly Item[]; keys: Set<string> }> {
  let keys = new Set<string>()
  let part: Item[] = []
  for (const item of items) {
    const more = needs(item)
    if (keys.size + more.length > KEYS_AT_ONCE) {
      yield { part, keys }
      keys = new Set()
      part = []
    }
    part.push(item)
    for (const key of more) keys.add(own(item.entry, key))
  }
  yield { part, keys }
}
