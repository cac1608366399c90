import { createServer, type Server, type Socket } from 'node:net'
import type { Client } from 'aedes'
import type { Registry } from 'prom-client'
import type { Clock } from '../contracts/clock.ts'
import { ForewarnError } from '../contracts/errors.ts'
import type { Logger } from '../contracts/logger.ts'
import type { MessageLog } from '../contracts/message-log.ts'
import type { AssetRegistry } from '../contracts/registry.ts'
import { createAuthentication } from './authentication.ts'
import { createAuthorization } from './authorization.ts'
import { createClientIds } from './client-ids.ts'
import { closeGracefully } from './close.ts'
import { createDurableAppend } from './durable-append.ts'
import { guardFrames } from './frame-guard.ts'
import { IngestAedes } from './ingest-aedes.ts'
import { type BrokerLimits, brokerLimits } from './limits.ts'
import { createBrokerMetrics } from './metrics.ts'
import { createPeers, type Peers } from './peers.ts'
import { createRefusals, type Refusals, RefusedError } from './refusals.ts'

export interface BrokerOptions {
  host: string
  /** 0 takes a free one. */
  port: number
  log: MessageLog
  registry: AssetRegistry
  clock: Clock
  logger: Logger
  metrics: Registry
  /** Differences to `brokerLimits`. */
  limits?: Partial<BrokerLimits>
}

export interface RunningBroker {
  /** The real port. */
  port: number
  /** Takes nothing new, acknowledges what is on its way into the log, then disconnects. Never rejects; bounded in time. */
  close(): Promise<void>
}

/**
 * The embedded MQTT 3.1.1 broker. A message on `telemetry/…` is acknowledged (PUBACK, PUBREC) when the log has it
 * on disk, and goes nowhere else from here.
 * @throws ForewarnError `conflict` when the address cannot be listened on
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const { log, registry, clock, logger } = options
  const limits = { ...brokerLimits, ...options.limits }
  const metrics = createBrokerMetrics(options.metrics)
  const refusals = createRefusals({ metrics, logger, clock })
  const peers = createPeers(limits)
  const append = createDurableAppend({ log, clock, metrics, limits })
  const clientIds = createClientIds({
    storedSessionsPerPrincipal: limits.storedSessionsPerPrincipal,
    forget: clientId => void aedes.forgetSession(clientId).catch(unexpected),
  })
  const authorization = createAuthorization({
    registry,
    peers,
    append,
    refusals,
    metrics,
    limits,
    isHeld: (client, packet) => aedes.isHeld(client, packet),
  })
  const aedes = new IngestAedes({
    concurrency: 0, // with a limit, one subscriber that does not read stalls all topics and can crash the process
    connectTimeout: limits.connectMs,
    drainTimeout: limits.drainMs,
    maxInflightInbound: limits.inflightQos2PerClient,
    maxTopicLevels: limits.topicLevels,
    ...createAuthentication({ registry, peers, clientIds, refusals, limits }),
    authorizePublish: authorization.authorizePublish,
    authorizeSubscribe: authorization.authorizeSubscribe,
    authorizeForward: authorization.authorizeForward,
  })
  const unexpected = (error: unknown) =>
    logger.error({ err: error }, 'the MQTT broker met an unexpected error')
  aedes.addListener('error', unexpected) // without a listener it would end the process
  reportClientErrors(aedes, { peers, refusals, logger })
  await aedes.listen()
  aedes.guardSessions(authorization.maySubscribe)

  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, socket =>
    accept(socket, { peers, refusals, limits, aedes }),
  )
  const port = await listen(server, options.host, options.port).catch(error => {
    aedes.close() // its timers would keep the process alive
    throw error
  })
  server.on('error', unexpected)
  metrics.watch({
    connections: () => peers.size,
    pendingMessages: () => append.pendingMessages,
    pendingBytes: () => append.pendingBytes,
  })
  logger.info({ host: options.host, port }, `MQTT is listening on ${options.host}:${port}`)

  let closing: Promise<void> | undefined
  return {
    port,
    close() {
      closing ??= closeGracefully({ server, aedes, peers, append, authorization, limits, logger })
      return closing
    },
  }
}

function accept(
  socket: Socket,
  {
    peers,
    refusals,
    limits,
    aedes,
  }: { peers: Peers; refusals: Refusals; limits: BrokerLimits; aedes: IngestAedes },
): void {
  const peer = peers.admit(socket)
  if ('reason' in peer) {
    refusals.record('connection', peer, { who: socket.remoteAddress ?? 'unknown' })
    socket.on('error', () => {}) // a reset of a connection that is thrown away anyway
    socket.destroy()
    return
  }
  guardFrames(socket, {
    connectPacketBytes: limits.connectPacketBytes,
    packetBytes: limits.packetBytes,
    refuse: refusal =>
      refusals.record('connection', refusal, {
        who: peer.principal ?? peer.address,
        address: peer.address,
      }),
  })
  aedes.handle(socket)
}

/** What Aedes and its parser cut a connection for; our own refusals are already recorded. */
function reportClientErrors(
  aedes: IngestAedes,
  { peers, refusals, logger }: { peers: Peers; refusals: Refusals; logger: Logger },
): void {
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

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const failed = (cause: Error) =>
      reject(
        new ForewarnError('conflict', `MQTT cannot listen on ${host}:${port}: ${cause.message}`, { cause }),
      )
    server.once('error', failed)
    // After a restart all devices come at once; the default backlog of 511 would make most of them wait a second.
    server.listen({ port, host, backlog: 4_096 }, () => {
      server.off('error', failed)
      resolve()
    })
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}
