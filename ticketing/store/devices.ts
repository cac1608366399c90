import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { conflict, invalid, notFound } from '../domain/refusals.ts'
import type { Device } from '../domain/registry.ts'
import type { Db, Trx } from './database.ts'
import type { KeyRange } from './list.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['d.id', 'a.site', 'd.asset'] as const

const selectDevices = (db: Db | Trx) =>
  db.selectFrom('devices as d').innerJoin('assets as a', 'a.id', 'd.asset').select(columns)

export function listDevices(
  db: Db,
  { limit, after = '' }: KeyRange,
  filter: { site?: string | undefined; asset?: string | undefined },
): Promise<Device[]> {
  let query = selectDevices(db).where('d.id', '>', after).orderBy('d.id').limit(limit)
  if (filter.site !== undefined) query = query.where('a.site', '=', filter.site)
  if (filter.asset !== undefined) query = query.where('d.asset', '=', filter.asset)
  return query.execute()
}

export async function getDevice(db: Db | Trx, id: string): Promise<Device> {
  const device = await selectDevices(db).where('d.id', '=', id).executeTakeFirst()
  if (!device) throw noDevice(id)
  return device
}

/** The equipment class whose series the device writes. */
export async function classOfDevice(db: Db, id: string): Promise<string> {
  const row = await selectDevices(db).select('a.class').where('d.id', '=', id).executeTakeFirst()
  if (!row) throw noDevice(id)
  return row.class
}

/** Registers the device; the secret is in this answer only, the database keeps its hash. */
export function createDevice(db: Db, device: Device): Promise<Device & { secret: string }> {
  return db.transaction().execute(async trx => {
    if (device.id === ADMINISTRATOR) {
      throw invalid('/id', `${ADMINISTRATOR} is the administrator's user name; choose another id.`)
    }
    await requireAssetAt(trx, device)
    const secret = newSecret()
    const made = await trx
      .insertInto('devices')
      .values({ id: device.id, asset: device.asset, secretHash: hashSecret(secret) })
      .onConflict(conflict => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) {
      throw conflict(`Device ${device.id} exists already; ids are unique over all sites.`)
    }
    return { ...device, secret }
  })
}

/** Moves the device to another asset; its site follows. A site that is given must be that asset's. */
export function updateDevice(
  db: Db,
  id: string,
  change: { site?: string | undefined; asset?: string | undefined },
): Promise<Device> {
  return db.transaction().execute(async trx => {
    const before = await getDevice(trx, id)
    const asset = change.asset ?? before.asset
    const site = await requireAssetAt(trx, { asset, ...(change.site !== undefined && { site: change.site }) })
    if (asset !== before.asset) await trx.updateTable('devices').set({ asset }).where('id', '=', id).execute()
    return { id, site, asset }
  })
}

/** Replaces the secret; the former one is refused from then on. */
export async function renewSecret(db: Db, id: string): Promise<Device & { secret: string }> {
  const secret = newSecret()
  const renewed = await db
    .updateTable('devices')
    .set({ secretHash: hashSecret(secret) })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!renewed) throw noDevice(id)
  return { ...(await getDevice(db, id)), secret }
}

/** A device with tickets stays: their charts are read through it. */
export async function deleteDevice(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async trx => {
    await getDevice(trx, id)
    await refuseIfUsed(trx, { what: 'Device', id }, [
      { table: 'tickets', column: 'device', names: 'number', what: 'tickets' },
    ])
    await trx.deleteFrom('devices').where('id', '=', id).execute()
  })
}

const noDevice = (id: string) => notFound(`There is no device ${id}.`)

async function requireAssetAt(trx: Trx, wanted: { asset: string; site?: string }): Promise<string> {
  const asset = await trx
    .selectFrom('assets')
    .select('site')
    .where('id', '=', wanted.asset)
    .executeTakeFirst()
  if (!asset) {
    throw invalid('/asset', `Asset ${wanted.asset} is not known; create it with POST /api/v1/assets.`)
  }
  if (wanted.site !== undefined && wanted.site !== asset.site) {
    throw invalid('/site', `Asset ${wanted.asset} is at site ${asset.site}, so the device must be too.`)
  }
  return asset.site
}
