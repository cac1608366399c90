import { sql } from 'kysely'
import { conflict, notFound } from '../domain/refusals.ts'
import { createAccount, getAccount, setPassword } from './accounts.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { hashSecret, newSecret } from './secrets.ts'

const DAY_MS = 24 * 3_600_000

/** A link that works once within a day. The former ones of the account work no more. */
export function makeAccountLink(
  db: Db,
  account: number,
  act: Act,
): Promise<{ token: string; expiresAtMs: number }> {
  return transact(db, async trx => {
    await getAccount(trx, account)
    await trx.deleteFrom('accountLinks').where('account', '=', account).execute()
    const link = await insertLink(trx, account, act.nowMs)
    const event = { type: 'link_made', data: { expiresAtMs: link.expiresAtMs } }
    await appendEvents(trx, { subject: 'account', id: account }, act, [event])
    return link
  })
}

async function insertLink(trx: Trx, account: number | null, nowMs: number) {
  const token = newSecret()
  const expiresAtMs = nowMs + DAY_MS
  await trx
    .insertInto('accountLinks')
    .values({ tokenHash: hashSecret(token), account, createdAtMs: nowMs, expiresAtMs })
    .execute()
  return { token, expiresAtMs }
}

/** While there is no account: the link by which the first administrator makes theirs. Former ones work no more. */
export function offerSetUp(
  db: Db,
  nowMs: number,
): Promise<{ token: string; expiresAtMs: number } | undefined> {
  return transact(db, async trx => {
    await lockSetUp(trx)
    if (await hasAccounts(trx)) return undefined
    await trx.deleteFrom('accountLinks').where('account', 'is', null).execute()
    return insertLink(trx, null, nowMs)
  })
}

/** One at a time, so that there is one first administrator. */
const lockSetUp = (trx: Trx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('ticketing.accounts.set-up', 0))`.execute(trx)

export async function hasAccounts(db: Db | Trx): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Whom a link is for: null, the first administrator; undefined, it does not work. */
export async function accountOfLink(db: Db, token: string, nowMs: number) {
  const row = await db
    .selectFrom('accountLinks as l')
    .leftJoin('accounts as a', 'a.id', 'l.account')
    .select(['l.account', 'a.name', 'a.active'])
    .where('l.tokenHash', '=', hashSecret(token))
    .where('l.expiresAtMs', '>', nowMs)
    .executeTakeFirst()
  if (!row || row.active === false) throw noLink()
  return { account: row.account, name: row.name }
}

const noLink = () =>
  notFound(
    'This link does not work (any more): it works once, for a day. Ask an administrator for a new one.',
  )

/**
 * Uses the link up: sets the password, and makes the account where it is the first. Resolves with its id.
 * Errors: `not_found` where the link does not work, `conflict` where somebody was faster or the name is missing.
 */
export function redeemLink(
  db: Db,
  { token, name, hash }: { token: string; name: string | undefined; hash: string },
  nowMs: number,
): Promise<number> {
  return transact(db, async trx => {
    await lockSetUp(trx)
    const used = await trx
      .deleteFrom('accountLinks')
      .where('tokenHash', '=', hashSecret(token))
      .where('expiresAtMs', '>', nowMs)
      .returning('account')
      .executeTakeFirst()
    if (!used) throw noLink()
    const account = used.account ?? (await firstAdministrator(trx, name, nowMs))
    await setPassword(trx, account, { hash }, actOf(account, nowMs))
    return account
  })
}

const actOf = (account: number, nowMs: number): Act => ({ actor: `account:${account}`, nowMs })

async function firstAdministrator(trx: Trx, name: string | undefined, nowMs: number): Promise<number> {
  if (await hasAccounts(trx)) throw conflict('There is an account already; its administrator makes others.')
  const given = { name: name ?? '', grants: [{ role: 'administrator' as const, site: null }] }
  const { id } = await createAccount(trx, given, { actor: '', nowMs })
  return id
}
