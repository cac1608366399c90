import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import {
  type MaintenanceWindow,
  type NewMaintenanceWindow,
  requireSoundWindow,
} from '../domain/maintenance-window.ts'
import { invalid, notFound, requireVersion } from '../domain/refusals.ts'
import { type Db, FOREIGN_KEY_VIOLATION, sqlState, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import { type Edit, recordChange, type Versioned, versionOf } from './registry-ledger.ts'

const SUBJECT = 'maintenance_window'

const columns = ['id', 'name', 'asset', 'site', 'once', 'weekly'] as const

export interface WindowFilter {
  asset?: string | undefined
  site?: string | undefined
  sites: Sites
}

/** In the order in which they were made; `after` is the last id of the page before. */
export function listWindows(
  db: Db,
  { limit, after = 0 }: { limit: number; after?: number | undefined },
  filter: WindowFilter,
): Promise<MaintenanceWindow[]> {
  let query = db.selectFrom('maintenanceWindows').select(columns).where('id', '>', after)
  if (filter.asset !== undefined) query = query.where('asset', '=', filter.asset)
  if (filter.site !== undefined) query = query.where('site', '=', filter.site)
  const { sites } = filter
  if (sites !== null) {
    const site = sql<string>`coalesce(site, (select site from ticketing.assets where id = maintenance_windows.asset))`
    query = query.where(sql<boolean>`${site} = any(${sites}::text[])`)
  }
  return query.orderBy('id').limit(limit).execute()
}

/** For the stages, which keep them in memory. */
export const allWindows = (db: Db | Trx): Promise<MaintenanceWindow[]> =>
  db.selectFrom('maintenanceWindows').select(columns).orderBy('id').execute()

export async function getWindow(db: Db, id: number): Promise<Versioned<MaintenanceWindow>> {
  const found = await db
    .selectFrom('maintenanceWindows')
    .select(columns)
    .select(versionOf(SUBJECT, 'maintenance_windows.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) throw notFound(`There is no maintenance window ${id}.`)
  return found
}

/** Errors: `invalid` where it is not sound, or the asset or site is not known. */
export function createWindow(
  db: Db,
  window: NewMaintenanceWindow,
  act: Act,
): Promise<Versioned<MaintenanceWindow>> {
  requireSoundWindow(window)
  return transact(db, async trx => {
    const insert = trx.insertInto('maintenanceWindows').values(rowOf(window)).returning(columns)
    const made = await placed(window, insert.executeTakeFirstOrThrow())
    await recordChange(trx, { subject: SUBJECT, id: made.id }, act, { after: made })
    return getWindow(trx, made.id)
  })
}

/** Replaces the whole window. */
export function replaceWindow(
  db: Db,
  id: number,
  window: NewMaintenanceWindow,
  edit: Edit,
): Promise<Versioned<MaintenanceWindow>> {
  requireSoundWindow(window)
  return transact(db, async trx => {
    const before = await lockWindow(trx, id, edit)
    const update = trx.updateTable('maintenanceWindows').set(rowOf(window)).where('id', '=', id)
    await placed(window, update.execute())
    const after = await getWindow(trx, id)
    await recordChange(trx, { subject: SUBJECT, id }, edit, { before, after })
    return getWindow(trx, id)
  })
}

export async function deleteWindow(db: Db, id: number, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    const before = await lockWindow(trx, id, edit)
    await trx.deleteFrom('maintenanceWindows').where('id', '=', id).execute()
    await recordChange(trx, { subject: SUBJECT, id }, edit, { before })
  })
}

async function lockWindow(trx: Trx, id: number, { ifVersion }: Edit): Promise<Versioned<MaintenanceWindow>> {
  await trx.selectFrom('maintenanceWindows').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  const window = await getWindow(trx, id)
  requireVersion(`Maintenance window ${id}`, window.version, ifVersion)
  return window
}

const rowOf = ({ name, asset, site, once, weekly }: NewMaintenanceWindow) => ({
  name,
  asset: asset ?? null,
  site: site ?? null,
  once: once ? JSON.stringify(once) : null,
  weekly: weekly ? JSON.stringify(weekly) : null,
})

async function placed<T>({ asset, site }: NewMaintenanceWindow, written: Promise<T>): Promise<T> {
  try {
    return await written
  } catch (error) {
    if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error
    if (asset !== undefined) throw invalid('/asset', `Asset ${asset} is not known; create it first.`)
    throw invalid('/site', `Site ${site} is not known; create it first.`)
  }
}
