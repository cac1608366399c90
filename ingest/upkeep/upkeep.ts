import { Counter, Gauge, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import { pause } from '../../contracts/hold.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { RollupStore, Span } from '../../contracts/telemetry-store.ts'
import type { DueHours } from './due-hours.ts'
import { type Months, unwritten } from './months.ts'

const INTERVAL_MS = 300_000
/** After its end an hour waits this long for samples that were on their way. */
const GRACE_MS = 300_000
const DAY_MS = 86_400_000
const HOURS_AT_A_TIME = 100
const STOP_WITHIN_MS = 2_000

export interface UpkeepOptions {
  store: RollupStore
  dueHours: DueHours
  months: Months
  clock: Clock
  logger: Logger
  metrics: Registry
  /** 0 keeps for ever. */
  sampleDays: number
  rollupDays: number
  intervalMs?: number
}

/**
 * Every few minutes: hours that have ended are rolled up, also those that got late samples, and whole months that are
 * older than their retention are given up, when nothing was written into them for as long. Samples go only when all
 * rollups of their time are complete. What fails is logged, and tried again the next time.
 */
export function startUpkeep(options: UpkeepOptions): { stop(): Promise<void> } {
  const { logger, intervalMs = INTERVAL_MS } = options
  const stopping = new AbortController()
  const counts = createUpkeepMetrics(options)
  const run = async () => {
    let failing: string | undefined
    while (!stopping.signal.aborted) {
      try {
        await rollUp(options, counts, stopping.signal)
        await giveUpSamples(options)
        await giveUpRollups(options)
        failing = undefined
      } catch (error) {
        const { message } = error as Error
        counts.failures.inc()
        if (message !== failing)
          logger.error({ err: error }, 'upkeep of the telemetry store fails and is retried')
        failing = message
      }
      await pause(intervalMs, stopping.signal)
    }
  }
  const done = run()
  return {
    /** Does not wait long for what is under way: it is done again after the next start. */
    async stop() {
      stopping.abort()
      const waited = new AbortController()
      await Promise.race([done, pause(STOP_WITHIN_MS, waited.signal)])
      waited.abort()
    },
  }
}

async function rollUp(
  { store, dueHours, clock }: UpkeepOptions,
  counts: UpkeepMetrics,
  stopping: AbortSignal,
): Promise<void> {
  for (;;) {
    const hours = await dueHours.list(clock.nowMs() - GRACE_MS, HOURS_AT_A_TIME)
    for (const hour of hours) {
      if (stopping.aborted) return
      await store.rollUp(hour.hourMs)
      await dueHours.strike(hour)
      counts.hours.inc()
    }
    if (hours.length < HOURS_AT_A_TIME) return
  }
}

async function giveUpSamples({ store, dueHours, months, clock, logger, sampleDays }: UpkeepOptions) {
  if (sampleDays === 0) return
  const beforeMs = clock.nowMs() - sampleDays * DAY_MS
  const withSamples = (await months.list()).filter(({ hasSamples }) => hasSamples)
  for (const span of unwritten(withSamples, beforeMs)) {
    if ((await dueHours.first(span.fromMs, span.toMs)) !== undefined) continue
    if (await months.giveUpSamples(span, beforeMs, () => store.dropSamples(span)))
      logger.info(inWords(span), 'samples of these months are given up')
  }
}

async function giveUpRollups({ store, months, clock, logger, rollupDays }: UpkeepOptions) {
  if (rollupDays === 0) return
  const beforeMs = clock.nowMs() - rollupDays * DAY_MS
  const listed = await months.list()
  const spans = unwritten(listed, beforeMs).filter(
    span =>
      !listed.some(({ fromMs, hasSamples }) => hasSamples && fromMs >= span.fromMs && fromMs < span.toMs),
  )
  for (const span of spans) {
    await store.dropRollups(span)
    await months.forget(span, beforeMs)
    logger.info(inWords(span), 'rollups of these months are given up')
  }
}

function inWords({ fromMs, toMs }: Span) {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
}

type UpkeepMetrics = ReturnType<typeof createUpkeepMetrics>

function createUpkeepMetrics({ metrics, dueHours, clock }: UpkeepOptions) {
  const registers = [metrics]
  new Gauge({
    name: 'forewarn_upkeep_due_hours',
    help: 'Hours that have ended and are to be rolled up.',
    registers,
    async collect() {
      this.set(await dueHours.count(clock.nowMs() - GRACE_MS).catch(() => Number.NaN))
    },
  })
  return {
    hours: new Counter({
      name: 'forewarn_upkeep_hours_total',
      help: 'Hours rolled up, again after late samples.',
      registers,
    }),
    failures: new Counter({
      name: 'forewarn_upkeep_failures_total',
      help: 'Rounds of upkeep that failed.',
      registers,
    }),
  }
}
