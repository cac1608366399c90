import { sql } from 'kysely'
import type { Session } from '../domain/account.ts'
import { type Db, prepared, type Trx } from './database.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** However busy somebody is, after a week they sign in again; and after half a day in which nobody did anything. */
const LONGEST_MS = 7 * 24 * 3_600_000
const IDLE_MS = 12 * 3_600_000
const MINUTE_MS = 60_000
/** Of one account at once; the longest unused end. */
const MOST = 50

export interface OpenedSession {
  id: number
  /** For the cookie; only its hash is kept. */
  token: string
  expiresAtMs: number
}

/** A new session with an id of its own: whatever the browser had before says nothing (session fixation). */
export async function openSession(
  db: Db | Trx,
  {
    account,
    nowMs,
    address,
    agent,
  }: { account: number; nowMs: number; address: string; agent: string | undefined },
): Promise<OpenedSession> {
  const token = newSecret()
  const expiresAtMs = nowMs + LONGEST_MS
  const { id } = await db
    .insertInto('sessions')
    .values({
      ...{ tokenHash: hashSecret(token), account, createdAtMs: nowMs, usedAtMs: nowMs, expiresAtMs, address },
      agent: agent?.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200) ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`delete from ticketing.sessions where id in (
    select id from ticketing.sessions where account = ${account}
    order by used_at_ms desc, id desc offset ${MOST})`.execute(db)
  return { id, token, expiresAtMs }
}

export interface FoundSession {
  session: number
  account: number
  /** When it ends if nobody uses it from now on. */
  expiresAtMs: number
}

/** Whose session it is; undefined where it has ended. Notes that it was used, once a minute. */
export async function findSession(db: Db, token: string, nowMs: number): Promise<FoundSession | undefined> {
  const { rows } = await sql<{ id: number; account: number; used: number; expires: number }>`
    select ${prepared} id, account, used_at_ms as used, expires_at_ms as expires from ticketing.sessions
    where token_hash = ${hashSecret(token)} and expires_at_ms > ${nowMs}::bigint
      and used_at_ms > ${nowMs - IDLE_MS}::bigint`.execute(db)
  const [found] = rows
  if (!found) return undefined
  const session = Number(found.id)
  if (Number(found.used) < nowMs - MINUTE_MS)
    await db.updateTable('sessions').set({ usedAtMs: nowMs }).where('id', '=', session).execute()
  const expiresAtMs = Math.min(Number(found.expires), nowMs + IDLE_MS)
  return { session, account: Number(found.account), expiresAtMs }
}

/** Of one account, the last used first. */
export async function listSessions(
  db: Db,
  { account, current, nowMs }: { account: number; current: number | undefined; nowMs: number },
): Promise<Session[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'createdAtMs', 'usedAtMs', 'expiresAtMs', 'address', 'agent'])
    .where('account', '=', account)
    .where('expiresAtMs', '>', nowMs)
    .where('usedAtMs', '>', nowMs - IDLE_MS)
    .orderBy('usedAtMs', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(row => ({ ...row, current: row.id === current }))
}

/** Where the account has no such session nothing happens. */
export async function endSession(db: Db, of: { account: number; id: number }): Promise<void> {
  await db.deleteFrom('sessions').where('id', '=', of.id).where('account', '=', of.account).execute()
}

/** Whatever session the browser brings along ends when somebody signs in: it may be one that was foisted on it. */
export async function endSessionOf(db: Db, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('tokenHash', '=', hashSecret(token)).execute()
}

/** All sessions of the account; resolves with how many there were. */
export async function endSessionsOf(db: Db, account: number): Promise<number> {
  const ended = await db.deleteFrom('sessions').where('account', '=', account).returning('id').execute()
  return ended.length
}

/** Those that nobody can use any more, so many at a time; resolves with how many. */
export async function forgetEndedSessions(db: Db, nowMs: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`delete from ticketing.sessions where id in (
    select id from ticketing.sessions where expires_at_ms <= ${nowMs} or used_at_ms <= ${nowMs - IDLE_MS}
    limit 1000)`.execute(db)
  return Number(numAffectedRows)
}
