import { join } from 'node:path'
import { startBroker } from '../../broker/broker.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { MessageLog } from '../../contracts/message-log.ts'
import { startEngine } from '../../detectors/engine.ts'
import { openDetectionStates } from '../../detectors/store/detection-states.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { openSegmentLog } from '../../ingest/log/segments/segment-log.ts'
import { startWriter } from '../../ingest/writer.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { createMetrics, openPool, openStore } from './resources.ts'
import { crash, type Role, type RoleContext, readiness } from './role.ts'

/** Beyond this share of its bound the log is reported as not ready, before it stops acknowledging. */
const LOG_ALARM_SHARE = 0.9

/** From a message to a finding: broker → log → writer → telemetry store, and log → detectors → findings. */
export async function startPipeline({
  config,
  databaseUrl,
  adminToken,
  tls,
  clock,
  logger,
}: RoleContext): Promise<Role> {
  await using started = new AsyncDisposableStack()
  const metrics = createMetrics('pipeline')
  const pool = openPool(databaseUrl, 'pipeline', logger)
  started.defer(() => pool.end())
  const store = openStore(config, pool)
  started.defer(() => store.close())
  void store
    .check()
    .catch(error =>
      logger.warn(
        { error: error.message },
        'the telemetry store does not answer; messages are kept in the log until it does',
      ),
    )
  const registry = await openAssetRegistry({ pool, adminToken, logger })
  started.defer(() => registry.close())
  const log = await openSegmentLog({
    directory: join(config.DATA_DIR, 'log'),
    maxBytes: config.MESSAGE_LOG_MAX_BYTES,
    logger,
    onPoisoned: crash,
  })
  started.defer(() => log.close())

  const decoder = createDecoder({ registry, codecs })
  const deadLetters = openDeadLetters({ pool })
  const writer = startWriter({ log, decoder, store, deadLetters, logger, metrics, onFatal: crash })
  started.defer(() => writer.stop())
  const sink = createFindingSink({ pool })
  const states = openDetectionStates({ pool })
  const engine = startEngine({ log, decoder, registry, sink, states, logger, metrics, onFatal: crash })
  started.defer(() => engine.stop())
  const broker = await startBroker({
    host: config.HOST,
    port: config.MQTT_PORT,
    ...(tls && { tls: { port: config.MQTTS_PORT ?? 0, ...tls } }),
    ...(config.MQTT_WS_PORT !== undefined && { webSocketPort: config.MQTT_WS_PORT }),
    limits: {
      messagesPerS: config.DEVICE_MESSAGES_PER_S,
      bytesPerS: config.DEVICE_BYTES_PER_S,
      administratorMessagesPerS: config.ADMIN_MESSAGES_PER_S,
      administratorBytesPerS: config.ADMIN_BYTES_PER_S,
      burstS: config.RATE_BURST_S,
    },
    log,
    registry,
    clock,
    logger,
    metrics,
  }).catch(error => {
    if (!(error instanceof ForewarnError)) throw error
    const ports = 'The ports are set by MQTT_PORT, MQTTS_PORT and MQTT_WS_PORT.'
    throw new ForewarnError(error.code, `${error.message}. ${ports}`, { cause: error })
  })
  started.defer(() => broker.close())

  const running = started.move() // closes in reverse: devices first, then what reads the log, the log, the stores
  return {
    port: broker.port,
    metrics: () => metrics.getMetricsAsJSON(),
    ready: () =>
      readiness({
        database: () => pool.query('select 1'),
        telemetryStore: () => store.check(),
        messageLog: () => hasRoom(log, config.MESSAGE_LOG_MAX_BYTES),
      }),
    close: () => running.disposeAsync(),
  }
}

async function hasRoom(log: MessageLog, maxBytes: number): Promise<void> {
  const { bytes } = await log.size()
  if (bytes > LOG_ALARM_SHARE * maxBytes)
    throw new ForewarnError('log_full', `${bytes} of ${maxBytes} bytes are used; a consumer does not keep up`)
}
