import { ForewarnError } from '../../../contracts/errors.ts'
import type { Message, Offset } from '../../../contracts/message-log.ts'
import { entryBytes, FRAME_HEADER_BYTES, MAX_STRING_BYTES } from './framing.ts'

const GROUP_MESSAGES = 1000
const GROUP_BYTES = 4 * 1024 ** 2
const QUEUE_MESSAGES = 50_000
const QUEUE_BYTES = 64 * 1024 ** 2

/** What one caller appends, or as much of it as fits into a group. */
interface Part {
  messages: Message[]
  bytes: number
}

/** A part that waits, with how to tell its caller. */
export interface Piece extends Part {
  resolve(range: { first: Offset; last: Offset }): void
  reject(error: unknown): void
}

/** Messages that wait for the disk, bounded, in the order of the calls. */
export class AppendQueue {
  readonly #groupBytes: number
  #pieces: Piece[] = []
  #messages = 0
  #bytes = 0

  /** No frame gets larger than `maxFrameBytes`. */
  constructor(maxFrameBytes: number) {
    this.#groupBytes = Math.min(GROUP_BYTES, maxFrameBytes - FRAME_HEADER_BYTES)
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0
  }

  /** Queues all messages or none; resolves when all their groups are durable. */
  async push(messages: readonly Message[]): Promise<{ first: Offset; last: Offset }> {
    const parts = this.#split(messages)
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    const isTooMuch = this.#messages + messages.length > QUEUE_MESSAGES || this.#bytes + bytes > QUEUE_BYTES
    if (isTooMuch && !this.isEmpty) {
      const message = `${this.#messages} messages wait for the disk already`
      throw new ForewarnError('overloaded', message, { retryable: true })
    }
    this.#messages += messages.length
    this.#bytes += bytes
    const ranges = await Promise.all(parts.map(part => this.#queue(part)))
    const [head, tail] = [ranges[0], ranges.at(-1)]
    if (!head || !tail) throw new ForewarnError('invalid', 'append at least one message')
    return { first: head.first, last: tail.last }
  }

  #queue(part: Part): Promise<{ first: Offset; last: Offset }> {
    return new Promise((resolve, reject) => this.#pieces.push({ ...part, resolve, reject }))
  }

  /** The pieces of the next group. */
  takeGroup(): Piece[] {
    let messages = 0
    let bytes = 0
    let taken = 0
    for (const piece of this.#pieces) {
      messages += piece.messages.length
      bytes += piece.bytes
      if (taken > 0 && (messages > GROUP_MESSAGES || bytes > this.#groupBytes)) break
      taken++
    }
    return this.#take(taken)
  }

  takeAll(): Piece[] {
    return this.#take(this.#pieces.length)
  }

  #take(count: number): Piece[] {
    const taken = this.#pieces.splice(0, count)
    for (const { messages, bytes } of taken) {
      this.#messages -= messages.length
      this.#bytes -= bytes
    }
    return taken
  }

  #split(messages: readonly Message[]): Part[] {
    const parts: Part[] = []
    let part: Part | undefined
    for (const message of messages) {
      const bytes = this.#checkedBytes(message)
      if (!part || part.messages.length === GROUP_MESSAGES || part.bytes + bytes > this.#groupBytes) {
        part = { messages: [], bytes: 0 }
        parts.push(part)
      }
      part.messages.push(message)
      part.bytes += bytes
    }
    return parts
  }

  #checkedBytes(message: Message): number {
    const bytes = entryBytes(message)
    if (bytes > this.#groupBytes)
      throw new ForewarnError('invalid', `a message of ${bytes} bytes; ${this.#groupBytes} are possible`)
    for (const field of ['topic', 'publisher'] as const)
      if (Buffer.byteLength(message[field]) > MAX_STRING_BYTES)
        throw new ForewarnError('invalid', `at most ${MAX_STRING_BYTES} bytes`, { field: `/${field}` })
    return bytes
  }
}
