import { Counter, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { AttachmentStore } from '../domain/attachment.ts'
import { IntakeKind } from '../domain/intake.ts'
import { decoders } from '../intakes/index.ts'
import { type Db, openDb, type Pool } from '../store/database.ts'
import {
  ARRIVALS_CHANNEL,
  type ClaimedArrival,
  claimArrival,
  type Finished,
  finishArrival,
  putOffArrival,
  releaseArrival,
} from '../store/intakes/arrivals.ts'
import { isRefusal, workOn } from '../store/intakes/work.ts'
import { listen } from '../store/listener.ts'
import { doorbell } from './doorbell.ts'

/** Where a notification was missed, or something was put off, it waits no longer than this. */
const POLL_MS = 2_000
const FIRST_BACKOFF_MS = 100
const MAX_BACKOFF_MS = 5_000
/** How long after each failed attempt the next is made; after the last of them it has failed. */
const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000]
/** Each is worked on one after the other: a file of a thousand lines does not hold up an alert. */
const LANES: readonly (readonly IntakeKind[])[] = [['csv'], IntakeKind.enum.filter(kind => kind !== 'csv')]

export interface ArrivalOptions {
  pool: Pool
  store: AttachmentStore
  clock: Clock
  logger: Logger
  metrics: Registry
}

/** Works on what intakes have taken, in each lane the oldest first; any number of these may run on one database. */
export function startArrivals(options: ArrivalOptions): { stop(): Promise<void> } {
  const { pool, clock, logger } = options
  const db = openDb(pool)
  const stopping = new AbortController()
  const lanes = LANES.map(kinds => ({ kinds, bell: doorbell() }))
  const ring = () => {
    for (const { bell } of lanes) bell.ring()
  }
  const listener = listen({ pool, logger, channel: ARRIVALS_CHANNEL, onNotify: ring, onConnect: ring })
  const bench: Bench = { ...options, db, stopping: stopping.signal, count: counter(options.metrics) }
  const running = lanes.map(loop)

  async function loop({ kinds, bell }: (typeof lanes)[number]): Promise<void> {
    let backoffMs = 0
    while (!stopping.signal.aborted) {
      try {
        const claimed = await claimArrival(db, kinds, clock.nowMs())
        if (backoffMs > 0) logger.info({}, 'the work on arrivals goes on')
        backoffMs = 0
        if (claimed) {
          await work(bench, claimed)
          continue
        }
      } catch (error) {
        if (backoffMs === 0) logger.error({ err: error }, 'no work on arrivals; it tries again until it can')
        backoffMs = Math.min(Math.max(FIRST_BACKOFF_MS, 2 * backoffMs), MAX_BACKOFF_MS)
      }
      await bell.wait(backoffMs || POLL_MS, stopping.signal)
    }
  }

  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
      await listener.close()
    },
  }
}

interface Bench extends ArrivalOptions {
  db: Db
  stopping: AbortSignal
  count(kind: string, state: string): void
}

async function work(
  { db, store, clock, logger, stopping, count }: Bench,
  { letter, intake, attempts }: ClaimedArrival,
) {
  const end = async (finished: Finished) => {
    await finishArrival(db, letter.id, finished)
    count(intake.kind, finished.state)
  }
  try {
    const decoded = await decoders[intake.kind].decode(letter, intake)
    await end(
      await workOn(db, decoded, { arrival: letter.id, intake, store, nowMs: clock.nowMs(), stopping }),
    )
  } catch (error) {
    if (stopping.aborted && error === stopping.reason) return releaseArrival(db, letter.id, clock.nowMs())
    const reason = error instanceof Error ? error.message : String(error)
    if (isRefusal(error)) return end({ state: 'failed', reason, result: null })
    const inMs = RETRY_AFTER_MS[attempts - 1]
    logger.warn(
      { err: error, intake: intake.id, arrival: letter.id, attempts },
      'an arrival could not be worked on',
    )
    if (inMs !== undefined) return putOffArrival(db, letter.id, { dueAtMs: clock.nowMs() + inMs, reason })
    await end({ state: 'failed', reason: `Given up after ${attempts} attempts: ${reason}`, result: null })
  }
}

function counter(metrics: Registry): Bench['count'] {
  const arrivals = new Counter({
    name: 'forewarn_arrivals_total',
    help: 'What intakes have taken, by what became of it',
    labelNames: ['kind', 'state'],
    registers: [metrics],
  })
  return (kind, state) => arrivals.inc({ kind, state })
}
