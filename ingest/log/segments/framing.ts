import { crc32 } from 'node:zlib'
import type { LogEntry, Message, Offset } from '../../../contracts/message-log.ts'

/*
 * One frame holds one group, little endian:
 *    0 u32  mark      the segment's random number: a payload cannot guess it, so it cannot look like a frame
 *    4 u32  checksum  CRC-32 of everything behind it, started with the mark
 *    8 u32  length    of the whole frame
 *   12 u32  count     of the entries
 *   16 u64  first     offset of the first entry
 *   24      entries: u32 payload length, u16 topic length, u16 publisher length, f64 receivedAtMs,
 *           topic, publisher (UTF-8), payload
 */
export const FRAME_HEADER_BYTES = 24
const ENTRY_HEADER_BYTES = 16
/** What a u16 can count; also the bound of MQTT for a topic. */
export const MAX_STRING_BYTES = 65_535

export interface Frame {
  first: Offset
  count: number
  /** In bytes, the header included. */
  length: number
}

export const entryBytes = ({ topic, publisher, payload }: Message): number =>
  ENTRY_HEADER_BYTES + Buffer.byteLength(topic) + Buffer.byteLength(publisher) + payload.byteLength

/** The frame of one group, ready to be written. */
export function encodeFrame(messages: readonly Message[], first: Offset, mark: number): Buffer {
  const length = messages.reduce((sum, message) => sum + entryBytes(message), FRAME_HEADER_BYTES)
  const frame = Buffer.allocUnsafeSlow(length)
  let at = FRAME_HEADER_BYTES
  for (const { topic, publisher, payload, receivedAtMs } of messages) {
    const topicBytes = frame.write(topic, at + ENTRY_HEADER_BYTES)
    const publisherBytes = frame.write(publisher, at + ENTRY_HEADER_BYTES + topicBytes)
    frame.writeUInt32LE(payload.byteLength, at)
    frame.writeUInt16LE(topicBytes, at + 4)
    frame.writeUInt16LE(publisherBytes, at + 6)
    frame.writeDoubleLE(receivedAtMs, at + 8)
    at += ENTRY_HEADER_BYTES + topicBytes + publisherBytes
    frame.set(payload, at)
    at += payload.byteLength
  }
  frame.writeUInt32LE(mark, 0)
  frame.writeUInt32LE(length, 8)
  frame.writeUInt32LE(messages.length, 12)
  frame.writeBigUInt64LE(first, 16)
  frame.writeUInt32LE(crc32(frame.subarray(8), mark), 4)
  return frame
}

/** What the header at `at` says, unchecked. Undefined when there is no header. */
export function peekFrame(buffer: Buffer, at: number, mark: number): Frame | undefined {
  if (at + FRAME_HEADER_BYTES > buffer.length || buffer.readUInt32LE(at) !== mark) return undefined
  const length = buffer.readUInt32LE(at + 8)
  if (length < FRAME_HEADER_BYTES) return undefined
  return { first: buffer.readBigUInt64LE(at + 16), count: buffer.readUInt32LE(at + 12), length }
}

/** Whether the frame is complete and as it was written. */
export function isIntact(buffer: Buffer, at: number, { length }: Frame): boolean {
  if (at + length > buffer.length) return false
  const mark = buffer.readUInt32LE(at)
  return crc32(buffer.subarray(at + 8, at + length), mark) === buffer.readUInt32LE(at + 4)
}

/** Where the next intact frame begins, at `from` or behind it, however damaged the bytes before it are. */
export function findFrame(buffer: Buffer, from: number, mark: number): number | undefined {
  const needle = Buffer.alloc(4)
  needle.writeUInt32LE(mark)
  for (let at = buffer.indexOf(needle, from); at !== -1; at = buffer.indexOf(needle, at + 1)) {
    const frame = peekFrame(buffer, at, mark)
    if (frame && isIntact(buffer, at, frame)) return at
  }
  return undefined
}

/** The entries of an intact frame. Payloads are views of `buffer`: copy what is kept for long. */
export function* decodeFrame(buffer: Buffer, start: number, { first, count }: Frame): Generator<LogEntry> {
  let at = start + FRAME_HEADER_BYTES
  for (let i = 0; i < count; i++) {
    const topicAt = at + ENTRY_HEADER_BYTES
    const publisherAt = topicAt + buffer.readUInt16LE(at + 4)
    const payloadAt = publisherAt + buffer.readUInt16LE(at + 6)
    const end = payloadAt + buffer.readUInt32LE(at)
    yield {
      offset: first + BigInt(i),
      topic: buffer.toString('utf8', topicAt, publisherAt),
      publisher: buffer.toString('utf8', publisherAt, payloadAt),
      payload: buffer.subarray(payloadAt, end),
      receivedAtMs: buffer.readDoubleLE(at + 8),
    }
    at = end
  }
}
