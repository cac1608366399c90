import { sql } from 'kysely'
import type { Grant } from '../domain/access.ts'
import { calledBy, type Identity, verifiedEmail, wishedName } from '../domain/identity.ts'
import { createAccount, getAccount, updateAccount } from './accounts.ts'
import { type Db, type Trx, transact } from './database.ts'

/** What seals the id tokens of sessions. */
export const SEALED_ID_TOKENS = 'id token of a session'

interface Arrival {
  identity: Identity
  /** What the provider's claims give now; undefined: the provider gives no roles, administrators do. */
  grants: readonly Grant[] | undefined
  nowMs: number
}

/** What became of a sign-in at a provider. */
export type Admission =
  | { admitted: true; account: number }
  /** `switched_off`: an administrator has closed the account; `no_role`: the provider's claims give none here. */
  | { admitted: false; why: 'switched_off' | 'no_role' }

/**
 * The account of somebody whom a provider has sent: found by issuer and subject alone, because names and addresses can be
 * chosen or change hands. It is made at the first sign-in, and its grants are those of the claims from then on.
 */
export async function admit(db: Db, { identity, grants, nowMs }: Arrival): Promise<Admission> {
  return transact(db, async trx => {
    await lockIdentity(trx, identity)
    const known = await accountOf(trx, identity)
    const placed = grants && (await withKnownSites(trx, grants))
    if (known === undefined) {
      if (placed?.length === 0) return { admitted: false, why: 'no_role' }
      const account = await makeAccount(trx, identity, placed ?? [], nowMs)
      return { admitted: true, account }
    }
    const { active, grants: former } = await getAccount(trx, known)
    if (!active) return { admitted: false, why: 'switched_off' }
    if (placed && JSON.stringify(placed) !== JSON.stringify(former)) {
      const edit = { actor: actorOf(known), nowMs, ifVersion: undefined }
      await updateAccount(trx, known, { grants: placed }, edit) // also where it is none: what was open can do nothing now
    }
    return placed?.length === 0 ? { admitted: false, why: 'no_role' } : { admitted: true, account: known }
  })
}

const actorOf = (account: number) => `account:${account}`

/** One at a time, so that two first sign-ins at once make one account. */
const lockIdentity = (trx: Trx, { issuer, subject }: Identity) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`identity ${issuer} ${subject}`}, 0))`.execute(trx)

async function accountOf(trx: Trx, { issuer, subject }: Identity): Promise<number | undefined> {
  const row = await trx
    .selectFrom('accountIdentities')
    .select('account')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account
}

/** A mapping may name a site that is not there yet, or no more: that gives nothing. */
async function withKnownSites(trx: Trx, grants: readonly Grant[]): Promise<Grant[]> {
  const rows = await trx.selectFrom('sites').select('id').execute()
  const known = new Set(rows.map(({ id }) => id))
  return grants.filter(({ site }) => site === null || known.has(site))
}

async function makeAccount(trx: Trx, identity: Identity, grants: Grant[], nowMs: number): Promise<number> {
  const { issuer, subject, claims } = identity
  const name = await freeName(trx, wishedName(claims) ?? 'person')
  const given = { name, displayName: calledBy(claims) ?? name, email: verifiedEmail(claims), grants }
  const { id } = await createAccount(trx, given, { actor: '', nowMs })
  const row = { issuer, subject, account: id, createdAtMs: nowMs }
  await trx.insertInto('accountIdentities').values(row).execute()
  return id
}

/** The wish, or with the first number that nobody has: an account with that name may be somebody else's. */
async function freeName(trx: Trx, wish: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ticketing.accounts.names', 0))`.execute(trx)
  const stem = wish.slice(0, 90)
  const rows = await trx
    .selectFrom('accounts')
    .select(sql<string>`lower(name)`.as('name'))
    .where(sql<boolean>`starts_with(lower(name), ${stem.toLowerCase()})`)
    .execute()
  const taken = new Set(rows.map(({ name }) => name))
  if (!taken.has(wish.toLowerCase())) return wish
  let number = 2
  while (taken.has(`${stem}-${number}`.toLowerCase())) number++
  return `${stem}-${number}`
}

export async function keepIdToken(trx: Trx, session: number, idToken: Buffer): Promise<void> {
  await trx.insertInto('providerSessions').values({ session, idToken }).execute()
}

/** By which the session was opened at the provider; undefined where it was by password. */
export async function idTokenOf(db: Db, session: number): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('providerSessions')
    .select('idToken')
    .where('session', '=', session)
    .executeTakeFirst()
  return row?.idToken
}
