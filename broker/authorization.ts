import type { AedesOptions, Client, PublishPacket } from 'aedes'
import type { ForewarnError } from '../contracts/errors.ts'
import type { AssetRegistry } from '../contracts/registry.ts'
import type { DurableAppend } from './durable-append.ts'
import type { BrokerLimits } from './limits.ts'
import type { BrokerMetrics } from './metrics.ts'
import type { Pacing } from './pacing.ts'
import type { Peer, Peers } from './peers.ts'
import { malformedTopic, publishTarget, type Speaker, subscribeRefusal, tooDeep } from './permissions.ts'
import { type Refusal, type Refusals, RefusedError } from './refusals.ts'

type Done = (error?: Error | null) => void

export interface AuthorizationOptions {
  registry: AssetRegistry
  peers: Peers
  append: DurableAppend
  pacing: Pacing
  refusals: Refusals
  metrics: BrokerMetrics
  limits: Pick<BrokerLimits, 'topicBytes' | 'topicLevels' | 'outgoingBytesPerClient'>
  /** Whether a QoS 2 message with this id is held for the client already, its PUBREL outstanding. */
  isHeld(client: Client, packet: PublishPacket): Promise<boolean>
}

export interface Authorization
  extends Required<Pick<AedesOptions, 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>> {
  maySubscribe(client: Client, filter: string): boolean
  /** From now on messages are neither stored nor acknowledged: the clients keep them and send them again. */
  hold(): void
}

/** The hooks of Aedes that decide what a client may say and hear. */
export function createAuthorization(options: AuthorizationOptions): Authorization {
  const { registry, peers, append, pacing, refusals, metrics, limits, isHeld } = options
  let holding = false

  function speaker(client: Client | null): Speaker | undefined {
    const id = peers.of(client)?.principal
    return id === undefined ? undefined : { id, site: registry.device(id)?.site }
  }

  function refuse(packet: PublishPacket, refusal: Refusal, who: string, done: Done): void {
    refusals.record('message', refusal, { who, topic: packet.topic.slice(0, limits.topicBytes) })
    done(new RefusedError(refusal))
  }

  /** The only hook of Aedes that can hold a PUBACK or PUBREC back: they go out when `done` is called. */
  function store(packet: PublishPacket, publisher: string, client: Client, done: Done): void {
    append.add({ topic: packet.topic, payload: bytes(packet.payload), publisher }, error => {
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
    if (target === 'subscribers') return done()
    if (packet.qos !== 2 || !packet.dup) return store(packet, who, client, done)
    // [MQTT-4.3.3-2]: a repeated QoS 2 message whose PUBREC got lost is not a new one.
    isHeld(client, packet).then(held => (held ? done() : store(packet, who, client, done)), done)
  }

  const filterRefusal = (filter: string, who: Speaker) =>
    tooDeep(filter, limits.topicLevels) ?? subscribeRefusal(filter, who)

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
      if (holding) {
        // An answer would acknowledge it, an error would cut the connection before its last acknowledgements.
        // A broker that stops does not speak for its devices either: they are not gone.
        if (!client || client.closed) done(new Error('the broker is closing'))
        return
      }
      metrics.received(packet.qos)
      packet.retain = false // nothing is retained: the log has it all, and retained messages are unbounded
      const who = speaker(client)
      if (!client || !who) return refuse(packet, nobody, 'nobody', done)
      const target = malformed(packet, limits) ?? publishTarget(packet.topic, who)
      if (typeof target !== 'string') return refuse(packet, target, who.id, done)
      const size = packet.payload.length + packet.topic.length
      if (client.closed) {
        // A will says that a device is gone; who was cut off for its rate must not lose it to the same rate.
        pacing.charge(who.id, size)
        return take(packet, target, who.id, client, done)
      }
      const turn = pacing.enter(who.id, size, () => take(packet, target, who.id, client, done))
      // The payload is a piece of what the socket read; while it waits it must not keep all of that in memory.
      if (turn === 'later') packet.payload = Buffer.from(Uint8Array.from(bytes(packet.payload)).buffer)
      else if (turn !== 'now') refuse(packet, turn, who.id, done)
    },

    authorizeSubscribe(client, subscription, done) {
      const who = speaker(client)
      const refusal = who ? filterRefusal(subscription.topic, who) : nobody
      if (!refusal) return done(null, subscription)
      refusals.record('subscription', refusal, {
        who: who?.id ?? 'nobody',
        filter: subscription.topic.slice(0, limits.topicBytes),
      })
      done(null, null) // 128 in the SUBACK
    },

    // The second lock: also what an earlier permission, or another site, left in a stored session.
    authorizeForward(client, packet) {
      const peer = peers.of(client)
      const who = speaker(client)
      if (!peer || !who || subscribeRefusal(packet.topic, who)) return null
      return (peer.stream?.writableLength ?? 0) > limits.outgoingBytesPerClient ? drop(peer, who.id) : packet
    },

    maySubscribe(client, filter) {
      const who = speaker(client)
      return who !== undefined && filterRefusal(filter, who) === undefined
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

const bytes = (payload: string | Buffer): Uint8Array =>
  typeof payload === 'string' ? Buffer.from(payload) : payload

const nobody: Refusal = {
  reason: 'not_logged_in',
  message: 'A message without a client that is logged in was refused.',
}
const messageIdZero: Refusal = {
  reason: 'malformed_packet',
  message: 'A client sent a message of QoS 1 or 2 with the message id 0, which MQTT does not allow.',
}
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
