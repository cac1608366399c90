import { sql } from 'kysely'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import type { Grant } from '../domain/access.ts'
import type { Account, AccountChange, NewAccount } from '../domain/account.ts'
import { difference } from '../domain/ledger.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import { type Db, sqlState, type Trx, transact, UNIQUE_VIOLATION } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { requireTechnicians } from './people.ts'
import type { Edit, Versioned } from './registry-ledger.ts'
import { endSessionsOf } from './sessions.ts'
import { forgetFailures } from './sign-in-failures.ts'

const selectAccounts = (db: Db | Trx) =>
  db
    .selectFrom('accounts')
    .select([
      'id',
      'name',
      'displayName',
      'email',
      'technician',
      'grants',
      'active',
      'createdAtMs',
      'version',
    ])
    .select(sql<boolean>`password_hash is not null`.as('hasPassword'))

/** In the order of their ids; `after` is the last one of the page before. */
export const listAccounts = (
  db: Db,
  { limit, after = 0 }: { limit: number; after?: number | undefined },
): Promise<Versioned<Account>[]> =>
  selectAccounts(db).where('id', '>', after).orderBy('id').limit(limit).execute()

export async function getAccount(db: Db | Trx, id: number): Promise<Versioned<Account>> {
  const found = await selectAccounts(db).where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound(`There is no account ${id}.`)
  return found
}

/** Nobody can sign in to it before a link has given it a password. Errors: `conflict`, `invalid`. */
export function createAccount(db: Db, given: NewAccount, act: Act): Promise<Versioned<Account>> {
  return transact(db, async trx => {
    await requireSound(trx, given)
    const { name, displayName = name, email = null, technician = null, grants = [] } = given
    const made = await named(
      name,
      trx
        .insertInto('accounts')
        .values({
          ...{ name, displayName, email, technician, grants: JSON.stringify(grants) },
          ...{ createdAtMs: act.nowMs, updatedAtMs: act.nowMs },
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    const account = await getAccount(trx, made.id)
    const self = act.actor === '' ? { ...act, actor: `account:${made.id}` } : act
    await appendEvents(trx, { subject: 'account', id: made.id }, self, [
      { type: 'created', after: keptOf(account) },
    ])
    return account
  })
}

/** Changes what is given. What they have open ends when they are not active any more. */
export function updateAccount(
  db: Db,
  id: number,
  change: AccountChange,
  edit: Edit,
): Promise<Versioned<Account>> {
  return transact(db, async trx => {
    await requireSound(trx, change)
    const before = await lockAccount(trx, id, edit.ifVersion)
    const { grants, ...rest } = change
    await named(
      change.name ?? '',
      trx
        .updateTable('accounts')
        .set({ ...rest, ...(grants && { grants: JSON.stringify(grants) }) })
        .set({ updatedAtMs: edit.nowMs, version: sql`version + 1` })
        .where('id', '=', id)
        .execute(),
    )
    if (change.active === false) await endAll(trx, id)
    const after = await getAccount(trx, id)
    const changed = difference(keptOf(before), keptOf(after))
    const words = (['name', 'displayName', 'email'] as const).filter(key => before[key] !== after[key])
    if (words.length > 0 || Object.keys(changed.after).length > 0) {
      await appendEvents(trx, { subject: 'account', id }, edit, [
        { type: 'changed', ...changed, ...(words.length > 0 && { data: { changed: words } }) },
      ])
    }
    return after
  })
}

/**
 * What somebody asks for. Errors: as of `updateAccount`, and `conflict` where nobody would be left who rules over every site;
 * who has the token of the service still does.
 */
export function changeAccount(
  db: Db,
  id: number,
  change: AccountChange,
  edit: Edit,
): Promise<Versioned<Account>> {
  return transact(db, async trx => {
    await lockRulers(trx)
    const before = await getAccount(trx, id)
    const after = await updateAccount(trx, id, change, edit)
    if (!isRuling(before) || isRuling(after) || edit.actor === ADMINISTRATOR || (await hasRuler(trx)))
      return after
    throw conflict(
      `Account ${id} is the last one that is an administrator of every site; make another one first.`,
    )
  })
}

/** One at a time, so that two do not take it from each other. */
const lockRulers = (trx: Trx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('ticketing.accounts.administrators', 0))`.execute(trx)

const isRuling = ({ active, grants }: Account) =>
  active && grants.some(({ role, site }) => role === 'administrator' && site === null)

async function hasRuler(trx: Trx): Promise<boolean> {
  const ruling = JSON.stringify([{ role: 'administrator', site: null }])
  const { rows } = await sql`select from ticketing.accounts
    where active and grants @> ${ruling}::jsonb limit 1`.execute(trx)
  return rows.length > 0
}

/** The ledger is for ever and names are not: they stand in the account, where they can be changed. */
const keptOf = ({ technician, grants, active }: Account): Record<string, unknown> => ({
  technician,
  grants,
  active,
})

async function lockAccount(trx: Trx, id: number, ifVersion?: readonly number[]): Promise<Versioned<Account>> {
  await trx.selectFrom('accounts').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  const account = await getAccount(trx, id)
  requireVersion(`Account ${id}`, account.version, ifVersion)
  return account
}

/** Ends its sessions, and takes back links that were not used; all but the session that is named. */
async function endAll(trx: Trx, account: number, except = 0): Promise<void> {
  await trx.deleteFrom('sessions').where('account', '=', account).where('id', '<>', except).execute()
  await trx.deleteFrom('accountLinks').where('account', '=', account).execute()
}

/** Lets somebody try again after too many wrong passwords. */
export function unlockAccount(db: Db, id: number, act: Act): Promise<void> {
  return transact(db, async trx => {
    const { name } = await getAccount(trx, id)
    await forgetFailures(trx, name)
    await appendEvents(trx, { subject: 'account', id }, act, [{ type: 'unlocked' }])
  })
}

/** Ends all sessions of the account; resolves with how many there were. */
export function signOutEverywhere(db: Db, id: number, act: Act): Promise<number> {
  return transact(db, async trx => {
    await getAccount(trx, id)
    const ended = await endSessionsOf(trx, id)
    await appendEvents(trx, { subject: 'account', id }, act, [
      { type: 'signed_out_everywhere', data: { ended } },
    ])
    return ended
  })
}

/** Everybody who is in by the former password is out: only who has set the new one goes on, in the session named. */
export async function setPassword(
  trx: Trx,
  id: number,
  { hash, except }: { hash: string; except?: number },
  act: Act,
): Promise<void> {
  await lockAccount(trx, id)
  await trx
    .updateTable('accounts')
    .set({ passwordHash: hash, passwordAtMs: act.nowMs, updatedAtMs: act.nowMs, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
  await endAll(trx, id, except)
  if (except === undefined) await trx.deleteFrom('knownBrowsers').where('account', '=', id).execute()
  await appendEvents(trx, { subject: 'account', id }, act, [{ type: 'password_set' }])
}

/** What signing in looks at; of an account that is not active there is none. */
export const credentialsOf = (db: Db, name: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'name', 'displayName', 'technician', 'grants', 'passwordHash'])
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .where('active', '=', true)
    .executeTakeFirst()

async function requireSound(trx: Trx, { technician, grants = [] }: AccountChange): Promise<void> {
  if (technician) await requireTechnicians(trx, [technician], '/technician')
  await requireSites(trx, grants)
}

/** Error: `invalid` at `/grants/…/site`. */
export async function requireSites(trx: Db | Trx, grants: readonly Grant[]): Promise<void> {
  const sites = [...new Set(grants.flatMap(({ site }) => site ?? []))]
  if (sites.length === 0) return
  const rows = await trx.selectFrom('sites').select('id').where('id', 'in', sites).execute()
  const known = new Set(rows.map(({ id }) => id))
  const index = grants.findIndex(({ site }) => site !== null && !known.has(site))
  if (index < 0) return
  const message = `Site ${grants[index]?.site} is not known; create it with POST /api/v1/sites.`
  throw invalid(`/grants/${index}/site`, message)
}

async function named<T>(name: string, written: Promise<T>): Promise<T> {
  try {
    return await written
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    throw conflict(`The name ${name} is taken by another account.`)
  }
}
