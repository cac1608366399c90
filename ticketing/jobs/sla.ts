import { Counter, Histogram, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import { type Db, openDb, type Pool } from '../store/database.ts'
import { lookAtClocks } from '../store/sla.ts'
import { sweepClocks } from '../store/sla-sweep.ts'
import { overslept, SLA_SWEEP_TASK, SLA_TASK, sweepSoon } from '../store/sla-wakes.ts'
import { every, type Rounds } from './every.ts'
import type { Task } from './worker.ts'

const PAUSE_MS = 30_000
/** An alarm that is so late was not heard: its worker died with the job, and the queue would wait for hours. */
const LATE_MS = 10_000
const TICKETS_PER_ROUND = 500
/** Criticalities of assets change too, and nobody says so. */
const SWEEP_EVERY_MS = 3_600_000

interface Parts {
  pool: Pool
  clock: Clock
  logger: Logger
}

/** The tasks of the SLA, for the worker. */
export function slaTasks({
  pool,
  clock,
  logger,
  metrics,
}: Parts & { metrics: Registry }): Record<string, Task> {
  const db = openDb(pool)
  const fired = new Counter({
    name: 'forewarn_sla_fired_total',
    help: 'Warnings, breaches and escalations that alarms have fired',
    registers: [metrics],
  })
  const sweeps = new Histogram({
    name: 'forewarn_sla_sweep_seconds',
    help: 'How long computing the clocks of all open tickets took',
    buckets: [0.1, 0.3, 1, 2, 5, 10, 60],
    registers: [metrics],
  })
  return {
    async [SLA_TASK](payload) {
      fired.inc(await lookAtClocks(db, ticketOf(payload), clock.nowMs()))
    },
    async [SLA_SWEEP_TASK](_, signal) {
      const beganAtMs = performance.now()
      const swept = await sweepClocks(db, clock.nowMs(), { signal })
      const seconds = (performance.now() - beganAtMs) / 1000
      sweeps.observe(seconds)
      logger.info({ ...swept, seconds }, 'computed the SLA clocks of all open tickets')
    },
  }
}

function ticketOf(payload: unknown): number {
  const ticket =
    typeof payload === 'object' && payload !== null && 'ticket' in payload ? payload.ticket : undefined
  if (typeof ticket === 'number') return ticket
  throw new Error(`a job of the task ${SLA_TASK} names no ticket: ${JSON.stringify(payload)}`)
}

/**
 * What a dead worker leaves behind is done all the same: all clocks are computed at the start and every hour, and an
 * alarm that nobody heard is heard here.
 */
export function startSlaPatrol({
  pool,
  clock,
  logger,
  pauseMs = PAUSE_MS,
}: Parts & { pauseMs?: number }): Rounds {
  const db = openDb(pool)
  let nextSweepMs = Number.NEGATIVE_INFINITY
  return every({ name: 'the SLA patrol', pauseMs, logger }, async () => {
    const nowMs = clock.nowMs()
    if (nowMs >= nextSweepMs) {
      await sweepSoon(db)
      nextSweepMs = nowMs + SWEEP_EVERY_MS
    }
    await hearAlarms(db, logger, nowMs)
  })
}

/** Resolves with how many alarms it heard. One ticket's trouble must not hold up the others. */
export async function hearAlarms(db: Db, logger: Logger, nowMs: number): Promise<number> {
  const late = await overslept(db, nowMs - LATE_MS, TICKETS_PER_ROUND)
  for (const ticket of late) {
    await lookAtClocks(db, ticket, nowMs).catch(error =>
      logger.error(
        { err: error, ticket },
        `the clocks of ticket ${ticket} could not be computed; tried again later`,
      ),
    )
  }
  if (late.length > 0) logger.warn({ tickets: late.length }, 'SLA alarms were late: no worker has heard them')
  return late.length
}
