import { join } from 'node:path'
import type { Logger } from '../../../contracts/logger.ts'
import type { Offset } from '../../../contracts/message-log.ts'
import { corrupt, damagedFrame, type Files } from './files.ts'
import { findFrame, isIntact, peekFrame } from './framing.ts'
import { ascending, highest, lowest } from './offsets.ts'
import { indexPath, SEGMENT_NAME, Segment } from './segment.ts'
import { SparseIndex, type Summary } from './sparse-index.ts'

interface SegmentFile {
  path: string
  base: Offset
  mark: number
  size: number
}

interface Recovered {
  /** Oldest first. All but the last are sealed. */
  segments: Segment[]
  /** The offset of the next message; behind the last segment when that one was followed by a given up one. */
  next: Offset
}

/**
 * The segments of a directory. Reads the last one completely, because only that can be torn; of the others it
 * reads the index, and their frames are checked when they are read. Changes nothing.
 * `log_corrupt`: a damaged frame has good ones behind it, or messages are missing that nobody gave up.
 */
export async function recoverSegments(
  files: Files,
  directory: string,
  more: { committed: readonly Offset[]; logger: Logger | undefined },
): Promise<Recovered> {
  const { found, givenUp } = await listSegments(files, directory)
  const segments: Segment[] = []
  let next = lowest(more.committed) ?? found[0]?.base ?? 0n
  for (const [i, file] of found.entries()) {
    const isLast = i === found.length - 1 && givenUp.every(({ base }) => base < file.base)
    const expected = next
    const isExplained = givenUp.some(lost => lost.base < file.base && endOf(lost) > expected)
    if ((file.base > expected && !isExplained) || (file.base < expected && i > 0))
      throw corrupt(file.path, `it begins with message ${file.base}, and ${expected} is expected`)
    const summary =
      (!isLast && (await readIndex(files, file))) || (await scan(files, file, isLast, more.logger))
    const segment = new Segment(files, file.path, { ...file, summary })
    segments.push(segment)
    next = segment.next
  }
  for (const lost of givenUp)
    if (found.every(({ base }) => base < lost.base)) next = highest([next, endOf(lost)]) ?? next
  return { segments, next: requireCursorsWithin(next, segments.at(-1), more.committed) }
}

/** Behind every message that a given up segment can have held: each took at least a byte. */
const endOf = ({ base, size }: SegmentFile): Offset => base + BigInt(size)

async function listSegments(
  files: Files,
  directory: string,
): Promise<{ found: SegmentFile[]; givenUp: SegmentFile[] }> {
  const list = { found: [] as SegmentFile[], givenUp: [] as SegmentFile[] }
  for (const name of (await files.readdir(directory)).sort()) {
    const [, base = '', mark = ''] = SEGMENT_NAME.exec(name.replace(/\.damaged$/, '')) ?? []
    if (!base) continue
    const path = join(directory, name)
    const { size } = await files.stat(path)
    const file = { path, base: BigInt(base), mark: Number.parseInt(mark, 16), size }
    list[name.endsWith('.damaged') ? 'givenUp' : 'found'].push(file)
  }
  // A crash between making a segment and its first frame leaves an empty one; only the newest says something.
  list.found.sort((a, b) => ascending(a.base, b.base) || a.size - b.size)
  list.found = list.found.filter(({ size }, i) => size > 0 || i === list.found.length - 1)
  return list
}

async function readIndex(files: Files, { path, size }: SegmentFile): Promise<Summary | undefined> {
  const bytes = await files.readFile(indexPath(path)).catch(() => undefined)
  const summary = bytes && SparseIndex.decode(bytes)
  return summary?.size === size ? summary : undefined
}

/** Checks every frame. A bad one is the end of the log only if no good one follows, here or in another file. */
async function scan(
  files: Files,
  { path, base, mark }: SegmentFile,
  isLast: boolean,
  logger: Logger | undefined,
): Promise<Summary> {
  const buffer = await files.readFile(path)
  const summary: Summary = { size: 0, count: 0, index: new SparseIndex() }
  while (summary.size < buffer.length) {
    const frame = peekFrame(buffer, summary.size, mark)
    if (frame?.first !== base + BigInt(summary.count) || !isIntact(buffer, summary.size, frame)) break
    summary.index.add(summary.count, summary.size)
    summary.count += frame.count
    summary.size += frame.length
  }
  const tornBytes = buffer.length - summary.size
  if (tornBytes > 0 && (!isLast || findFrame(buffer, summary.size, mark) !== undefined))
    throw damagedFrame(path, summary.size)
  if (tornBytes > 0) {
    const message = 'the last write was not finished and was never acknowledged; it is cut off'
    logger?.info({ path, tornBytes }, message)
  }
  return summary
}

/** A cursor beyond the end would skip the messages to come. Without any segment it says where to go on. */
function requireCursorsWithin(next: Offset, last: Segment | undefined, committed: readonly Offset[]): Offset {
  const furthest = highest(committed) ?? next
  if (furthest <= next) return next
  if (last) throw corrupt(last.path, `the log ends before message ${next}, and a cursor is at ${furthest}`)
  return furthest
}
