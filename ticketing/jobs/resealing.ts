import type { Logger } from '../../contracts/logger.ts'
import { openDb, type Pool } from '../store/database.ts'
import { resealAll } from '../store/resealing.ts'
import type { SecretsKey } from '../store/secrets.ts'
import { every, type Rounds } from './every.ts'

/** The keys change with a start only; the round after a day is for what another instance sealed with its older key. */
const PAUSE_MS = 24 * 3_600_000

/** Seals by the key of today what a former one sealed, and says how much nobody can open. */
export function startResealing(options: { pool: Pool; secretsKey: SecretsKey; logger: Logger }): Rounds {
  const { pool, secretsKey, logger } = options
  const db = openDb(pool)
  return every({ name: 'sealing anew', pauseMs: PAUSE_MS, logger }, async () => {
    const { resealed, unreadable } = await resealAll(db, secretsKey)
    if (resealed > 0) logger.info({ resealed }, 'secrets are sealed by the key of today')
    if (unreadable > 0)
      logger.warn(
        { unreadable },
        'secrets were sealed by a key that is not in SECRETS_KEY; they are lost without it',
      )
  })
}
