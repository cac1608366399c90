import type { LogEntry, Offset, ReadLimit } from '../../../contracts/message-log.ts'
import { damagedFrame } from './files.ts'
import { decodeFrame, isIntact, peekFrame } from './framing.ts'
import { highest } from './offsets.ts'

/** Whole frames of a segment, one behind the other as they are on disk; not checked yet. */
export interface Frames {
  path: string
  mark: number
  /** Of the first byte, in the segment. */
  position: number
  bytes: Uint8Array
}

/** What was read for a consumer, in this thread or in another one. */
export interface Page {
  frames: Frames[]
  /** The oldest offset that can be in the frames. */
  from: Offset
  /** The end of the log when it was read. */
  end: Offset
}

/**
 * The entries from `from` on, at least one where the page has any.
 * `log_corrupt`: a frame is not as it was written.
 */
export function entriesOf(page: Page, from: Offset, limit: ReadLimit): { entries: LogEntry[]; next: Offset } {
  const entries: LogEntry[] = []
  let bytes = 0
  for (const entry of checkedEntries(page.frames)) {
    if (entry.offset < from) continue
    entries.push(entry)
    bytes += entry.topic.length + entry.payload.byteLength
    if (entries.length >= limit.count || bytes >= limit.bytes) break
  }
  const last = entries.at(-1)
  return { entries, next: last ? last.offset + 1n : (highest([page.from, from]) ?? from) }
}

function* checkedEntries(runs: readonly Frames[]): Generator<LogEntry> {
  for (const { path, mark, position, bytes } of runs) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let at = 0; at < buffer.length; ) {
      const frame = peekFrame(buffer, at, mark)
      if (!frame || !isIntact(buffer, at, frame)) throw damagedFrame(path, position + at)
      yield* decodeFrame(buffer, at, frame)
      at += frame.length
    }
  }
}
