import type { DeadLetters } from '../../contracts/dead-letters.ts'
import type { Logger } from '../../contracts/logger.ts'
import { openDb, type Pool } from '../store/database.ts'
import { replayRegistered } from '../store/quarantine.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 10_000

/**
 * Has replayed what devices said before they were registered: in whichever way that was, after a crash in between, and
 * for messages that were on their way.
 */
export function startReplayOfRegistered(options: {
  pool: Pool
  deadLetters: Pick<DeadLetters, 'requestReplay'>
  logger: Logger
  pauseMs?: number
}): Rounds {
  const { pool, deadLetters, logger, pauseMs = PAUSE_MS } = options
  const db = openDb(pool)
  return every({ name: 'the replay of registered devices', pauseMs, logger }, async () => {
    const letters = await replayRegistered(db, deadLetters)
    if (letters > 0)
      logger.info({ letters }, 'dead letters of devices that are registered now are read again')
  })
}
