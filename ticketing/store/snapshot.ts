import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Whoever reads so slowly that nothing is asked for so long has lost the snapshot: it keeps old rows from being cleared away. */
const SNAPSHOT_IDLE_MS = 60_000

export interface Snapshot {
  db: Db
  /** Gives the connection back. Once. */
  close(): Promise<void>
}

/** The database as it is at the first statement, for as many statements as are wanted. */
export async function openSnapshot(db: Db): Promise<Snapshot> {
  const trx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  await sql`set local idle_in_transaction_session_timeout = ${sql.lit(SNAPSHOT_IDLE_MS)}`.execute(trx)
  const close = async () => {
    await trx
      .rollback()
      .execute()
      .catch(() => undefined) // the connection is gone, and the snapshot with it
  }
  return { db: trx, close }
}
