import mqtt from 'mqtt'
import { decodePayload, encodePayload } from '../../ingest/codecs/sparkplug/payload.ts'

const DOUBLE = 10
const UINT64 = 8

/** A Sparkplug edge node without devices. It births when it connects and when it is asked to. */
export interface EdgeNode {
  /** Values by name, under aliases that only a birth explains. Resolves when they are acknowledged. */
  send(values: Record<string, number>, observedAtMs: number): Promise<void>
  /** Adds a metric without a birth that would tell of it, as a node does that forgets to. */
  addMetric(name: string): void
  /** How often it was asked for a birth. */
  rebirths(): number
  /** Dies without a word; the broker sends its last will. */
  die(): Promise<void>
}

interface EdgeNodeOptions {
  url: string
  group: string
  id: string
  secret: string
  metrics: string[]
  /** Which session this is. */
  bdSeq: number
  /** The number of its first message, of a node that thinks that nobody noticed and goes on without a birth. */
  goesOnAt?: number
}

export async function connectEdgeNode(options: EdgeNodeOptions): Promise<EdgeNode> {
  const { url, group, id, secret, metrics, bdSeq, goesOnAt } = options
  const topic = (kind: string) => `spBv1.0/${group}/${kind}/${id}`
  const session = { name: 'bdSeq', datatype: UINT64, longValue: bdSeq }
  const client = await mqtt.connectAsync(url, {
    clientId: id,
    username: id,
    password: secret,
    reconnectPeriod: 0,
    will: { topic: topic('NDEATH'), payload: bytes({ metrics: [session] }), qos: 1, retain: false },
  })
  client.on('error', () => undefined)
  const names = [...metrics]
  let seq = goesOnAt ?? 0
  let rebirths = 0

  async function publish(kind: string, payload: object): Promise<void> {
    await client.publishAsync(topic(kind), bytes({ ...payload, seq }), { qos: 1 })
    seq = (seq + 1) % 256
  }

  async function birth(): Promise<void> {
    seq = 0
    const described = names.map((name, alias) => ({ name, alias, datatype: DOUBLE, isNull: true }))
    await publish('NBIRTH', { timestamp: Date.now(), metrics: [session, ...described] })
  }

  client.on('message', (_, payload) => {
    const asked = decodePayload(payload).metrics.some(
      metric => metric.name === 'Node Control/Rebirth' && metric.booleanValue,
    )
    if (!asked) return
    rebirths++
    void birth()
  })
  await client.subscribeAsync(topic('NCMD'), { qos: 1 })
  if (goesOnAt === undefined) await birth()
  return {
    send: (values, observedAtMs) =>
      publish('NDATA', {
        timestamp: observedAtMs,
        metrics: Object.entries(values).map(([name, doubleValue]) => ({
          alias: names.indexOf(name),
          timestamp: observedAtMs,
          doubleValue,
        })),
      }),
    addMetric: name => void names.push(name),
    rebirths: () => rebirths,
    die: async () => {
      client.stream.destroy()
      await client.endAsync(true)
    },
  }
}

function bytes(payload: object): Buffer {
  return Buffer.from(encodePayload(payload))
}
