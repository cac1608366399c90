const PUBLISH = 3
/** Fixed header: type, and a length of one to four bytes. */
const MAX_HEADER_BYTES = 5

/**
 * Cuts a stream of bytes into whole MQTT packets (3.1.1 and 5, section 2.2).
 * @returns a function that takes the chunks as they come; throws on a length that MQTT does not allow, or above the limit
 */
export function createFrameCutter(maxBytes: number): (chunk: Buffer) => Buffer[] {
  let rest: Buffer[] = []
  let restBytes = 0
  let wantedBytes = 0 // not worth looking before there are so many

  return chunk => {
    rest.push(chunk)
    restBytes += chunk.length
    if (restBytes < wantedBytes) return []
    let bytes = Buffer.concat(rest)
    const frames: Buffer[] = []
    let size = frameBytes(bytes)
    while (size !== undefined && size <= bytes.length) {
      frames.push(bytes.subarray(0, size))
      bytes = bytes.subarray(size)
      size = frameBytes(bytes)
    }
    if (size !== undefined && size > maxBytes)
      throw new Error(`a packet of ${size} bytes is longer than ${maxBytes}, the limit`)
    rest = [bytes]
    restBytes = bytes.length
    wantedBytes = size ?? 0
    return frames
  }
}

export const isPublish = (frame: Buffer): boolean => (frame[0] ?? 0) >> 4 === PUBLISH

/** The length of the packet that begins here; undefined while its header is incomplete. */
function frameBytes(bytes: Buffer): number | undefined {
  let length = 0
  for (let at = 1; at < MAX_HEADER_BYTES; at += 1) {
    const byte = bytes[at]
    if (byte === undefined) return undefined
    length |= (byte & 0x7f) << (7 * (at - 1))
    if ((byte & 0x80) === 0) return at + 1 + length
  }
  throw new Error('the length of a packet has more than four bytes')
}
