import { conflict, invalid, notFound } from '../domain/refusals.ts'
import { isTimeZone, type Site } from '../domain/registry.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { KeyRange } from './list.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'name', 'timeZone'] as const

export const listSites = (db: Db, { limit, after = '' }: KeyRange): Promise<Site[]> =>
  db.selectFrom('sites').select(columns).where('id', '>', after).orderBy('id').limit(limit).execute()

export async function getSite(db: Db, id: string): Promise<Site> {
  const site = await db.selectFrom('sites').select(columns).where('id', '=', id).executeTakeFirst()
  if (!site) throw noSite(id)
  return site
}

export async function createSite(db: Db, site: Site): Promise<Site> {
  requireTimeZone(site.timeZone)
  const made = await db
    .insertInto('sites')
    .values(site)
    .onConflict(conflict => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!made) throw conflict(`Site ${site.id} exists already; change it with PATCH.`)
  return made
}

/** An asset may be the first that is known of its site. */
export async function ensureSite(trx: Trx, id: string): Promise<void> {
  await trx
    .insertInto('sites')
    .values({ id, name: id, timeZone: 'UTC' })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

export async function updateSite(db: Db, id: string, change: Partial<Omit<Site, 'id'>>): Promise<Site> {
  if (change.timeZone !== undefined) requireTimeZone(change.timeZone)
  const site = await db
    .updateTable('sites')
    .set({ id, ...change }) // PostgreSQL wants at least one column; the id stays what it is
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst()
  if (!site) throw noSite(id)
  return site
}

export async function deleteSite(db: Db, id: string): Promise<void> {
  await transact(db, async trx => {
    await refuseIfUsed(trx, { what: 'Site', id }, [
      { table: 'assets', column: 'site', names: 'id', what: 'assets' },
      { table: 'tickets', column: 'site', names: 'number', what: 'tickets' },
    ])
    const deleted = await trx.deleteFrom('sites').where('id', '=', id).returning('id').executeTakeFirst()
    if (!deleted) throw noSite(id)
  })
}

const noSite = (id: string) => notFound(`There is no site ${id}.`)

function requireTimeZone(name: string): void {
  if (isTimeZone(name)) return
  throw invalid('/timeZone', `${name} is not an IANA time zone; use one such as Europe/Berlin or UTC.`)
}
