import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { DeadLetterStore } from './dead-letters.ts'

const EVERY_MS = 3_600_000
const DAY_MS = 24 * 3_600_000

interface RetentionOptions {
  deadLetters: Pick<DeadLetterStore, 'expire'>
  days: number
  clock: Clock
  logger: Logger
  metrics: Registry
  everyMs?: number
}

/** Deletes dead letters that are older, now and every hour, few at a time. What fails is tried in the next hour. */
export function startDeadLetterRetention(options: RetentionOptions): { stop(): Promise<void> } {
  const { deadLetters, days, clock, logger, metrics, everyMs = EVERY_MS } = options
  const stopping = new AbortController()
  const expired = new Counter({
    name: 'forewarn_dead_letters_expired_total',
    help: 'Dead letters that were deleted because they were older than their retention.',
    registers: [metrics],
  })

  async function expire(): Promise<void> {
    const beforeMs = clock.nowMs() - days * DAY_MS
    while (!stopping.signal.aborted) {
      const count = await deadLetters.expire(beforeMs)
      if (count === 0) return
      expired.inc(count)
    }
  }

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      await expire().catch(error =>
        logger.warn({ err: error }, 'old dead letters could not be deleted; this is tried again in an hour'),
      )
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const done = work()
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}
