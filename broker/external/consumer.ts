import { setTimeout as sleep } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import type { IConnackPacket } from 'mqtt-packet'
import type { Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Formats } from '../../contracts/format.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { MessageLog } from '../../contracts/message-log.ts'
import { quoted } from '../../contracts/text.ts'
import { createThrottle } from '../refusals.ts'
import { createKindOf } from '../topics.ts'
import { wantedFilters } from './filters.ts'
import { createIntake } from './intake.ts'
import { createExternalMetrics } from './metrics.ts'
import { type ProtocolVersion, runSession, type SessionEnd } from './session.ts'
import { followFilters } from './subscriptions.ts'
import { whyEnded } from './why-ended.ts'

export interface ExternalConsumerOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  url: string
  username?: string | undefined
  password?: string | undefined
  /** Default: the fixed topics and those of the formats. */
  topics?: readonly string[] | undefined
  /**
   * Name of a shared subscription (MQTT 5): connections, and services, with the same one share the messages. Undefined,
   * or where the broker has none: a plain subscription on one connection, which keeps the order and gets retained messages.
   */
  share?: string | undefined
  /** The connections are `{clientId}-1`, `{clientId}-2` and so on: of each service its own. */
  clientId: string
  connections: number
  log: Pick<MessageLog, 'append'>
  formats?: Formats | undefined
  clock: Clock
  logger: Logger
  metrics: Registry
}

export interface ExternalConsumer {
  /** Sends a command through the external broker. Error: `overloaded` (retryable) when it does not take it in time. */
  publish(topic: string, payload: Uint8Array): Promise<void>
  /** Acknowledges what is on its way into the log, then disconnects; the sessions stay in the broker. */
  close(): Promise<void>
}

const FIRST_BACKOFF_MS = 200
const MAX_BACKOFF_MS = 30_000
const PUBLISH_WITHIN_MS = 10_000

/**
 * Takes messages from an MQTT broker of the plant into the log. QoS 1 is acknowledged when the log has the message on
 * disk; while this service is away, they wait in the broker. Connects for ever, also at the start.
 */
export function startExternalConsumer(options: ExternalConsumerOptions): ExternalConsumer {
  const { log, clock, logger, formats, topics, share } = options
  const url = new URL(options.url)
  const where = `${url.protocol}//${url.host}`
  const metrics = createExternalMetrics(options.metrics)
  const intake = createIntake({ log, clock, kindOf: createKindOf(formats), metrics })
  const stopping = new AbortController()
  const connected = new Set<MqttClient>()
  const speak = createThrottle({ intervalMs: 60_000, maxKeys: 100 })
  const kept: Promise<void>[] = []
  let protocolVersion: ProtocolVersion = 5
  /** The first connection finds out what the broker speaks, and whether others are of use. */
  let isSettled = false

  /** Keeps one connection for ever. */
  async function keep(index: number): Promise<void> {
    const clientId = `${options.clientId}-${index + 1}`
    const subscribed = new Set<string>()

    async function onConnected(client: MqttClient, connack: IConnackPacket): Promise<void> {
      const shared = share !== undefined && protocolVersion === 5 && canShare(connack)
      // Mosquitto forgets shared subscriptions when it restarts. Doing it again does no harm but in 3.1.1, where all
      // retained messages would come again.
      if (protocolVersion === 5 || !connack.sessionPresent) subscribed.clear()
      connected.add(client)
      metrics.connected(1)
      client.stream.once('close', () => {
        connected.delete(client)
        metrics.connected(-1)
      })
      if (!isSettled) settled(shared)
      const prefix = shared ? `$share/${share}/` : ''
      const filters = () => wantedFilters(topics, formats).map(filter => prefix + filter)
      await followFilters(client, filters, subscribed)
    }

    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      const startedAtMs = performance.now()
      const { username, password } = options
      const end = await runSession({
        ...{ url, clientId, username, password, protocolVersion, onConnected },
        onMessage: intake.take,
        signal: stopping.signal,
      })
      if (stopping.signal.aborted) return
      report(end, clientId)
      if (!isSettled) protocolVersion = nextVersion(protocolVersion, end)
      // One that has lasted was not refused for what it does.
      if (performance.now() - startedAtMs > MAX_BACKOFF_MS) failures = 0
      const waitMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures, 10))
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  function settled(shared: boolean): void {
    isSettled = true
    // Without sharing every connection would get every message.
    const connections = shared ? options.connections : 1
    for (let index = 1; index < connections; index += 1) kept.push(keep(index))
    const mqtt = protocolVersion === 5 ? '5' : '3.1.1'
    logger.info({ where, mqtt, connections }, `messages come from ${where}, over MQTT ${mqtt}`)
  }

  function report(end: SessionEnd, clientId: string): void {
    const { reason, words } = whyEnded(end, where)
    metrics.refused(reason)
    const turn = speak(reason, clock.nowMs())
    if (turn) logger.error({ where, clientId, reason, ...turn }, words)
  }

  kept.push(keep(0))

  return {
    async publish(topic, payload) {
      const [client] = connected
      const late = notTaken(where, topic)
      if (!client) throw late
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(reject, PUBLISH_WITHIN_MS, late)
      })
      const sent = client.publishAsync(topic, Buffer.from(payload), { qos: 1 })
      await Promise.race([sent, timeout]).finally(() => clearTimeout(timer))
    },
    async close() {
      await intake.close()
      await sleep(0) // the last acknowledgements are written in the next tick
      stopping.abort()
      await Promise.all(kept)
    },
  }
}

const notTaken = (where: string, topic: string) =>
  new ForewarnError('overloaded', `${where} did not take a command on ${quoted(topic)}`, { retryable: true })

const canShare = ({ properties }: IConnackPacket): boolean =>
  properties?.sharedSubscriptionAvailable !== false

/** 1 is what a broker of 3.1.1 answers to MQTT 5, 132 what one of MQTT 5 does that must not speak it; some just hang up. */
function nextVersion(tried: ProtocolVersion, { error, wasConnected }: SessionEnd): ProtocolVersion {
  const isRefused = !wasConnected && (error === undefined || error.code === 1 || error.code === 132)
  return isRefused ? (tried === 5 ? 4 : 5) : tried
}
