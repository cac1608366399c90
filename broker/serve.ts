import type { Aedes, AedesOptions, Client } from 'aedes'
import type { Registry } from 'prom-client'
import type { Clock } from '../contracts/clock.ts'
import type { Logger } from '../contracts/logger.ts'
import type { MessageLog } from '../contracts/message-log.ts'
import type { Authorization } from './authorization.ts'
import { closeGracefully } from './close.ts'
import { createCommands } from './commands.ts'
import { createConnections } from './connections.ts'
import { createDurableAppend, type DurableAppend } from './durable-append.ts'
import { createFarewell, type Farewell } from './farewell.ts'
import { type BrokerLimits, brokerLimits } from './limits.ts'
import { type ListenerOptions, openListeners, type Ports } from './listeners.ts'
import { type BrokerMetrics, createBrokerMetrics } from './metrics.ts'
import { createPacing, type Pacing } from './pacing.ts'
import { createPeers, type Peers } from './peers.ts'
import { createRefusals, type Refusals, RefusedError } from './refusals.ts'

export interface RunningBroker extends Ports {
  /**
   * Sends a command of the service itself to whoever subscribes to its topic; the state of a Sparkplug host is retained.
   * Resolves when it was handed to them: nobody may be there. Errors: `invalid` for a topic that is no command,
   * `overloaded` (retryable) when too many are on their way, or subscribers do not take it in time.
   */
  publish(topic: string, payload: Uint8Array): Promise<void>
  /** Takes nothing new, acknowledges what is on its way into the log, then disconnects. Never rejects; bounded in time. */
  close(): Promise<void>
}

/** What stands around Aedes whoever may do what: the same for plants and for conformance suites. */
export interface Parts {
  limits: BrokerLimits
  metrics: BrokerMetrics
  refusals: Refusals
  peers: Peers
  append: DurableAppend
  pacing: Pacing
  farewell: Farewell
  logger: Logger
}

export function createParts(options: {
  log: Pick<MessageLog, 'append'>
  clock: Clock
  logger: Logger
  metrics: Registry
  limits?: Partial<BrokerLimits>
}): Parts {
  const { log, clock, logger } = options
  const limits = { ...brokerLimits, ...options.limits }
  const metrics = createBrokerMetrics(options.metrics)
  return {
    limits,
    metrics,
    logger,
    refusals: createRefusals({ metrics, logger, clock }),
    peers: createPeers(limits),
    append: createDurableAppend({ log, clock, metrics, limits }),
    pacing: createPacing({ limits, metrics, logger, clock }),
    farewell: createFarewell(limits),
  }
}

/** The options of Aedes that are not about who may do what. */
export const aedesOptions = (limits: BrokerLimits): AedesOptions => ({
  concurrency: 0, // with a limit, one subscriber that does not read stalls all topics and can crash the process
  connectTimeout: limits.connectMs,
  drainTimeout: limits.drainMs,
  maxInflightInbound: limits.inflightQos2PerClient,
  maxTopicLevels: Math.max(limits.topicLevels, 100), // ours speaks first and says more; 100 is the most Aedes can
})

/** What no listener, client or message should cause, and must not end the process. */
export const unexpected = (logger: Logger) => (error: unknown) =>
  logger.error({ err: error }, 'the MQTT broker met an unexpected error')

/**
 * Opens the listeners in front of an Aedes that listens already.
 * @throws ForewarnError `conflict` when an address cannot be listened on; the Aedes is closed then
 */
export async function serve(
  aedes: Aedes,
  authorization: Pick<Authorization, 'hold'>,
  parts: Parts,
  where: ListenerOptions,
): Promise<RunningBroker> {
  const { peers, refusals, limits, logger, append, pacing, metrics } = parts
  aedes.addListener('error', unexpected(logger)) // without a listener it would end the process
  reportClientErrors(aedes, parts)
  const handle = (stream: Parameters<Aedes['handle']>[0]) => void aedes.handle(stream)
  const connections = createConnections({ peers, refusals, logger, limits, handle })
  const listeners = await openListeners({ ...where, connections, limits, logger }).catch(error => {
    aedes.close() // its timers would keep the process alive
    throw error
  })
  metrics.watch({
    connections: () => peers.size,
    strangers: () => peers.strangers,
    slowedMessages: () => pacing.waitingMessages,
    pendingMessages: () => append.pendingMessages,
    pendingBytes: () => append.pendingBytes,
  })
  let closing: Promise<void> | undefined
  return {
    ...listeners.ports,
    publish: createCommands(aedes, limits),
    close() {
      closing ??= closeGracefully({ listeners, aedes, peers, append, authorization, pacing, limits, logger })
      return closing
    },
  }
}

/** What Aedes and its parser cut a connection for; our own refusals are already recorded. */
function reportClientErrors(aedes: Aedes, { peers, refusals, logger }: Parts): void {
  const report = (client: Client, error: Error & { code?: string }) => {
    if (error instanceof RefusedError) return
    const peer = peers.of(client)
    const who = peer?.principal ?? peer?.address ?? 'unknown'
    // Broken networks are daily life, not worth a warning. Aedes says the second when the client left during a write.
    if (error.code !== undefined || error.message === 'connection closed') {
      logger.debug({ who, err: error }, 'a connection broke')
      return
    }
    const message = `The connection of "${who}" was cut: ${error.message}.`
    refusals.record('connection', { reason: 'protocol', message }, { who, address: peer?.address })
  }
  aedes.on('clientError', report)
  aedes.on('connectionError', report)
}
