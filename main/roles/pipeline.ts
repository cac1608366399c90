import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { startBroker } from '../../broker/broker.ts'
import type { ExternalConsumer } from '../../broker/external/consumer.ts'
import type { RunningBroker } from '../../broker/serve.ts'
import { answerCalls } from '../../contracts/calls.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import { logCalls } from '../../ingest/log/segments/port-log.ts'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'
import { openFormats } from '../../ticketing/store/formats.ts'
import { openEnrolment } from '../../ticketing/store/quarantine.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { brokerLimitsOf } from '../broker-settings.ts'
import { keptSecret } from '../postgres/embedded.ts'
import { tokenFile } from '../token-files.ts'
import { type IntakeCalls, readerThreads } from './consumer.ts'
import { openExternal } from './external.ts'
import { startNotices } from './notices.ts'
import { askPeer } from './peer.ts'
import { createMetrics, openPool } from './resources.ts'
import { crash, merged, type Role, type RoleContext, type RoleStatus, readiness } from './role.ts'
import { createRoomMetrics, roomChecks } from './room.ts'
import { type RunningThread, startThread } from './threads.ts'

/** Less than what the pipeline itself gets, which closes its broker and its log besides. */
const CONSUMER_STOPS_WITHIN_MS = 14_000

/**
 * From a message to a finding, in two threads or three. This one, the intake, takes messages into the log and acknowledges
 * them; what reads the log is in threads of its own, so that no turn of decoding or detection delays a PUBACK, and neither
 * the store nor the detectors wait for the other.
 */
export async function startPipeline({ clock, logger, ...settings }: RoleContext): Promise<Role> {
  const { config, databaseUrl, adminToken, tls } = settings
  await using started = new AsyncDisposableStack()
  const metrics = createMetrics('pipeline', 'intake')
  const pool = openPool(databaseUrl, 'intake', logger)
  started.defer(() => pool.end())
  const readerToken = config.READER_TOKEN ?? (await keptSecret(tokenFile(config, 'READER_TOKEN')))
  const registry = await openAssetRegistry({ pool, adminToken, readerToken, logger })
  started.defer(() => registry.close())
  const formats = await openFormats({ pool, logger })
  started.defer(() => formats.close())
  const log = await openSegmentLog({
    directory: join(config.DATA_DIR, 'log'),
    maxBytes: config.MESSAGE_LOG_MAX_BYTES,
    logger,
    onPoisoned: crash,
  })
  started.defer(() => log.close())
  const room = { log, maxBytes: config.MESSAGE_LOG_MAX_BYTES, directory: config.DATA_DIR }
  createRoomMetrics(metrics, room)
  const notices = startNotices({ pool, log, clock, logger, metrics })
  started.defer(() => notices.stop())

  let broker: RunningBroker | undefined
  let external: ExternalConsumer | undefined
  const publish: IntakeCalls['publish'] = async ({ topic, payload }) => {
    if (!broker) throw new ForewarnError('overloaded', 'the broker does not listen yet', { retryable: true })
    // The device may be at either.
    await Promise.all([broker.publish(topic, payload), external?.publish(topic, payload)])
  }
  const threads: RunningThread[] = []
  started.defer(() => Promise.all(threads.map(thread => thread.stop())).then(() => undefined))
  const consumers: RoleStatus[] = []
  for (const names of readerThreads(availableParallelism())) {
    const status = new MessageChannel()
    const readers = names.map(name => {
      const intake = new MessageChannel()
      answerCalls(intake.port1, { ...logCalls(log), publish } satisfies IntakeCalls)
      return { name, intake: intake.port2 }
    })
    const thread = await startThread(
      { ...settings, name: 'readers', peer: status.port2, readers },
      { stopsWithinMs: CONSUMER_STOPS_WITHIN_MS },
    )
    threads.push(thread)
    void thread.crashed.then(crash)
    consumers.push(askPeer(status.port1, names.join(' and ')))
  }

  const listening = await startBroker({
    host: config.HOST,
    port: config.MQTT_PORT,
    ...(tls && { tls: { port: config.MQTTS_PORT ?? 0, ...tls } }),
    ...(config.MQTT_WS_PORT !== undefined && { webSocketPort: config.MQTT_WS_PORT }),
    limits: brokerLimitsOf(config),
    log,
    registry,
    formats,
    ...(config.DEVICE_ENROLMENT === 'open' && { enrolment: openEnrolment({ pool, clock }) }),
    clock,
    logger,
    metrics,
  }).catch(error => {
    if (!(error instanceof ForewarnError)) throw error
    const ports = 'The ports are set by MQTT_PORT, MQTTS_PORT and MQTT_WS_PORT.'
    throw new ForewarnError(error.code, `${error.message}. ${ports}`, { cause: error })
  })
  broker = listening
  started.defer(() => listening.close())
  external = openExternal(config, { log, formats, clock, logger, metrics })
  started.defer(async () => external?.close())

  const running = started.move() // closes in reverse: devices first, then what reads the log, the log, the registry
  const own = () =>
    readiness({
      database: () => pool.query('select 1'),
      ...roomChecks(room),
    })
  return {
    port: listening.port,
    metrics: async () =>
      (await Promise.all([metrics.getMetricsAsJSON(), ...consumers.map(each => each.metrics())])).flat(),
    ready: async () => merged(await Promise.all([own(), ...consumers.map(each => each.ready())])),
    close: () => running.disposeAsync(),
  }
}
