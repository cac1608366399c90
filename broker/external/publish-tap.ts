import { Duplex } from 'node:stream'
import { generate, type IPublishPacket, parser } from 'mqtt-packet'
import { createFrameCutter, isPublish } from './frames.ts'

export interface PublishTapOptions {
  protocolVersion: 4 | 5
  maxPacketBytes: number
  /** QoS 1 packets at once that are not acknowledged; beyond it nothing more is read. */
  inFlight: number
  /** Resolves when the message may be acknowledged; a rejection ends the connection, so that the broker sends it again. */
  onMessage(packet: IPublishPacket): Promise<void>
}

/**
 * Between mqtt.js and its connection: takes the PUBLISH packets out and acknowledges them itself, in their order, as soon
 * as each is done. mqtt.js hands over one message at a time and waits for it, which is one flush of the disk per message;
 * so as many are under way as the broker sends. Everything else passes through untouched.
 */
export function createPublishTap(connection: Duplex, options: PublishTapOptions): Duplex {
  const { protocolVersion, inFlight, onMessage } = options
  const cut = createFrameCutter(options.maxPacketBytes)
  const packets = parser({ protocolVersion })
  let underWay = 0

  const tap = new Duplex({
    read() {}, // what passes through is a few bytes; the connection is paused for messages only
    write: (chunk: Buffer, _, done) => void connection.write(chunk, done),
    // One write for the pieces of a packet, and for the acknowledgements of one group.
    writev: (chunks, done) => void connection.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done),
    final: done => void connection.end(done),
    destroy(error, done) {
      connection.destroy()
      done(error)
    },
  })

  async function take(packet: IPublishPacket): Promise<void> {
    underWay += 1
    if (underWay >= inFlight) connection.pause()
    try {
      await onMessage(packet)
      acknowledge(packet)
    } catch (error) {
      tap.destroy(error instanceof Error ? error : new Error(String(error)))
    } finally {
      underWay -= 1
      if (underWay < inFlight / 2) connection.resume()
    }
  }

  function acknowledge({ qos, messageId = 0 }: IPublishPacket): void {
    if (qos === 0 || tap.destroyed) return
    tap.cork()
    tap.write(generate({ cmd: 'puback', messageId, reasonCode: 0 }, { protocolVersion }))
    process.nextTick(() => tap.uncork())
  }

  packets.on('packet', packet => {
    if (packet.cmd === 'publish') void take(packet)
  })
  packets.on('error', error => tap.destroy(error))
  connection.on('data', (chunk: Buffer) => {
    try {
      for (const frame of cut(chunk)) {
        if (isPublish(frame)) packets.parse(frame)
        else tap.push(frame)
      }
    } catch (error) {
      tap.destroy(error as Error)
    }
  })
  connection.on('error', error => tap.destroy(error))
  connection.on('close', () => tap.destroy())
  return tap
}
