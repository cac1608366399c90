import { ForewarnError } from '../../../contracts/errors.ts'
import type { Logger } from '../../../contracts/logger.ts'
import type {
  Cursor,
  LogEntry,
  Message,
  MessageLog,
  Offset,
  ReadLimit,
} from '../../../contracts/message-log.ts'
import { AppendQueue, type Piece } from './append-queue.ts'
import { CursorFile, cursorAt, cursorPath, type Place } from './cursor.ts'
import { type Files, makeDirectory, realFiles } from './files.ts'
import { entriesOf, type Page } from './frames.ts'
import { FRAME_HEADER_BYTES } from './framing.ts'
import { lockDirectory } from './lock.ts'
import { highest, lowest } from './offsets.ts'
import { recoverSegments } from './recovery.ts'
import { Segment } from './segment.ts'
import { Trimmer } from './trimmer.ts'

const SEGMENT_BYTES = 16 * 1024 ** 2

export interface SegmentLogOptions {
  directory: string
  /** Bound of all segments together; beyond it `append` rejects with `log_full`. */
  maxBytes: number
  /** Bound of one segment, and of a message. At most a quarter of `maxBytes`, so that trimming can make room. */
  segmentBytes?: number
  logger?: Logger
  /** Called once when the disk can no longer be trusted (`log_poisoned`): only a restart knows what is stored. */
  onPoisoned?(error: ForewarnError): void
  /** For tests: file operations that fail. */
  files?: Files
}

/** The log, with what `port-log.ts` needs to give it to another thread. */
export interface SharedLog extends MessageLog {
  /** What `read` reads, not decoded. */
  readPage(from: Offset, limit: ReadLimit): Promise<Page>
  /** What a cursor is made of. */
  place(name: string): Promise<Place>
}

/**
 * Opens the log in `directory`, which is made if it is not there.
 * `conflict`: another process has it; `log_corrupt`: an operator must decide, the message says what.
 */
export async function openSegmentLog(options: SegmentLogOptions): Promise<SharedLog> {
  const { directory, maxBytes, logger, files = realFiles } = options
  const segmentBytes = Math.min(options.segmentBytes ?? SEGMENT_BYTES, Math.floor(maxBytes / 4))
  if (segmentBytes <= FRAME_HEADER_BYTES)
    throw new ForewarnError('invalid', 'must leave room for a message', { field: '/maxBytes' })
  await makeDirectory(files, directory)
  const unlock = lockDirectory(directory)
  try {
    const cursors = await CursorFile.openAll(files, directory)
    const committed = cursors.map(cursor => cursor.committed)
    const { segments, next } = await recoverSegments(files, directory, { committed, logger })
    const last = segments.at(-1)
    if (last?.next === next) await last.openForWriting()
    else segments.push(await Segment.create(files, directory, next))
    return new SegmentLog({ ...options, segmentBytes, files, unlock }, segments, cursors)
  } catch (error) {
    unlock()
    throw error
  }
}

type Settings = SegmentLogOptions & { segmentBytes: number; files: Files; unlock(): void }

class SegmentLog implements SharedLog {
  readonly durability = 'fsync'
  readonly #settings: Settings
  readonly #queue: AppendQueue
  readonly #trimmer: Trimmer
  /** Oldest first, never empty; the last one is written to. */
  readonly #segments: Segment[]
  readonly #cursors: CursorFile[]
  #openingCursor: Promise<unknown> = Promise.resolve()
  readonly #waiting = new Set<() => void>()
  #storing: Promise<void> | undefined
  #poison: ForewarnError | undefined
  #isClosed = false

  constructor(settings: Settings, segments: Segment[], cursors: CursorFile[]) {
    this.#settings = settings
    this.#segments = segments
    this.#cursors = cursors
    this.#queue = new AppendQueue(settings.segmentBytes)
    this.#trimmer = new Trimmer(settings.logger)
  }

  async append(messages: readonly Message[]): Promise<{ first: Offset; last: Offset }> {
    this.#requireOpen()
    if (this.#poison) throw this.#poison
    const stored = this.#queue.push(messages)
    this.#storing ??= this.#storeGroups()
    return stored
  }

  /** One group in flight: what arrives while the disk is busy makes the next one. */
  async #storeGroups(): Promise<void> {
    await Promise.resolve() // lets what arrived together share a group
    while (!this.#queue.isEmpty) {
      const group = this.#queue.takeGroup()
      try {
        await this.#store(group)
      } catch (error) {
        if (error instanceof ForewarnError && error.code === 'log_poisoned') this.#poisonWith(error)
        // What waits behind is refused too: storing it now would overtake what its publisher sends again.
        for (const piece of [...group, ...this.#queue.takeAll()]) piece.reject(error)
      }
    }
    this.#storing = undefined // no await since the last look at the queue, so nothing is left waiting
  }

  /** Nothing is appended any more; what is durable can still be read, committed and trimmed. */
  #poisonWith(error: ForewarnError): void {
    this.#poison = error
    const message = 'the message log takes nothing until the service is restarted'
    this.#settings.logger?.error({ err: error }, message)
    this.#settings.onPoisoned?.(error)
  }

  async #store(group: Piece[]): Promise<void> {
    const messages = group.flatMap(piece => piece.messages)
    const bytes = group.reduce((sum, piece) => sum + piece.bytes, FRAME_HEADER_BYTES)
    const { maxBytes, segmentBytes } = this.#settings
    if (this.#bytes + bytes > maxBytes) {
      const message = `the message log has reached its bound of ${maxBytes} bytes`
      throw new ForewarnError('log_full', message, { retryable: true })
    }
    if (this.#last.size > 0 && this.#last.size + bytes > segmentBytes) await this.#roll()
    let first = this.#last.next
    await this.#last.append(this.#last.encode(messages), messages.length)
    for (const piece of group) {
      const last = first + BigInt(piece.messages.length) - 1n
      piece.resolve({ first, last })
      first = last + 1n
    }
    this.#wake()
  }

  async #roll(): Promise<void> {
    const { files, directory } = this.#settings
    const sealed = this.#last
    this.#segments.push(await Segment.create(files, directory, sealed.next))
    await sealed.seal()
    this.#trimTo(this.#slowestCursor)
  }

  async read(from: Offset, limit: ReadLimit): Promise<{ entries: LogEntry[]; next: Offset }> {
    return entriesOf(await this.readPage(from, limit), from, limit)
  }

  async readPage(from: Offset, limit: ReadLimit): Promise<Page> {
    this.#requireOpen()
    if (from < this.#first)
      throw new ForewarnError('log_trimmed', `message ${from} is gone; the oldest is ${this.#first}`)
    const index = this.#segments.findLastIndex(({ base }) => base <= from)
    let segment = this.#segments[index]
    if (segment && segment.next <= from) segment = this.#segments[index + 1]
    const end = this.#last.next
    if (!segment) return { frames: [], from, end }
    const begin = highest([segment.base, from]) ?? from
    return { frames: await segment.read(begin, limit), from: begin, end }
  }

  async waitFor(offset: Offset, signal?: AbortSignal): Promise<void> {
    while (this.#last.next <= offset && !signal?.aborted && !this.#isClosed) {
      await new Promise<void>(resolve => {
        const wake = () => {
          this.#waiting.delete(wake)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        this.#waiting.add(wake)
        signal?.addEventListener('abort', wake)
      })
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }

  async cursor(name: string): Promise<Cursor> {
    return cursorAt(this, await this.place(name))
  }

  async place(name: string): Promise<Place> {
    this.#requireOpen()
    const opening = this.#openingCursor.then(() => this.#openCursor(name))
    this.#openingCursor = opening.catch(() => undefined)
    const file = await opening
    const start = highest([file.committed, this.#first]) ?? this.#first
    const commit = async (offset: Offset) => {
      this.#requireOpen()
      await file.commit(offset)
      this.#trimTo(this.#slowestCursor)
    }
    return {
      start,
      commit,
      get committed() {
        return file.committed
      },
    }
  }

  async #openCursor(name: string): Promise<CursorFile> {
    const open = this.#cursors.find(cursor => cursor.name === name)
    if (open) return open
    const { files, directory } = this.#settings
    const made = await CursorFile.create(files, cursorPath(directory, name), this.#first)
    this.#cursors.push(made)
    return made
  }

  async trim(before: Offset): Promise<Offset> {
    this.#requireOpen()
    this.#trimTo(lowest([before, this.#slowestCursor ?? before]))
    await this.#trimmer.idle()
    return this.#first
  }

  /** Whole segments only, and never the one that is written to. */
  #trimTo(before: Offset | undefined): void {
    while (before !== undefined && this.#segments[1] && this.#segments[1].base <= before) {
      const segment = this.#segments.shift()
      if (segment) this.#trimmer.remove(segment)
    }
  }

  async size(): Promise<{ first: Offset; next: Offset; bytes: number }> {
    return { first: this.#first, next: this.#last.next, bytes: this.#bytes }
  }

  /** Refuses what is new, finishes what is queued, gives the directory back. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#storing
    this.#wake()
    await this.#trimmer.stop()
    await this.#openingCursor
    await Promise.all(this.#cursors.map(cursor => cursor.idle()))
    await Promise.all(this.#segments.map(segment => segment.close()))
    this.#settings.unlock()
  }

  get #first(): Offset {
    return this.#segments[0]?.base ?? 0n
  }

  get #last(): Segment {
    const last = this.#segments.at(-1)
    if (!last) throw new Error('the log has no segment')
    return last
  }

  /** On disk, with what is trimmed and not yet deleted. */
  get #bytes(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, this.#trimmer.bytes)
  }

  /** Undefined when there is no cursor at all. */
  get #slowestCursor(): Offset | undefined {
    return lowest(this.#cursors.map(({ committed }) => committed))
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new ForewarnError('conflict', 'the message log is closed')
  }
}
