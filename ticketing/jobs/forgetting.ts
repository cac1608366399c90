import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import { openDb, type Pool } from '../store/database.ts'
import { forgettable } from '../store/forgetting.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 3_600_000
/** Statements for one table in one round: a round ends, whatever has piled up. */
const BATCHES = 500

/** Forgets what is older than it is kept (domain/retention.ts). */
export function startForgetting(options: {
  pool: Pool
  clock: Clock
  logger: Logger
  pauseMs?: number
}): Rounds {
  const { pool, clock, logger, pauseMs = PAUSE_MS } = options
  const db = openDb(pool)
  const stopping = new AbortController()
  const rounds = every({ name: 'forgetting what is old', pauseMs, logger }, async () => {
    for (const { what, forget } of forgettable) {
      let forgotten = 0
      for (let batch = 0; batch < BATCHES && !stopping.signal.aborted; batch++) {
        const rows = await forget(db, clock.nowMs())
        forgotten += rows
        if (rows === 0) break
      }
      if (forgotten > 0) logger.info({ what, forgotten }, 'what is old is forgotten')
    }
  })
  return {
    stop() {
      stopping.abort()
      return rounds.stop()
    },
  }
}
