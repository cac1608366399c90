import { crc32 } from 'node:zlib'

/** Distance between two marks. One read takes about this much more than it needs. */
const STRIDE_BYTES = 16 * 1024

/** What a sealed segment holds, without reading it. */
export interface Summary {
  /** Bytes of the segment. */
  size: number
  /** Messages in the segment. */
  count: number
  index: SparseIndex
}

/** Where some of the frames of a segment begin: pairs of message number in the segment and byte position. */
export class SparseIndex {
  readonly #pairs: number[]

  constructor(pairs: number[] = []) {
    this.#pairs = pairs
  }

  /** Tells of a frame; it is noted when the last noted one is far enough away. */
  add(number: number, position: number): void {
    const last = this.#pairs.at(-1)
    if (last === undefined || position - last >= STRIDE_BYTES) this.#pairs.push(number, position)
  }

  /** A position from which the frame with message `number` is found by walking forward. */
  positionOf(number: number): number {
    let at = this.#pairs.length - 2 // a thousand pairs at most: no need for a binary search
    while (at > 0 && (this.#pairs[at] ?? 0) > number) at -= 2
    return this.#pairs[at + 1] ?? 0
  }

  /** u32, little endian: checksum of the rest, size, count, pairs. */
  encode(size: number, count: number): Buffer {
    const bytes = Buffer.alloc(12 + 4 * this.#pairs.length)
    for (const [i, value] of [size, count, ...this.#pairs].entries()) bytes.writeUInt32LE(value, 4 + 4 * i)
    bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0)
    return bytes
  }

  /** Undefined when the bytes are not what `encode` made. */
  static decode(bytes: Buffer): Summary | undefined {
    if (bytes.length < 12 || bytes.length % 4 !== 0) return undefined
    if (crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0)) return undefined
    const values = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32LE(4 * i))
    const [, size = 0, count = 0, ...pairs] = values
    return { size, count, index: new SparseIndex(pairs) }
  }
}
