import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { ForewarnError } from '../../../contracts/errors.ts'
import type { Batch, Cursor, MessageLog, Offset, ReadLimit } from '../../../contracts/message-log.ts'
import { corrupt, type Files, syncDirectory, writeFailed, writeFully } from './files.ts'

const CURSOR_NAME = /^([a-z0-9][a-z0-9-]{0,63})\.cursor$/
/** One slot is one block of the disk, so that a torn write of one leaves the other. */
const SLOT_BYTES = 4096

/** The file of a cursor; `invalid` when the name could not be found again. */
export function cursorPath(directory: string, name: string): string {
  const file = `${name}.cursor`
  if (CURSOR_NAME.test(file)) return join(directory, file)
  throw new ForewarnError('invalid', `"${name}": the name of a cursor is a-z, 0-9 and hyphens, at most 64`)
}

/**
 * A consumer's place, on disk. The file has two slots that are written in turn; the higher valid one counts.
 * Made by write, fsync, rename and fsync of the directory; moved by writing in place, which needs no new block:
 * a full disk must not stop the commits, because they are what frees it.
 */
export class CursorFile {
  readonly name: string
  readonly #files: Files
  readonly #path: string
  #committed: Offset
  /** The slot that is written next. */
  #slot: number
  #writing: Promise<void> = Promise.resolve()

  private constructor(files: Files, path: string, place: { committed: Offset; slot: number }) {
    this.name = basename(path, '.cursor')
    this.#files = files
    this.#path = path
    this.#committed = place.committed
    this.#slot = place.slot
  }

  static async create(files: Files, path: string, committed: Offset): Promise<CursorFile> {
    try {
      const handle = await files.open(`${path}.new`, 'w')
      try {
        await writeFully(handle, Buffer.concat([slot(committed), Buffer.alloc(SLOT_BYTES)]), 0)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await files.rename(`${path}.new`, path)
      await syncDirectory(files, dirname(path))
    } catch (cause) {
      throw writeFailed(path, cause)
    }
    return new CursorFile(files, path, { committed, slot: 1 })
  }

  static async open(files: Files, path: string): Promise<CursorFile> {
    const bytes = await files.readFile(path)
    const [a, b] = [parseSlot(bytes.subarray(0, SLOT_BYTES)), parseSlot(bytes.subarray(SLOT_BYTES))]
    if (a !== undefined && (b === undefined || a > b))
      return new CursorFile(files, path, { committed: a, slot: 1 })
    if (b !== undefined) return new CursorFile(files, path, { committed: b, slot: 0 })
    throw corrupt(path, 'neither copy of the place is readable; without the file its consumer begins anew')
  }

  /** All cursors of a directory. */
  static async openAll(files: Files, directory: string): Promise<CursorFile[]> {
    const names = (await files.readdir(directory)).filter(name => CURSOR_NAME.test(name))
    return Promise.all(names.map(name => CursorFile.open(files, join(directory, name))))
  }

  get committed(): Offset {
    return this.#committed
  }

  /** Resolves when the place is durable. A place before the committed one changes nothing. */
  commit(offset: Offset): Promise<void> {
    const written = this.#writing.then(() => this.#write(offset))
    this.#writing = written.catch(() => undefined)
    return written
  }

  async #write(offset: Offset): Promise<void> {
    if (offset <= this.#committed) return
    try {
      const handle = await this.#files.open(this.#path, 'r+')
      try {
        await writeFully(handle, slot(offset), this.#slot * SLOT_BYTES)
        await handle.datasync()
      } finally {
        await handle.close()
      }
    } catch (cause) {
      throw writeFailed(this.#path, cause) // the other slot holds the place before; the same one is tried again
    }
    this.#slot = 1 - this.#slot
    this.#committed = offset
  }

  /** Resolves when no commit is under way. */
  async idle(): Promise<void> {
    await this.#writing
  }
}

function slot(offset: Offset): Buffer {
  const block = Buffer.alloc(SLOT_BYTES)
  block.write(`${offset} ${crc32(String(offset))}\n`)
  return block
}

function parseSlot(block: Buffer): Offset | undefined {
  const [, offset, checksum] = /^(\d{1,20}) (\d{1,10})\n/.exec(block.toString('latin1')) ?? []
  return offset !== undefined && crc32(offset) === Number(checksum) ? BigInt(offset) : undefined
}

/** A consumer's durable place. */
export interface Place {
  readonly committed: Offset
  /** Where its first read begins: the committed place, or the oldest entry if that is later. */
  readonly start: Offset
  commit(offset: Offset): Promise<void>
}

/** What a consumer holds: a position in memory, ahead of the committed place on disk. */
export function cursorAt(
  log: { read: MessageLog['read']; waitFor(offset: Offset, signal: AbortSignal): Promise<void> },
  place: Place,
): Cursor {
  let position = place.start
  return {
    get committed() {
      return place.committed
    },
    async next(limit: ReadLimit, signal: AbortSignal): Promise<Batch | undefined> {
      for (;;) {
        await log.waitFor(position, signal)
        if (signal.aborted) return undefined
        const { entries, next } = await log.read(position, limit)
        position = next
        if (entries.length > 0) return { entries, next, commit: () => place.commit(next) }
      }
    },
  }
}
