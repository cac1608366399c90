import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { AttachmentStore } from '../domain/attachment.ts'
import { sweepAttachments } from '../store/attachments/rows.ts'
import { openDb, type Pool } from '../store/database.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 3_600_000
/** Longer than any upload takes, and than a clock of a file server is wrong. */
const GRACE_MS = 24 * 3_600_000

/** Removes, every hour, content that no ticket names any more, and what broken uploads have left. */
export function startAttachmentSweep(options: {
  pool: Pool
  store: AttachmentStore
  clock: Clock
  logger: Logger
}): Rounds {
  const { pool, store, clock, logger } = options
  const db = openDb(pool)
  return every({ name: 'the sweep of attachments', pauseMs: PAUSE_MS, logger }, async () => {
    const removed = await sweepAttachments(db, store, clock.nowMs() - GRACE_MS)
    if (removed > 0) logger.info({ removed }, `removed ${removed} attachments that no ticket has any more`)
  })
}
