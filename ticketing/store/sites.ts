import type { Sites } from '../domain/access.ts'
import { conflict, notFound, requireVersion } from '../domain/refusals.ts'
import { type NewSite, requireTimeZone, type Site } from '../domain/registry.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { type Edit, lockRow, recordChange, type Versioned, versionOf } from './registry-ledger.ts'
import { within } from './site-of.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'name', 'timeZone', 'location'] as const

export const listSites = (db: Db, { limit, after = '' }: KeyRange, sites: Sites): Promise<Site[]> =>
  db
    .selectFrom('sites')
    .select(columns)
    .where('id', '>', after)
    .where(within('id', sites))
    .orderBy('id')
    .limit(limit)
    .execute()

export async function getSite(db: Db, id: string): Promise<Versioned<Site>> {
  const site = await db
    .selectFrom('sites')
    .select(columns)
    .select(versionOf('site', 'sites.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!site) throw noSite(id)
  return site
}

export function createSite(db: Db, site: NewSite, act: Act): Promise<Versioned<Site>> {
  requireTimeZone(site.timeZone)
  return transact(db, async trx => {
    if (!(await insertSite(trx, site, act))) {
      throw conflict(`Site ${site.id} exists already; change it with PATCH.`)
    }
    return getSite(trx, site.id)
  })
}

/** An asset may be the first that is known of its site. */
export async function ensureSite(trx: Trx, id: string, act: Act): Promise<void> {
  await insertSite(trx, { id, name: id, timeZone: 'UTC' }, act)
}

async function insertSite(trx: Trx, site: NewSite, act: Act): Promise<boolean> {
  const made = await trx
    .insertInto('sites')
    .values(site)
    .onConflict(conflict => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (made) await recordChange(trx, { subject: 'site', id: site.id }, act, { after: made })
  return made !== undefined
}

export function updateSite(
  db: Db,
  id: string,
  change: Partial<Omit<Site, 'id'>>,
  edit: Edit,
): Promise<Versioned<Site>> {
  if (change.timeZone !== undefined) requireTimeZone(change.timeZone)
  return transact(db, async trx => {
    const before = await lockSite(trx, id, edit)
    await trx
      .updateTable('sites')
      .set({ id, ...change }) // PostgreSQL wants at least one column; the id stays what it is
      .where('id', '=', id)
      .execute()
    await recordChange(trx, { subject: 'site', id }, edit, { before, after: await getSite(trx, id) })
    return getSite(trx, id)
  })
}

export async function deleteSite(db: Db, id: string, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    const before = await lockSite(trx, id, edit)
    await refuseIfUsed(trx, { what: 'Site', id }, [
      { table: 'assets', column: 'site', names: 'id', what: 'assets' },
      { table: 'tickets', column: 'site', names: 'number', what: 'tickets' },
      { table: 'technicians', column: 'site', names: 'id', what: 'technicians' },
    ])
    await trx.deleteFrom('sites').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'site', id }, edit, { before })
  })
}

async function lockSite(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<Site>> {
  await lockRow(trx, 'sites', id)
  const site = await getSite(trx, id)
  requireVersion(`Site ${id}`, site.version, ifVersion)
  return site
}

const noSite = (id: string) => notFound(`There is no site ${id}.`)
