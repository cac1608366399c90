import {
  type MaintenanceWindow,
  type NewMaintenanceWindow,
  requireSoundWindow,
} from '../domain/maintenance-window.ts'
import { invalid, notFound } from '../domain/refusals.ts'
import { type Db, FOREIGN_KEY_VIOLATION, sqlState, type Trx } from './database.ts'

const columns = ['id', 'name', 'asset', 'site', 'once', 'weekly'] as const

export interface WindowFilter {
  asset?: string | undefined
  site?: string | undefined
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
  return query.orderBy('id').limit(limit).execute()
}

/** For the stages, which keep them in memory. */
export const allWindows = (db: Db | Trx): Promise<MaintenanceWindow[]> =>
  db.selectFrom('maintenanceWindows').select(columns).orderBy('id').execute()

export async function getWindow(db: Db, id: number): Promise<MaintenanceWindow> {
  const found = await db
    .selectFrom('maintenanceWindows')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst()
  return existing(found, id)
}

/** Errors: `invalid` where it is not sound, or the asset or site is not known. */
export function createWindow(db: Db, window: NewMaintenanceWindow): Promise<MaintenanceWindow> {
  requireSoundWindow(window)
  return placed(
    window,
    db.insertInto('maintenanceWindows').values(rowOf(window)).returning(columns).executeTakeFirstOrThrow(),
  )
}

/** Replaces the whole window. */
export async function replaceWindow(
  db: Db,
  id: number,
  window: NewMaintenanceWindow,
): Promise<MaintenanceWindow> {
  requireSoundWindow(window)
  const changed = db.updateTable('maintenanceWindows').set(rowOf(window)).where('id', '=', id)
  return existing(await placed(window, changed.returning(columns).executeTakeFirst()), id)
}

export async function deleteWindow(db: Db, id: number): Promise<void> {
  const deleted = await db
    .deleteFrom('maintenanceWindows')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  existing(deleted, id)
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

function existing<T>(found: T | undefined, id: number): T {
  if (found === undefined) throw notFound(`There is no maintenance window ${id}.`)
  return found
}
