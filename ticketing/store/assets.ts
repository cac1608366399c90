import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import type { Asset } from '../domain/registry.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { endProfile } from './profile-rows.ts'
import { type Edit, lockRow, recordChange, stateAt, type Versioned, versionOf } from './registry-ledger.ts'
import { within } from './site-of.ts'
import { ensureSite } from './sites.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'site', 'class', 'criticality', 'name', 'parent', 'availability'] as const

export type AssetChange = Partial<Omit<Asset, 'id'>>

export function listAssets(
  db: Db,
  { limit, after = '' }: KeyRange,
  filter: { site?: string | undefined; class?: string | undefined; sites: Sites },
): Promise<Asset[]> {
  let query = db.selectFrom('assets').select(columns).where('id', '>', after).orderBy('id').limit(limit)
  query = query.where(within('site', filter.sites))
  if (filter.site !== undefined) query = query.where('site', '=', filter.site)
  if (filter.class !== undefined) query = query.where('class', '=', filter.class)
  return query.execute()
}

export async function getAsset(db: Db, id: string): Promise<Versioned<Asset>> {
  const asset = await db
    .selectFrom('assets')
    .select(columns)
    .select(versionOf('asset', 'assets.id'))
    .where('id', '=', id)
    .executeTakeFirst()
  if (!asset) throw noAsset(id)
  return asset
}

/** As it was at the instant. */
export const assetAt = (db: Db, id: string, atMs: number): Promise<Asset> =>
  stateAt<Asset>(db, { subject: 'asset', id }, atMs)

/** Registers the asset, and its site where that is not known yet. */
export function createAsset(db: Db, asset: Asset, act: Act): Promise<Versioned<Asset>> {
  return transact(db, async trx => {
    await requireClass(trx, asset.class)
    if (asset.parent !== null) await requireParent(trx, asset.id, asset.parent)
    await ensureSite(trx, asset.site, act)
    const made = await trx
      .insertInto('assets')
      .values(asset)
      .onConflict(conflict => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst()
    if (!made) throw conflict(`Asset ${asset.id} exists already; change it with PATCH.`)
    await recordChange(trx, { subject: 'asset', id: asset.id }, act, { after: made })
    return getAsset(trx, asset.id)
  })
}

export function updateAsset(db: Db, id: string, change: AssetChange, edit: Edit): Promise<Versioned<Asset>> {
  return transact(db, async trx => {
    if (change.class !== undefined) await requireClass(trx, change.class)
    if (change.site !== undefined) await requireSite(trx, change.site)
    if (change.parent) await requireParent(trx, id, change.parent)
    const before = await lockAsset(trx, id, edit)
    await trx
      .updateTable('assets')
      .set({ id, ...change }) // PostgreSQL wants at least one column; the id stays what it is
      .where('id', '=', id)
      .execute()
    await recordChange(trx, { subject: 'asset', id }, edit, { before, after: await getAsset(trx, id) })
    return getAsset(trx, id)
  })
}

export async function deleteAsset(db: Db, id: string, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    const before = await lockAsset(trx, id, edit)
    await refuseIfUsed(trx, { what: 'Asset', id, sites: edit.sites }, [
      { table: 'devices', column: 'asset', names: 'id', what: 'devices' },
      { table: 'assets', column: 'parent', names: 'id', what: 'child assets', thing: 'asset' },
      { table: 'tickets', column: 'asset', names: 'number', what: 'tickets', thing: 'ticket' },
      {
        table: 'rolled_up_faults',
        column: 'asset',
        names: 'ticket',
        what: 'roll-up tickets',
        thing: 'ticket',
      },
    ])
    await endProfile(trx, { scope: 'asset', id }, edit)
    await trx.deleteFrom('assets').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'asset', id }, edit, { before })
  })
}

async function lockAsset(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<Asset>> {
  await lockRow(trx, 'assets', id)
  const asset = await getAsset(trx, id)
  requireVersion(`Asset ${id}`, asset.version, ifVersion)
  return asset
}

const noAsset = (id: string) => notFound(`There is no asset ${id}.`)

async function requireClass(trx: Trx, id: string): Promise<void> {
  const rows = await trx.selectFrom('classes').select('id').orderBy('id').execute()
  const ids = rows.map(row => row.id)
  if (ids.includes(id)) return
  throw invalid('/class', `Equipment class ${id} is not known; use one of ${ids.join(', ')}.`)
}

async function requireSite(trx: Trx, id: string): Promise<void> {
  const site = await trx.selectFrom('sites').select('id').where('id', '=', id).executeTakeFirst()
  if (site) return
  throw invalid('/site', `Site ${id} is not known; create it with POST /api/v1/sites.`)
}

/** The parent must exist and must not be the asset itself or below it: assets are a tree. */
async function requireParent(trx: Trx, id: string, parent: string): Promise<void> {
  // Two changes at once could each be fine and make a ring together, so they go one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended('ticketing.assets.parent', 0))`.execute(trx)
  const { rows } = await sql<{ id: string }>`
    with recursive line as (
      select id, parent from ticketing.assets where id = ${parent}
      union select a.id, a.parent from ticketing.assets a join line on a.id = line.parent
    ) select id from line`.execute(trx)
  const field = '/parent'
  if (parent === id || rows.some(row => row.id === id)) {
    throw invalid(field, `Asset ${parent} is ${id} itself or below it, so it cannot be its parent.`)
  }
  if (rows.length === 0) {
    throw invalid(field, `Asset ${parent} is not known; create the parent first.`)
  }
}
