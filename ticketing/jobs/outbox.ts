import { Counter, Histogram, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { Notifying } from '../channels/notifying.ts'
import { openDb, type Pool } from '../store/database.ts'
import { listen } from '../store/listener.ts'
import { dueLanes, giveUpOld, OUTBOX_CHANNEL } from '../store/outbox.ts'
import { doorbell } from './doorbell.ts'
import { every } from './every.ts'
import { type Sending, workLane } from './lane.ts'

/** How late what is tried again, or was held, may begin; what is new is told at once. */
const POLL_MS = 1_000
const AFTER_ERROR_MS = 2_000
/** Lanes at work at once. One that waits for its target does nothing but that. */
const MOST_LANES = 64
const CLEAN_UP_MS = 600_000

interface OutboxOptions {
  pool: Pool
  clock: Clock
  logger: Logger
  metrics: Registry
  notifying: Notifying
  chance?: () => number
}

/**
 * Sends what waits in the outbox. Lanes work side by side, so that one that is slow holds up nobody; any number of
 * instances may run, as rows are taken under a lock. What is sent twice, after a crash, has the same id.
 */
export function startOutbox(options: OutboxOptions): { stop(): Promise<void> } {
  const { pool, clock, logger } = options
  const sending = sendingOf(options)
  const { db } = sending
  const bell = doorbell()
  const stopping = new AbortController()
  const { signal } = stopping
  const listener = listen({
    pool,
    logger,
    channel: OUTBOX_CHANNEL,
    onNotify: bell.ring,
    onConnect: bell.ring,
  })
  const working = new Map<string, Promise<void>>()
  const trouble = new Set<string>()

  function begin(lane: string): void {
    const work = workLane(sending, lane, signal)
      .then(() => void trouble.delete(lane))
      .catch(error => {
        if (!trouble.has(lane))
          logger.error({ err: error, lane }, 'notifications cannot be sent; it is tried again')
        trouble.add(lane)
      })
      .finally(() => working.delete(lane))
    working.set(lane, work)
  }

  async function work(): Promise<void> {
    let failing = false
    while (!signal.aborted) {
      try {
        for (const lane of await dueLanes(db, clock.nowMs())) {
          if (working.size >= MOST_LANES) break
          if (!working.has(lane) && !signal.aborted) begin(lane)
        }
        failing = false
      } catch (error) {
        if (!failing) logger.error({ err: error }, 'the outbox cannot be read; it is tried again')
        failing = true
      }
      await bell.wait(failing || trouble.size > 0 ? AFTER_ERROR_MS : POLL_MS, signal)
    }
    await Promise.all(working.values())
  }

  const done = work()
  const givingUp = every({ name: 'giving up old deliveries', pauseMs: CLEAN_UP_MS, logger }, async () => {
    const givenUp = await giveUpOld(db, clock.nowMs())
    if (givenUp > 0) logger.warn({ givenUp }, `${givenUp} deliveries are given up after 3 days`)
  })
  return {
    async stop() {
      stopping.abort()
      await Promise.all([done, givingUp.stop(), listener.close()])
    },
  }
}

function sendingOf({ pool, clock, metrics, notifying, chance = Math.random }: OutboxOptions): Sending {
  const tries = new Counter({
    name: 'forewarn_notifications_total',
    help: 'Messages that were tried to send, by channel and what became of it: sent, away, limited, refused',
    labelNames: ['channel', 'outcome'],
    registers: [metrics],
  })
  const took = new Histogram({
    name: 'forewarn_notification_seconds',
    help: 'How long sending a message took, by channel',
    labelNames: ['channel'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [metrics],
  })
  return {
    ...{ db: openDb(pool), clock, notifying, chance },
    onTry(channel, outcome, tookMs) {
      tries.inc({ channel, outcome })
      took.observe({ channel }, tookMs / 1000)
    },
  }
}
