import type { MessagePort } from 'node:worker_threads'
import { callsTo } from '../../contracts/calls.ts'
import { startEngine } from '../../detectors/engine.ts'
import { openDetectionStates } from '../../detectors/store/detection-states.ts'
import { startActivity } from '../../ingest/activity.ts'
import { openAnnouncements } from '../../ingest/announcements/store.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { startReplayer } from '../../ingest/dead-letters/replayer.ts'
import { startDeadLetterRetention } from '../../ingest/dead-letters/retention.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { standsAlone } from '../../ingest/live-lane.ts'
import { openPortLog } from '../../ingest/log/segments/port-log.ts'
import { createRequests } from '../../ingest/requests.ts'
import { startUpkeep } from '../../ingest/upkeep/upkeep.ts'
import { startWriter } from '../../ingest/writer.ts'
import { openDeviceLedger } from '../../ticketing/store/device-ledger.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { openFormats } from '../../ticketing/store/formats.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import type { IntakeCalls } from './pipeline.ts'
import { createMetrics, openPool, openStores } from './resources.ts'
import { crash, type RoleContext, type Running, readiness } from './role.ts'

/** A disk that takes longer to answer than this is an outage, which consumers wait out. */
const LOG_TIMEOUT_MS = 30_000
/** Of the second that a message may take until it can be read. */
const GATHER_MS = 50

/** The second thread of the pipeline, behind the log: writer → telemetry store, and detectors → findings. */
export async function startProcessing(context: RoleContext & { intake: MessagePort }): Promise<Running> {
  const { config, databaseUrl, adminToken, clock, logger, intake } = context
  await using started = new AsyncDisposableStack()
  const metrics = createMetrics('pipeline', 'processing')
  const pool = openPool(databaseUrl, 'processing', logger)
  started.defer(() => pool.end())
  const { store, rollups, dueHours } = openStores({ config, pool, clock })
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
  const calls = callsTo<IntakeCalls>(intake, { other: 'the intake thread', timeoutMs: LOG_TIMEOUT_MS })
  const log = openPortLog(calls, { gatherMs: GATHER_MS })
  started.defer(() => log.close())

  const formats = await openFormats({ pool, logger })
  started.defer(() => formats.close())
  const announcements = await openAnnouncements({ pool, log })
  // One for each consumer: they stand at different places of the log, and a decoder remembers what came before its own.
  const newDecoder = () => createDecoder({ registry, codecs, formats, announcements })
  const deadLetters = openDeadLetters({ pool, logger, metrics })
  const ledger = openDeviceLedger({ pool })
  const activity = startActivity({ ledger, log, committed: () => writer.committed(), clock, logger })
  started.defer(() => activity.stop())
  const writer = startWriter({
    log,
    decoder: newDecoder(),
    store,
    deadLetters,
    activity,
    standsAlone: standsAlone(codecs),
    onRequests: createRequests({ clock, logger, send: command => calls.call('publish', command) }),
    logger,
    metrics,
    concurrency: config.WRITER_CONCURRENCY,
    onFatal: crash,
  })
  started.defer(() => writer.stop())
  const replayer = startReplayer({ log, deadLetters, logger, metrics })
  started.defer(() => replayer.stop())
  const days = config.DEAD_LETTER_RETENTION_DAYS
  const retention = startDeadLetterRetention({ deadLetters, days, clock, logger, metrics })
  started.defer(() => retention.stop())
  const sink = createFindingSink({ pool })
  const states = openDetectionStates({ pool })
  const engine = startEngine({
    log,
    decoder: newDecoder(),
    registry,
    sink,
    states,
    logger,
    metrics,
    onFatal: crash,
  })
  started.defer(() => engine.stop())

  const upkeep = startUpkeep({
    store: rollups,
    dueHours,
    clock,
    logger,
    metrics,
    sampleDays: config.SAMPLE_RETENTION_DAYS,
    rollupDays: config.ROLLUP_RETENTION_DAYS,
  })
  started.defer(() => upkeep.stop())

  const running = started.move()
  return {
    metrics: () => metrics.getMetricsAsJSON(),
    ready: () => readiness({ telemetryStore: () => store.check() }),
    close: () => running.disposeAsync(),
  }
}
