import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { generate, type IConnectPacket, type Packet, parser } from 'mqtt-packet'
import { adminToken, readerToken, secretOf, until } from './test-broker.ts'

/** An MQTT client that does exactly what the test says: no retries, no queue, no answer of its own. */
export interface RawClient {
  readonly socket: Socket
  /** Everything that came and was not yet taken by `next`. */
  readonly inbox: Packet[]
  readonly closed: boolean
  /** All packets in one write, so that the broker reads them in one chunk. */
  send(...packets: Packet[]): void
  /** The next packet of whatever kind; undefined when the connection closed without one. */
  next(): Promise<Packet | undefined>
  hangUp(): Promise<void>
}

/** Over TLS where its options are given. With `allowHalfOpen` it does not hang up when the broker does. */
export async function openRaw(
  port: number,
  { allowHalfOpen = false, tls }: { allowHalfOpen?: boolean; tls?: ConnectionOptions } = {},
): Promise<RawClient> {
  const where = { port, host: '127.0.0.1', allowHalfOpen }
  const socket = tls ? connectTls({ ...where, ...tls }) : connect(where)
  await once(socket, tls ? 'secureConnect' : 'connect')
  const inbox: Packet[] = []
  const packets = parser()
  packets.on('packet', packet => inbox.push(packet))
  let closed = false
  socket.on('data', chunk => packets.parse(chunk))
  socket.on('error', () => {}) // a cut connection is what many tests want
  socket.on('close', () => {
    closed = true
  })
  return {
    socket,
    inbox,
    get closed() {
      return closed
    },
    send(...out) {
      socket.write(Buffer.concat(out.map(packet => generate(packet))))
    },
    async next() {
      await until('a packet or the end of the connection', () => inbox.length > 0 || closed)
      return inbox.shift()
    },
    async hangUp() {
      socket.destroy()
      await until('the connection is closed', () => closed)
    },
  }
}

/** The CONNECT of a device, of the administrator or a reader, with its right password. */
export function hello(id: string, more: Partial<IConnectPacket> = {}): IConnectPacket {
  const tokens: Record<string, string> = { admin: adminToken, $reader: readerToken }
  const password = Buffer.from(tokens[id] ?? secretOf(id))
  return {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clientId: `${id}-client`,
    clean: true,
    keepalive: 60,
    username: id,
    password,
    ...more,
  }
}

/** Opens a connection, says hello and returns it with the CONNACK's return code (undefined when cut without one). */
export async function connectRaw(
  port: number,
  id: string,
  more: Partial<IConnectPacket> = {},
  tls?: ConnectionOptions,
): Promise<RawClient & { returnCode: number | undefined }> {
  const client = await openRaw(port, tls && { tls })
  client.send(hello(id, more))
  const answer = await client.next()
  return Object.assign(client, { returnCode: answer?.cmd === 'connack' ? answer.returnCode : undefined })
}

export const publish = (
  topic: string,
  payload: string,
  { qos = 1, messageId = 1, dup = false, retain = false }: PublishOptions = {},
): Packet => ({ cmd: 'publish', topic, payload, qos, dup, retain, ...(qos > 0 && { messageId }) })

interface PublishOptions {
  qos?: 0 | 1 | 2
  messageId?: number
  dup?: boolean
  retain?: boolean
}
