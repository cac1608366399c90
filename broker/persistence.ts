import { Readable } from 'node:stream'
import type { Client, PublishPacket, Subscription } from 'aedes'
import type { BrokerLimits } from './limits.ts'

/** The part of Aedes' persistence that we look into or wrap; its type declarations leave the property out. */
export interface Persistence {
  addSubscriptions(client: Client, subscriptions: Subscription[]): Promise<void>
  cleanSubscriptions(client: { id: string }): Promise<void>
  cleanIncoming(client: { id: string }): Promise<void>
  incomingStorePacket(client: Client, packet: PublishPacket): Promise<void>
  incomingGetPacket(client: Client, packet: PublishPacket): Promise<unknown>
  outgoingEnqueueCombi(subscribers: { clientId: string }[], packet: PublishPacket): Promise<void>
  outgoingStream(client: { id: string }): Readable
  outgoingClearMessageId(client: { id: string }, packet: PublishPacket): Promise<PublishPacket | undefined>
  storeRetained(packet: PublishPacket): Promise<void>
}

export interface QueueGuards {
  limits: Pick<BrokerLimits, 'queuedPerClient' | 'retained'>
  /** The queue of a stored session is full; the command was dropped. */
  onQueueFull(clientId: string, topic: string): void
}

/**
 * A session that comes back gets what it was sent before with the DUP flag [MQTT-3.3.1-1], which Aedes does not set. What
 * was never sent has no message id yet.
 */
export function markRedelivered(persistence: Persistence): void {
  const outgoingStream = persistence.outgoingStream.bind(persistence)
  async function* marked(packets: AsyncIterable<PublishPacket & { messageId?: number }>) {
    for await (const packet of packets) {
      yield packet.cmd === 'publish' && packet.messageId ? { ...packet, dup: true } : packet
    }
  }
  persistence.outgoingStream = client => Readable.from(marked(outgoingStream(client)))
}

/** Bounds what Aedes keeps in memory for ever: messages queued for stored sessions, and retained ones. */
export function guardQueues(persistence: Persistence, { limits, onQueueFull }: QueueGuards): void {
  const queued = new Map<string, number>()
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence)
  persistence.outgoingEnqueueCombi = (subscribers, packet) => {
    const taking = subscribers.filter(({ clientId }) => {
      const count = queued.get(clientId) ?? 0
      if (count >= limits.queuedPerClient) onQueueFull(clientId, packet.topic)
      else queued.set(clientId, count + 1)
      return count < limits.queuedPerClient
    })
    return enqueue(taking, packet)
  }

  const clear = persistence.outgoingClearMessageId.bind(persistence)
  persistence.outgoingClearMessageId = async (client, packet) => {
    const cleared = await clear(client, packet)
    const left = (queued.get(client.id) ?? 0) - (cleared ? 1 : 0)
    if (left > 0) queued.set(client.id, left)
    else queued.delete(client.id)
    return cleared
  }

  const retained = new Set<string>()
  const storeRetained = persistence.storeRetained.bind(persistence)
  persistence.storeRetained = async packet => {
    if (packet.payload.length === 0) retained.delete(packet.topic)
    else if (retained.has(packet.topic) || retained.size < limits.retained) retained.add(packet.topic)
    else return
    await storeRetained(packet)
  }
}
