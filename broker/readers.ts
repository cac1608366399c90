import type { PublishPacket } from 'aedes'
import { generate } from 'mqtt-packet'
import type { Logger } from '../contracts/logger.ts'
import { READER } from '../contracts/registry.ts'
import { type TopicMatcher, topicMatcher } from '../contracts/topic-template.ts'
import type { BrokerLimits } from './limits.ts'
import { type ConnectRefusal, tooManyReaders } from './login-refusals.ts'
import type { BrokerMetrics } from './metrics.ts'
import type { Peer } from './peers.ts'
import type { Refusal, Refusals } from './refusals.ts'

export interface ReadersOptions {
  metrics: Pick<BrokerMetrics, 'forwarded' | 'watchReaders'>
  refusals: Refusals
  logger: Logger
  limits: Pick<BrokerLimits, 'readers' | 'readerBytes'>
}

/** Connections of the user `$reader`: they hear what devices say, and say nothing. */
export interface Readers {
  /** Why no more may connect now, or undefined where one may. */
  full(): ConnectRefusal | undefined
  /** It has logged in; from now on it hears what it subscribes to. */
  join(peer: Peer): void
  /** Hands over what the log has on disk, to whom has asked for it. Never waits and never fails. */
  offer(packet: PublishPacket): void
}

/**
 * Data goes past the fan-out of Aedes, whose queues wait for who reads slowly. A reader gets what fits into its socket
 * and loses the rest, as with QoS 0 [MQTT-4.3.1], so that no PUBACK waits for one: writing to a socket is all that is done.
 */
export function createReaders({ metrics, refusals, logger, limits }: ReadersOptions): Readers {
  const readers = new Set<Peer>()
  const matchers = new Map<string, TopicMatcher>()
  metrics.watchReaders(() => readers.size)

  function matcherOf(filter: string): TopicMatcher {
    const matcher = matchers.get(filter) ?? topicMatcher(filter)
    matchers.set(filter, matcher)
    return matcher
  }

  function wants({ filters }: Peer, topic: string): boolean {
    for (const filter of filters) if (matcherOf(filter)(topic)) return true
    return false
  }

  function send({ stream, address }: Peer, frame: Buffer): void {
    if (!stream || stream.destroyed || stream.writableEnded) return
    if (stream.writableLength + frame.length > limits.readerBytes) {
      metrics.forwarded('dropped')
      refusals.record('message', tooSlow(address, limits.readerBytes), { who: READER, address })
      return
    }
    // One write to the socket for all that comes in a turn of the event loop.
    if (stream.writableCorked === 0) {
      stream.cork()
      setImmediate(() => stream.uncork())
    }
    stream.write(frame)
    metrics.forwarded('sent')
  }

  return {
    full: () => (readers.size < limits.readers ? undefined : tooManyReaders(limits.readers)),
    join(peer) {
      readers.add(peer)
      logger.info({ address: peer.address }, 'a reader is connected: it may hear what devices say')
      peer.socket.once('close', () => {
        readers.delete(peer)
        if (readers.size === 0) matchers.clear() // filters are bounded per client, those of the past are not
      })
    },
    offer({ topic, payload }) {
      let frame: Buffer | undefined
      for (const reader of readers) {
        if (!wants(reader, topic)) continue
        frame ??= generate({
          cmd: 'publish',
          ...{ topic, payload: payload as Buffer, qos: 0, dup: false, retain: false },
        })
        send(reader, frame)
      }
    },
  }
}

const tooSlow = (address: string, bytes: number): Refusal => ({
  reason: 'slow_reader',
  message: `The reader at ${address} misses messages: it does not read as fast as devices speak, and ${bytes} bytes wait for it already.`,
})
