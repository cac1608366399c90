import { Counter, Gauge, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import { pause } from '../../contracts/hold.ts'
import type { Logger } from '../../contracts/logger.ts'
import { EARLIEST_OBSERVED_AT_MS } from '../../contracts/sample.ts'
import type { RollupStore } from '../../contracts/telemetry-store.ts'
import type { DueHours } from './due-hours.ts'
import { DAY_MS } from './kept-store.ts'

const INTERVAL_MS = 300_000
/** After its end an hour waits this long for samples that were on their way. */
const GRACE_MS = 300_000
const HOURS_AT_A_TIME = 100
const STOP_WITHIN_MS = 2_000

export interface UpkeepOptions {
  store: RollupStore
  dueHours: DueHours
  clock: Clock
  logger: Logger
  metrics: Registry
  /** 0 keeps for ever. */
  sampleDays: number
  rollupDays: number
  intervalMs?: number
}

/**
 * Every few minutes: hours that have ended are rolled up, also those that got late samples, and what is older than its
 * retention is given up. Samples go only when all rollups of their time are complete. What fails is logged, and tried
 * again the next time.
 */
export function startUpkeep(options: UpkeepOptions): { stop(): Promise<void> } {
  const { logger, intervalMs = INTERVAL_MS } = options
  const stopping = new AbortController()
  const counts = createUpkeepMetrics(options)
  const dropped: Dropped = { samples: undefined, rollups: undefined }
  const run = async () => {
    let failing: string | undefined
    while (!stopping.signal.aborted) {
      try {
        await rollUp(options, counts, stopping.signal)
        await drop(options, dropped)
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

interface Dropped {
  samples: number | undefined
  rollups: number | undefined
}

/** In whole days, once each. */
async function drop(options: UpkeepOptions, dropped: Dropped): Promise<void> {
  const { store, dueHours, clock, logger, sampleDays, rollupDays } = options
  const today = Math.floor(clock.nowMs() / DAY_MS)
  const samplesBefore = (today - sampleDays) * DAY_MS
  if (sampleDays > 0 && dropped.samples !== samplesBefore) {
    if ((await dueHours.first(EARLIEST_OBSERVED_AT_MS, samplesBefore)) !== undefined) return
    await store.dropSamples(samplesBefore)
    dropped.samples = samplesBefore
    logger.info({ before: new Date(samplesBefore).toISOString() }, 'samples before this are given up')
  }
  const rollupsBefore = (today - rollupDays) * DAY_MS
  if (rollupDays > 0 && dropped.rollups !== rollupsBefore) {
    await store.dropRollups(rollupsBefore)
    dropped.rollups = rollupsBefore
    logger.info({ before: new Date(rollupsBefore).toISOString() }, 'rollups before this are given up')
  }
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
