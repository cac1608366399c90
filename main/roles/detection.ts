import type { Offset } from '../../contracts/message-log.ts'
import { startEngine } from '../../detectors/engine.ts'
import { openDetectionStates } from '../../detectors/store/detection-states.ts'
import { openPrognoses } from '../../detectors/store/prognoses.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { type ConsumerContext, openConsumer } from './consumer.ts'
import { giveWay } from './give-way.ts'
import { withPrognoses } from './learned-registry.ts'
import { crash, type Running, readiness } from './role.ts'

/** The thread that reads the log for findings: detectors → PostgreSQL, where the tickets are made of them. */
export async function startDetection(
  context: ConsumerContext & {
    /** Of storing, where it runs in the same thread: see `giveWay`. */
    stored?: () => Offset | undefined
  },
): Promise<Running> {
  const { logger, stored } = context
  await using started = new AsyncDisposableStack()
  const { metrics, pool, registry, log, decoder } = await openConsumer('detection', context, started)
  const learned = withPrognoses(registry, { prognoses: openPrognoses({ pool }), logger })
  started.defer(() => learned.stop())
  const sink = createFindingSink({ pool })
  const states = openDetectionStates({ pool })
  const engine = startEngine({
    ...{ log, decoder, registry: learned, sink, states, logger, metrics },
    ...(stored && { giveWay: giveWay({ log, stored }) }),
    onFatal: crash,
  })
  started.defer(() => engine.stop())

  const running = started.move()
  return {
    metrics: () => metrics.getMetricsAsJSON(),
    ready: () => readiness({}),
    close: () => running.disposeAsync(),
  }
}
