import type { AedesOptions, Client, PublishPacket } from 'aedes'
import type { ForewarnError } from '../contracts/errors.ts'
import { type AssetRegistry, READER } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import type { DurableAppend } from './durable-append.ts'
import type { Farewell } from './farewell.ts'
import type { BrokerLimits } from './limits.ts'
import type { BrokerMetrics } from './metrics.ts'
import type { Pacing } from './pacing.ts'
import type { Peer, Peers } from './peers.ts'
import { malformedTopic, type Permissions, type Speaker, tooDeep } from './permissions.ts'
import { type Refusal, type Refusals, RefusedError } from './refusals.ts'
import { isSparkplugState } from './topics.ts'

type Done = (error?: Error | null) => void

export interface AuthorizationOptions {
  registry: AssetRegistry
  permissions: Permissions
  peers: Peers
  append: DurableAppend
  pacing: Pacing
  farewell: Farewell
  refusals: Refusals
  metrics: BrokerMetrics
  limits: Pick<BrokerLimits, 'topicBytes' | 'topicLevels' | 'outgoingBytesPerClient' | 'filtersPerClient'>
  /** Whether a QoS 2 message with this id is held for the client already, its PUBREL outstanding. */
  isHeld(client: Client, packet: PublishPacket): Promise<boolean>
}

export interface Authorization
  extends Required<Pick<AedesOptions, 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>> {
  /** Whether the filter was granted on the connection that the client has now. */
  isGranted(client: Client, filter: string): boolean
  unsubscribed(client: Client, filters: readonly string[]): void
  /** From now on messages are neither stored nor acknowledged: the clients keep them and send them again. */
  hold(): void
}

/** The hooks of Aedes that decide what a client may say and hear. */
export function createAuthorization(options: AuthorizationOptions): Authorization {
  const { registry, permissions, peers, append, pacing, farewell } = options
  const { refusals, metrics, limits, isHeld } = options
  let holding = false

  function speaker(peer: Peer | undefined): Speaker | undefined {
    const id = peer?.principal
    if (peer === undefined || id === undefined) return undefined
    if (peer.stranger) return { id, site: undefined, stranger: true }
    const device = registry.device(id)
    return { id, site: device?.site, address: device?.address }
  }

  function record(packet: PublishPacket, refusal: Refusal, who: string): void {
    refusals.record('message', refusal, { who, topic: packet.topic.slice(0, limits.topicBytes) })
  }

  function refuse(packet: PublishPacket, refusal: Refusal, who: string, done: Done): void {
    record(packet, refusal, who)
    done(new RefusedError(refusal))
  }

  /** The only hook of Aedes that can hold a PUBACK or PUBREC back: they go out when `done` is called. */
  function store(packet: PublishPacket, publisher: string, client: Client, done: Done): void {
    append.add({ topic: packet.topic, payload: payloadOf(packet), publisher }, error => {
      if (error) {
        refusals.record('message', notStored(error), { who: 'log', level: 'error', code: error.code })
        return done(new RefusedError(notStored(error)))
      }
      metrics.stored()
      if (packet.qos > 0 && !client.closed) metrics.acknowledged()
      done()
    })
  }

  function take(
    packet: PublishPacket,
    target: 'log' | 'subscribers',
    who: string,
    client: Client,
    done: Done,
  ) {
    if (target === 'subscribers') {
      packet.dup = false // the flag of the publisher is not that of what subscribers get [MQTT-3.3.1-3]
      return done()
    }
    if (packet.qos !== 2 || !packet.dup) return store(packet, who, client, done)
    // [MQTT-4.3.3-2]: a repeated QoS 2 message whose PUBREC got lost is not a new one.
    isHeld(client, packet).then(held => (held ? done() : store(packet, who, client, done)), done)
  }

  function filterRefusal(filter: string, peer: Peer, who: Speaker): Refusal | undefined {
    const refusal = tooDeep(filter, limits.topicLevels) ?? permissions.subscribeRefusal(filter, who)
    if (refusal || peer.filters.has(filter)) return refusal
    return peer.filters.size < limits.filtersPerClient
      ? undefined
      : tooManyFilters(who.id, limits.filtersPerClient)
  }

  /** Aedes calls this for every PUBLISH while the client is connected. */
  function pace(
    peer: Peer,
    packet: PublishPacket,
    who: Speaker,
    store: (settled: Done) => void,
    done: Done,
  ): void {
    farewell.admitted(peer)
    const settled: Done = error => {
      done(error)
      farewell.settled(peer)
    }
    // While it waits, its PINGREQ is not read either.
    const patienceMs = (peer.hello?.keepaliveS ?? 0) * 500
    const bytes = sizeOf(packet)
    const turn = pacing.enter(who, { bytes, patienceMs }, () => store(settled))
    // The payload is a piece of what the socket read; while it waits it must not keep all of that in memory.
    if (turn === 'later') packet.payload = Buffer.from(Uint8Array.from(payloadOf(packet)).buffer)
    else if (turn !== 'now') {
      record(packet, turn, who.id)
      farewell.begin(peer)
      farewell.settled(peer) // this one is never answered
    }
  }

  function drop(peer: Peer, who: string): null {
    if (peer.socket.destroyed) return null
    const refusal = slowSubscriber(who, limits.outgoingBytesPerClient)
    refusals.record('connection', refusal, { who })
    peer.socket.destroy()
    return null
  }

  return {
    // Runs for every PUBLISH, and for the will of a client that is gone (`client.closed`; null for one of another broker).
    authorizePublish(client, packet, done) {
      const isWill = !client || client.closed
      // A broker that stops does not speak for its devices: they are not gone.
      if (isWill && holding) return done(new Error('the broker is closing'))
      const peer = peers.of(client)
      // An answer would acknowledge it, an error would cut the connection before its last acknowledgements.
      if (!isWill && (holding || peer?.leaving)) return
      metrics.received(packet.qos)
      const who = speaker(peer)
      if (!client || !peer || !who) return refuse(packet, nobody, 'nobody', done)
      const target = malformed(packet, limits) ?? permissions.publishTarget(packet.topic, who)
      if (typeof target !== 'string') return refuse(packet, target, who.id, done)
      // Nothing else is retained: the log has it all, and retained messages are unbounded.
      packet.retain &&= isSparkplugState(packet.topic)
      const store = (settled: Done) => take(packet, target, who.id, client, settled)
      if (!isWill) return pace(peer, packet, who, store, done)
      // A will says that a device is gone; who was cut off for its rate must not lose it to the same rate.
      pacing.charge(who, sizeOf(packet))
      store(done)
    },

    authorizeSubscribe(client, subscription, done) {
      const peer = peers.of(client)
      const who = speaker(peer)
      const refusal = peer && who ? filterRefusal(subscription.topic, peer, who) : nobody
      if (!refusal) {
        peer?.filters.add(subscription.topic)
        return done(null, subscription)
      }
      refusals.record('subscription', refusal, {
        who: who?.id ?? 'nobody',
        filter: subscription.topic.slice(0, limits.topicBytes),
      })
      done(null, null) // 128 in the SUBACK
    },

    // The second lock: also what an earlier permission, or another site, left in a stored session.
    authorizeForward(client, packet) {
      const peer = peers.of(client)
      const who = speaker(peer)
      // Readers get what they may hear from elsewhere, and commands are not for them, whatever filter they have.
      if (!peer || !who || who.id === READER) return null
      if (permissions.subscribeRefusal(packet.topic, who)) return null
      return (peer.stream?.writableLength ?? 0) > limits.outgoingBytesPerClient ? drop(peer, who.id) : packet
    },

    isGranted: (client, filter) => peers.of(client)?.filters.has(filter) ?? false,
    unsubscribed(client, filters) {
      for (const filter of filters) peers.of(client)?.filters.delete(filter)
    },
    hold() {
      holding = true
    },
  }
}

function malformed(
  packet: PublishPacket,
  limits: Pick<BrokerLimits, 'topicBytes' | 'topicLevels'>,
): Refusal | undefined {
  // A will has no message id; a PUBLISH with 0 breaks [MQTT-2.3.1-1].
  if (packet.qos > 0 && packet.messageId === 0) return messageIdZero
  return malformedTopic(packet.topic, limits)
}

const payloadOf = ({ payload }: PublishPacket): Uint8Array =>
  typeof payload === 'string' ? Buffer.from(payload) : payload

const sizeOf = ({ payload, topic }: PublishPacket): number => payload.length + topic.length

const nobody: Refusal = {
  reason: 'not_logged_in',
  message: 'A message without a client that is logged in was refused.',
}
const messageIdZero: Refusal = {
  reason: 'malformed_packet',
  message: 'A client sent a message of QoS 1 or 2 with the message id 0, which MQTT does not allow.',
}
const tooManyFilters = (who: string, limit: number): Refusal => ({
  reason: 'too_many_filters',
  message: `${quoted(who)} has ${limit} subscriptions on one connection, the limit. Use a wildcard, or unsubscribe.`,
})
const slowSubscriber = (who: string, limit: number): Refusal => ({
  reason: 'slow_subscriber',
  message: `"${who}" was disconnected: it does not read, and more than ${limit} bytes were waiting for it.`,
})

/** Said loudly: while this lasts the devices keep their readings and reconnect. */
function notStored(error: ForewarnError): Refusal {
  const advice: Partial<Record<ForewarnError['code'], string>> = {
    log_full:
      'The log is full. Readings are refused until its consumers catch up: check the telemetry store, or give the log more room.',
    log_poisoned: 'The log could not be written to disk. Check the disk, then restart.',
    overloaded: 'More messages arrive than the disk takes. The senders were disconnected and will try again.',
  }
  return {
    reason: error.code,
    message: `${advice[error.code] ?? 'The log refused a message.'} Nothing was acknowledged. (${error.message})`,
  }
}
