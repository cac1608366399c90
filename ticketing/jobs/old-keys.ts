import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import { openDb, type Pool } from '../store/database.ts'
import { forgetOldKeys } from '../store/idempotency.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 3_600_000

/** Forgets idempotency keys that are older than a day. */
export function startForgettingKeys(options: {
  pool: Pool
  clock: Clock
  logger: Logger
  pauseMs?: number
}): Rounds {
  const { pool, clock, logger, pauseMs = PAUSE_MS } = options
  const db = openDb(pool)
  return every({ name: 'the clean-up of idempotency keys', pauseMs, logger }, async () => {
    const forgotten = await forgetOldKeys(db, clock.nowMs())
    if (forgotten > 0) logger.info({ forgotten }, 'old idempotency keys are forgotten')
  })
}
