import { randomBytes } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Offset, ReadLimit } from '../../../contracts/message-log.ts'
import {
  damagedFrame,
  type Files,
  hasCode,
  poisoned,
  readFully,
  syncDirectory,
  writeFailed,
  writeFully,
} from './files.ts'
import type { Frames } from './frames.ts'
import { encodeFrame, peekFrame } from './framing.ts'
import { SparseIndex, type Summary } from './sparse-index.ts'

/** `<first offset, 20 digits>-<mark, 8 hex digits>.segment`; sorted by name is sorted by offset. */
export const SEGMENT_NAME = /^(\d{20})-([0-9a-f]{8})\.segment$/
const READ_BYTES = 256 * 1024

/** A file of consecutive frames. Only what is durable counts: `size` and `count` move after `fdatasync`. */
export class Segment {
  readonly path: string
  readonly base: Offset
  readonly #mark: number
  readonly #files: Files
  #summary: Summary
  /** Open while this is the segment that is written to. */
  #handle: FileHandle | undefined
  readonly #reading = new Set<Promise<unknown>>()

  constructor(files: Files, path: string, more: { base: Offset; mark: number; summary?: Summary }) {
    this.#files = files
    this.path = path
    this.base = more.base
    this.#mark = more.mark
    this.#summary = more.summary ?? { size: 0, count: 0, index: new SparseIndex() }
  }

  /** A new, empty segment, open for writing. */
  static async create(files: Files, directory: string, base: Offset): Promise<Segment> {
    const mark = randomBytes(4)
    const name = `${String(base).padStart(20, '0')}-${mark.toString('hex')}.segment`
    const segment = new Segment(files, join(directory, name), { base, mark: mark.readUInt32BE() })
    try {
      segment.#handle = await files.open(segment.path, 'wx+')
    } catch (cause) {
      throw writeFailed(segment.path, cause)
    }
    await syncDirectory(files, directory).catch(cause => Promise.reject(poisoned(directory, cause)))
    return segment
  }

  /** The segment's size in bytes. */
  get size(): number {
    return this.#summary.size
  }

  /** The offset behind the last message. */
  get next(): Offset {
    return this.base + BigInt(this.#summary.count)
  }

  /** Opens an existing segment for writing; bytes behind the last good frame are cut. */
  async openForWriting(): Promise<void> {
    this.#handle = await this.#files.open(this.path, 'r+')
    await this.#handle.truncate(this.size)
    // A killed process may have left frames that are written and not yet synced; from now on they are read.
    await this.#handle.datasync()
  }

  encode(messages: Parameters<typeof encodeFrame>[0]): Buffer {
    return encodeFrame(messages, this.next, this.#mark)
  }

  /** Resolves when the frame is durable. `log_poisoned`: nobody knows; any other error: it left nothing. */
  async append(frame: Buffer, count: number): Promise<void> {
    const handle = this.#handle
    if (!handle) throw poisoned(this.path, new Error('not open for writing'))
    const { size } = this
    try {
      await writeFully(handle, frame, size)
    } catch (cause) {
      await handle.truncate(size).catch(error => Promise.reject(poisoned(this.path, error)))
      throw writeFailed(this.path, cause)
    }
    await handle.datasync().catch(cause => Promise.reject(poisoned(this.path, cause)))
    this.#summary.index.add(this.#summary.count, size)
    this.#summary.size += frame.length
    this.#summary.count += count
  }

  /** Frames from the one with `from` on, which must be in this segment: at least one, up to the limit or the end. */
  read(from: Offset, limit: ReadLimit): Promise<Frames[]> {
    const reading = this.#read(from, limit).finally(() => this.#reading.delete(reading))
    this.#reading.add(reading)
    return reading
  }

  async #read(from: Offset, limit: ReadLimit): Promise<Frames[]> {
    const shared = this.#handle
    const handle = shared ?? (await this.#files.open(this.path, 'r'))
    try {
      const runs: Frames[] = []
      const wanted = { ...limit }
      let position = this.#summary.index.positionOf(Number(from - this.base))
      let wantedBytes = READ_BYTES
      while (position < this.size && wanted.count > 0 && wanted.bytes > 0) {
        const length = Math.min(wantedBytes, this.size - position)
        const buffer = await readFully(handle, length, position)
        if (buffer.length < length) throw damagedFrame(this.path, position + buffer.length)
        const { begin, end } = this.#walk(buffer, from, wanted)
        if (begin < end)
          runs.push({
            path: this.path,
            mark: this.#mark,
            position: position + begin,
            bytes: buffer.subarray(begin, end),
          })
        // A frame that is larger than the buffer is read again.
        wantedBytes = Math.max(READ_BYTES, peekFrame(buffer, end, this.#mark)?.length ?? 0)
        if (end === 0 && (length >= wantedBytes || length === this.size - position))
          throw damagedFrame(this.path, position)
        position += end
      }
      return runs
    } finally {
      if (!shared) await handle.close()
    }
  }

  /** Where in the buffer the wanted frames are; takes them off `wanted`. */
  #walk(buffer: Buffer, from: Offset, wanted: ReadLimit): { begin: number; end: number } {
    let begin = 0
    let end = 0
    let frame = peekFrame(buffer, end, this.#mark)
    while (frame && end + frame.length <= buffer.length && wanted.count > 0 && wanted.bytes > 0) {
      const { first, count, length } = frame
      const behind = first + BigInt(count)
      end += length
      if (behind <= from) {
        begin = end
      } else {
        wanted.count -= first < from ? Number(behind - from) : count
        wanted.bytes -= length
      }
      frame = peekFrame(buffer, end, this.#mark)
    }
    return { begin, end }
  }

  /** Writes no more. The index is a shortcut: when it cannot be written, opening makes it again. */
  async seal(): Promise<void> {
    await this.close()
    const index = this.#summary.index.encode(this.size, this.#summary.count)
    await this.#files.writeFile(indexPath(this.path), index).catch(() => undefined)
  }

  /** Closes the descriptor when the reads that use it are done; later reads open their own. */
  async close(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    await Promise.allSettled(this.#reading)
    await handle?.close()
  }

  /**
   * Deletes a sealed segment, when nobody reads it: closing the last descriptor of an unlinked file frees its
   * blocks there and then. The index goes first, so that none is left alone.
   */
  async remove(): Promise<void> {
    await this.close()
    for (const path of [indexPath(this.path), this.path]) {
      await this.#files.unlink(path).catch(error => {
        if (!hasCode(error, 'ENOENT')) throw error
      })
    }
  }
}

export const indexPath = (segmentPath: string): string => segmentPath.replace(/segment$/, 'index')
