import { generate, type IConnectPacket, type Packet } from 'mqtt-packet'
import { openRaw, type RawClient } from '../../broker/testing/raw-client.ts'
import { until } from '../../broker/testing/test-broker.ts'

export interface Heard {
  topic: string
  text: string
  qos: number
  retain: boolean
  dup: boolean
}

/** A client of 3.1.1 as interoperability suites have it: it answers what the protocol asks it to. */
export interface SuiteClient {
  returnCode: number | undefined
  sessionPresent: boolean
  readonly heard: readonly Heard[]
  readonly closed: boolean
  /** While it is deaf it acknowledges nothing, and remembers nothing. */
  deaf: boolean
  subscribe(...filters: [topic: string, qos: 0 | 1 | 2][]): Promise<readonly number[]>
  unsubscribe(...topics: string[]): Promise<void>
  /** Resolves when the last acknowledgement of its QoS came. */
  publish(topic: string, text: string, qos: 0 | 1 | 2, retain?: boolean): Promise<void>
  /** Resolves when all that was sent before was handled. */
  ping(): Promise<void>
  send(packet: Packet): void
  disconnect(): Promise<void>
  /** Without a DISCONNECT. */
  terminate(): Promise<void>
}

export async function connectSuite(port: number, packet: Partial<IConnectPacket>): Promise<SuiteClient> {
  const raw = await openRaw(port)
  const connect = { cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId: '', ...packet } as const
  raw.socket.write(connectBytes({ clean: true, keepalive: 0, ...connect }))
  const answer = await raw.next()
  const connack = answer?.cmd === 'connack' ? answer : undefined
  return createSuiteClient(raw, connack?.returnCode, connack?.sessionPresent ?? false)
}

/** The generator does not make a CONNECT without a client id and with clean=false, which suites send. */
function connectBytes(packet: IConnectPacket): Buffer {
  if (packet.clientId !== '' || packet.clean) return generate(packet)
  const bytes = generate({ ...packet, clean: true })
  bytes[9] = (bytes[9] ?? 0) & ~2
  return bytes
}

function createSuiteClient(
  raw: RawClient,
  returnCode: number | undefined,
  sessionPresent: boolean,
): SuiteClient {
  const heard: Heard[] = []
  const answers: Packet[] = []
  let lastId = 0

  function take(packet: Packet): void {
    if (packet.cmd === 'publish') {
      const { messageId = 0, topic, qos, retain, dup } = packet
      if (client.deaf) return
      heard.push({ topic, text: packet.payload.toString(), qos, retain, dup })
      if (qos > 0) raw.send({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId })
    } else if (packet.cmd === 'pubrel') {
      raw.send({ cmd: 'pubcomp', messageId: packet.messageId ?? 0 })
    } else {
      answers.push(packet)
      if (packet.cmd === 'pubrec') raw.send({ cmd: 'pubrel', messageId: packet.messageId ?? 0 })
    }
  }
  const drain = () => {
    for (const packet of raw.inbox.splice(0)) take(packet)
  }
  async function answer(cmd: Packet['cmd'], messageId?: number): Promise<Packet | undefined> {
    const isIt = (packet: Packet) => packet.cmd === cmd && packet.messageId === messageId
    await until(`${cmd} ${messageId ?? ''}`, () => answers.some(isIt) || raw.closed)
    const at = answers.findIndex(isIt)
    return at === -1 ? undefined : answers.splice(at, 1)[0]
  }
  const nextId = () => {
    lastId += 1
    return lastId
  }

  const client: SuiteClient = {
    returnCode,
    sessionPresent,
    heard,
    get closed() {
      return raw.closed
    },
    deaf: false,
    async subscribe(...filters) {
      const messageId = nextId()
      const subscriptions = filters.map(([topic, qos]) => ({ topic, qos }))
      raw.send({ cmd: 'subscribe', messageId, subscriptions })
      const suback = await answer('suback', messageId)
      return suback?.cmd === 'suback' ? (suback.granted as number[]) : []
    },
    async unsubscribe(...topics) {
      const messageId = nextId()
      raw.send({ cmd: 'unsubscribe', messageId, unsubscriptions: topics })
      await answer('unsuback', messageId)
    },
    async publish(topic, text, qos, retain = false) {
      const messageId = nextId()
      raw.send({ cmd: 'publish', topic, payload: text, qos, retain, dup: false, ...(qos && { messageId }) })
      if (qos > 0) await answer(qos === 1 ? 'puback' : 'pubcomp', messageId)
    },
    async ping() {
      raw.send({ cmd: 'pingreq' })
      await answer('pingresp')
    },
    send: packet => raw.send(packet),
    async disconnect() {
      raw.send({ cmd: 'disconnect' })
      await until('the broker hung up', () => raw.closed)
    },
    terminate: () => raw.hangUp(),
  }
  raw.socket.on('data', drain)
  drain()
  return client
}
