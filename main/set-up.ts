import pg from 'pg'
import { offerSetUp } from '../ticketing/store/account-links.ts'
import { openDb } from '../ticketing/store/database.ts'
import { systemClock } from './clock.ts'

/**
 * While there is no account: where the first administrator makes theirs. The link works once, for a day; every start makes
 * a new one. What opens the door stands behind the #, which browsers keep to themselves.
 */
export async function setUpUrl(databaseUrl: string, publicUrl: string): Promise<string | undefined> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 5_000 })
  try {
    const offered = await offerSetUp(openDb(pool), systemClock.nowMs())
    return offered && `${publicUrl.replace(/(?<!\/)\/+$/, '')}/set-up#${offered.token}`
  } finally {
    await pool.end()
  }
}
