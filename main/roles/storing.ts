import type { Offset } from '../../contracts/message-log.ts'
import { startActivity } from '../../ingest/activity.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { openDeadLetters } from '../../ingest/dead-letters/dead-letters.ts'
import { startReplayer } from '../../ingest/dead-letters/replayer.ts'
import { startDeadLetterRetention } from '../../ingest/dead-letters/retention.ts'
import { standsAlone } from '../../ingest/live-lane.ts'
import { createRequests } from '../../ingest/requests.ts'
import { startUpkeep } from '../../ingest/upkeep/upkeep.ts'
import { startWriter } from '../../ingest/writer.ts'
import { openDeviceLedger } from '../../ticketing/store/device-ledger.ts'
import { type ConsumerContext, openConsumer } from './consumer.ts'
import { openStores } from './resources.ts'
import { crash, type Running, readiness } from './role.ts'

/** The thread that reads the log for the telemetry store, with the dead letters and everything that ages there. */
export async function startStoring(
  context: ConsumerContext,
): Promise<Running & { stored: () => Offset | undefined }> {
  const { config, clock, logger } = context
  await using started = new AsyncDisposableStack()
  const { metrics, pool, calls, log, decoder } = await openConsumer('storing', context, started)
  const { store, rollups, dueHours, months } = openStores({ config, pool, clock })
  started.defer(() => store.close())
  void store
    .check()
    .catch(error =>
      logger.warn(
        { error: error.message },
        'the telemetry store does not answer; messages are kept in the log until it does',
      ),
    )

  const deadLetters = openDeadLetters({ pool, logger, metrics })
  const ledger = openDeviceLedger({ pool })
  const activity = startActivity({ ledger, log, committed: () => writer.committed(), clock, logger })
  started.defer(() => activity.stop())
  const writer = startWriter({
    log,
    decoder,
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
  const upkeep = startUpkeep({
    store: rollups,
    dueHours,
    months,
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
    stored: writer.committed,
    close: () => running.disposeAsync(),
  }
}
