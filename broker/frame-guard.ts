import type { Duplex } from 'node:stream'
import type { Refusal } from './refusals.ts'

const CONNECT = 1

/**
 * Follows the MQTT framing (3.1.1, section 2.2) of one direction of a connection without keeping any of it.
 * The first packet must be a CONNECT of at most `connectPacketBytes`; the sizes are those of the remaining length.
 * @returns a function that takes the chunks as they come and says what is wrong, at the first wrong header byte
 */
export function createFrameInspector(options: { connectPacketBytes: number; packetBytes: number }) {
  let limit = options.connectPacketBytes
  let first = true
  let inLength = false
  let length = 0
  let shift = 0
  let bodyLeft = 0

  function headerByte(byte: number): Refusal | undefined {
    if (!inLength) {
      if (first && byte >> 4 !== CONNECT) return notConnect
      inLength = true
      length = 0
      shift = 0
      return undefined
    }
    length |= (byte & 0x7f) << shift
    shift += 7
    if (length > limit) return tooBig(limit, first)
    if (byte & 0x80) return shift > 21 ? badLength : undefined
    inLength = false
    first = false
    limit = options.packetBytes
    bodyLeft = length
    return undefined
  }

  return function inspect(chunk: Uint8Array): Refusal | undefined {
    let at = 0
    while (at < chunk.length) {
      if (bodyLeft > 0) {
        const step = Math.min(bodyLeft, chunk.length - at)
        bodyLeft -= step
        at += step
      } else {
        const wrong = headerByte(chunk[at] ?? 0)
        if (wrong) return wrong
        at += 1
      }
    }
    return undefined
  }
}

/**
 * Cuts the connection at the first header that announces too much. Aedes' parser collects a whole packet of up to
 * 256 MB before anything of ours is asked, also of clients that never logged in; so the guard sits where Aedes reads.
 */
export function guardFrames(
  stream: Duplex,
  options: { connectPacketBytes: number; packetBytes: number; refuse(refusal: Refusal): void },
): void {
  const inspect = createFrameInspector(options)
  const read = stream.read.bind(stream)
  stream.read = (size?: number) => {
    const chunk: Buffer | null = read(size)
    if (chunk === null) return null
    const wrong = inspect(chunk)
    if (!wrong) return chunk
    options.refuse(wrong)
    stream.destroy()
    return null
  }
}

const notConnect: Refusal = {
  reason: 'not_mqtt',
  message:
    'A connection was cut: its first packet is not an MQTT CONNECT. Does the client speak TLS, WebSocket or HTTP on the port of plain MQTT?',
}
const badLength: Refusal = {
  reason: 'malformed_packet',
  message:
    'A connection was cut: the length of its packet has more than four bytes, which MQTT does not allow.',
}
const tooBig = (limit: number, first: boolean): Refusal => ({
  reason: 'packet_too_big',
  message: `A connection was cut: it announced ${first ? 'a CONNECT' : 'a packet'} of more than ${limit} bytes. Split the readings over several messages.`,
})
