import type { Sites } from '../domain/access.ts'
import { invalid } from '../domain/refusals.ts'
import type { Db, Trx } from './database.ts'
import { within } from './site-of.ts'

/** Those of the names that are technicians, of these sites or of none, in the order given. */
export async function existingTechnicians(
  db: Db | Trx,
  ids: readonly string[],
  sites: Sites = null,
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('technicians')
    .select('id')
    .where('id', 'in', ids)
    .where(eb => eb.or([within('site', sites), eb('site', 'is', null)]))
    .execute()
  const existing = new Set(rows.map(row => row.id))
  return ids.filter(id => existing.has(id))
}

/** Throws `invalid` at the field where one of the names is no technician. */
export async function requireTechnicians(db: Db | Trx, ids: readonly string[], field: string): Promise<void> {
  if (ids.length === 0) return
  const existing = await existingTechnicians(db, ids)
  const unknown = ids.find(id => !existing.includes(id))
  if (unknown !== undefined) throw invalid(field, `There is no technician ${unknown}.`)
}
