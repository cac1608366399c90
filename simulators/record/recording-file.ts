import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ForewarnError } from '../../contracts/errors.ts'

const pack = promisify(gzip)
/** Lines in memory before they are written. */
const PENDING_BYTES = 262_144

/**
 * A recording on its way to a file that did not exist. Only whole lines are written, and of a packed file whole gzip
 * members, so that after a kill all but the last second can be read.
 */
export class RecordingFile {
  readonly #handle: FileHandle
  readonly #isPacked: boolean
  readonly #maxBytes: number
  #written = 0
  #pending: Buffer[] = []
  #pendingBytes = 0
  /** One write after another. */
  #last: Promise<unknown> = Promise.resolve()

  private constructor(handle: FileHandle, isPacked: boolean, maxBytes: number) {
    this.#handle = handle
    this.#isPacked = isPacked
    this.#maxBytes = maxBytes
  }

  /** Packed where the name ends in `.gz`. `conflict`: it exists already, or cannot be written. */
  static async create(file: string, maxBytes: number): Promise<RecordingFile> {
    const handle = await open(file, 'wx', 0o600).catch(cause => {
      const why =
        cause.code === 'EEXIST' ? 'exists already; give another name' : `cannot be written: ${cause.message}`
      throw new ForewarnError('conflict', `${file} ${why}`, { cause })
    })
    return new RecordingFile(handle, file.endsWith('.gz'), maxBytes)
  }

  /** Bytes of the file. */
  get bytes(): number {
    return this.#written
  }

  /** Takes a line, with its line break; false when the file would become too large, and then it has none of it. */
  add(line: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const bytes = Buffer.from(line)
      // What waits may become smaller when it is packed: only once it is written it is known what there is room for.
      if (!this.#fits(bytes)) await this.#write()
      if (!this.#fits(bytes)) return false
      this.#pending.push(bytes)
      this.#pendingBytes += bytes.length
      if (this.#pendingBytes >= PENDING_BYTES) await this.#write()
      return true
    })
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#write())
  }

  /** Writes what waits, to the disk. */
  async close(): Promise<void> {
    try {
      await this.flush()
      await this.#handle.datasync()
    } finally {
      await this.#handle.close()
    }
  }

  #fits({ length }: Buffer): boolean {
    return this.#written + packedAtMost(this.#pendingBytes + length) <= this.#maxBytes
  }

  async #write(): Promise<void> {
    if (this.#pendingBytes === 0) return
    const lines = Buffer.concat(this.#pending)
    this.#pending = []
    this.#pendingBytes = 0
    const bytes = this.#isPacked ? await pack(lines) : lines
    try {
      await this.#handle.writeFile(bytes)
    } catch (cause) {
      throw new ForewarnError(
        'store_unavailable',
        `the recording cannot be written: ${(cause as Error).message}`,
        {
          cause,
        },
      )
    }
    this.#written += bytes.length
  }

  #inTurn<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(write)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

/** Bytes that cannot be packed become a little more. */
const packedAtMost = (bytes: number): number => bytes + Math.ceil(bytes / 10_000) * 5 + 32
