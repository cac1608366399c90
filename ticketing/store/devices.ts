import { ADMINISTRATOR, EXTERNAL_BROKER, type MetricSource } from '../../contracts/registry.ts'
import { isWithin, type Sites } from '../domain/access.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import type { Device, DeviceState, NewDevice } from '../domain/registry.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { type Edit, lockRow, recordChange, type Versioned, versionOf } from './registry-ledger.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { siteOf, within } from './site-of.ts'
import { refuseIfUsed } from './usage.ts'

const columns = [
  'd.id',
  'a.site',
  'd.asset',
  'd.address',
  'd.gateway',
  'd.metrics',
  'd.silentAfterS',
] as const
const stateColumns = [
  's.status',
  's.statusSinceMs',
  's.lastSeenMs',
  's.lastObservedMs',
  's.clockAheadMs',
  's.silentSinceMs',
  's.attributes',
] as const

export type DeviceChange = Partial<Omit<NewDevice, 'id'>>

const selectDevices = (db: Db | Trx) =>
  db
    .selectFrom('devices as d')
    .innerJoin('assets as a', 'a.id', 'd.asset')
    .leftJoin('deviceStates as s', 's.device', 'd.id')
    .select(columns)
    .select(stateColumns)

type Row = Omit<Device, 'state'> & { [key in keyof DeviceState]: DeviceState[key] | null }

const toDevice = ({ id, site, asset, address, gateway, metrics, silentAfterS, ...state }: Row): Device => ({
  ...{ id, site, asset, address, gateway, metrics, silentAfterS },
  state: { ...state, attributes: state.attributes ?? {} },
})

interface DeviceFilter {
  site?: string | undefined
  asset?: string | undefined
  gateway?: string | undefined
  silent?: boolean | undefined
  sites: Sites
}

export async function listDevices(
  db: Db,
  { limit, after = '' }: KeyRange,
  { site, asset, gateway, silent, sites }: DeviceFilter,
): Promise<Device[]> {
  let query = selectDevices(db).where('d.id', '>', after).orderBy('d.id').limit(limit)
  query = query.where(within('a.site', sites))
  if (site !== undefined) query = query.where('a.site', '=', site)
  if (asset !== undefined) query = query.where('d.asset', '=', asset)
  if (gateway !== undefined) query = query.where('d.gateway', '=', gateway)
  if (silent !== undefined) query = query.where('s.silentSinceMs', silent ? 'is not' : 'is', null)
  return (await query.execute()).map(toDevice)
}

export async function getDevice(db: Db | Trx, id: string): Promise<Versioned<Device>> {
  const found = await selectDevices(db)
    .select(versionOf('device', 'd.id'))
    .where('d.id', '=', id)
    .executeTakeFirst()
  if (!found) throw noDevice(id)
  const { version, ...row } = found
  return { ...toDevice(row), version }
}

/** What the ledger keeps of a device: its state is told by itself all the time, and its site is its asset's. */
const keptOf = ({ state: _, site: __, ...device }: Versioned<Device>) => device

/** Locked, and as it is before a change. */
async function lockDevice(trx: Trx, id: string, { ifVersion }: Edit): Promise<Versioned<Device>> {
  await lockRow(trx, 'devices', id)
  const device = await getDevice(trx, id)
  requireVersion(`Device ${id}`, device.version, ifVersion)
  return device
}

/** The equipment class whose series the device writes. */
export async function classOfDevice(db: Db, id: string): Promise<string> {
  const row = await selectDevices(db).select('a.class').where('d.id', '=', id).executeTakeFirst()
  if (!row) throw noDevice(id)
  return row.class
}

/** Registers the device; the secret is in this answer only, the database keeps its hash. */
export function createDevice(
  db: Db,
  device: NewDevice,
  act: Act,
): Promise<Versioned<Device> & { secret: string }> {
  const secret = newSecret()
  return transact(db, async trx => {
    await refuseIfEnrolled(trx, device.id)
    return { ...(await insertDevice(trx, device, hashSecret(secret), act)), secret }
  })
}

/** What was said under the name until now would be read again as this device's; somebody must have looked at it. */
async function refuseIfEnrolled(trx: Trx, name: string): Promise<void> {
  const stranger = await trx
    .selectFrom('strangers')
    .select('name')
    .where('name', '=', name)
    .where('state', '=', 'waiting')
    .where('secretHash', 'is not', null)
    .executeTakeFirst()
  if (!stranger) return
  const path = `/api/v1/quarantine/${name}`
  throw conflict(
    `${name} has logged in with a secret of its own and waits for approval: POST ${path}/approval if it is this device, or DELETE ${path} first.`,
  )
}

/** Registers the device in the transaction, at its asset's site; it is no stranger any more. */
export async function insertDevice(
  trx: Trx,
  device: Omit<NewDevice, 'site'> & { site?: string },
  secretHash: Buffer,
  act: Act,
): Promise<Versioned<Device>> {
  const { id, asset, address = null, gateway = null, metrics = [], silentAfterS = null } = device
  if (id === ADMINISTRATOR) {
    throw invalid('/id', `${ADMINISTRATOR} is the administrator's user name; choose another id.`)
  }
  const site = await requireAssetAt(trx, device)
  await requireFreeNames(trx, { id, address }, act)
  await requireGatewayAt(trx, { id, gateway, site })
  requireDistinct(metrics)
  const made = await trx
    .insertInto('devices')
    .values({ id, asset, secretHash, address, gateway, silentAfterS, metrics: JSON.stringify(metrics) })
    .onConflict(conflict => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) {
    const advice = `POST /api/v1/devices/${id}/secret makes a new secret for it`
    throw conflict(`Device ${id} exists already, and ids are unique over all sites; ${advice}.`)
  }
  await endQuarantine(trx, id)
  await recordChange(trx, { subject: 'device', id }, act, { after: keptOf(await getDevice(trx, id)) })
  return getDevice(trx, id)
}

/** Changes what is given. The site follows the asset; a site that is given must be that asset's. */
export function updateDevice(
  db: Db,
  id: string,
  change: DeviceChange,
  edit: Edit,
): Promise<Versioned<Device>> {
  return transact(db, async trx => {
    const { site: wantedSite, metrics, ...given } = change
    const before = await lockDevice(trx, id, edit)
    const { asset, address, gateway } = { ...before, ...given }
    const site = await requireAssetAt(trx, { asset, site: wantedSite })
    if (address !== before.address) await requireFreeNames(trx, { id, address }, edit)
    if (gateway !== before.gateway || asset !== before.asset)
      await requireGatewayAt(trx, { id, gateway, site })
    if (metrics) requireDistinct(metrics)
    await trx
      .updateTable('devices')
      .set({ id, ...given, ...(metrics && { metrics: JSON.stringify(metrics) }) })
      .where('id', '=', id)
      .execute()
    await endQuarantine(trx, id)
    const after = keptOf(await getDevice(trx, id))
    await recordChange(trx, { subject: 'device', id }, edit, { before: keptOf(before), after })
    return getDevice(trx, id)
  })
}

/** Replaces the secret; the former one is refused from then on. The ledger says that, and not what it is. */
export function renewSecret(db: Db, id: string, edit: Edit): Promise<Versioned<Device> & { secret: string }> {
  const secret = newSecret()
  return transact(db, async trx => {
    await lockDevice(trx, id, edit)
    await trx
      .updateTable('devices')
      .set({ secretHash: hashSecret(secret) })
      .where('id', '=', id)
      .execute()
    await appendEvents(trx, { subject: 'device', id }, edit, [{ type: 'secret_renewed' }])
    return { ...(await getDevice(trx, id)), secret }
  })
}

/** A device with tickets stays: their charts are read through it. */
export async function deleteDevice(db: Db, id: string, edit: Edit): Promise<void> {
  await transact(db, async trx => {
    const before = await lockDevice(trx, id, edit)
    await refuseIfUsed(trx, { what: 'Device', id, sites: edit.sites }, [
      { table: 'tickets', column: 'device', names: 'number', what: 'tickets', thing: 'ticket' },
      { table: 'devices', column: 'gateway', names: 'id', what: 'devices, as their gateway:' },
    ])
    await trx.deleteFrom('devices').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'device', id }, edit, { before: keptOf(before) })
  })
}

const noDevice = (id: string) => notFound(`There is no device ${id}.`)

async function requireAssetAt(
  trx: Trx,
  wanted: { asset: string; site?: string | undefined },
): Promise<string> {
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

/** Says in words what the key of `device_names` guards against a race. */
async function requireFreeNames(
  trx: Trx,
  { id, address }: { id: string; address: string | null },
  { sites = null }: Act,
): Promise<void> {
  if (address === id) throw invalid('/address', 'The address is the id; leave it out.')
  if (address === ADMINISTRATOR || address === EXTERNAL_BROKER) {
    throw invalid('/address', `${address} is no name for a device; it stands for a publisher of ours.`)
  }
  const other = await trx
    .selectFrom('deviceNames')
    .select(['name', 'device'])
    .where('name', 'in', address === null ? [id] : [id, address])
    .where('device', '<>', id)
    .executeTakeFirst()
  if (!other) return
  const isOwn = sites === null || isWithin(sites, (await siteOf(trx, 'device', other.device)) ?? null)
  const device = isOwn ? `device ${other.device}` : 'another device'
  throw conflict(`${other.name} is a name of ${device}; a name leads to one device.`)
}

/** A gateway speaks for devices of its own site: its commands and its permissions are of that site. */
async function requireGatewayAt(
  trx: Trx,
  { id, gateway, site }: { id: string; gateway: string | null; site: string },
): Promise<void> {
  if (gateway === null) return
  if (gateway === id) throw invalid('/gateway', 'A device is not its own gateway; leave it out.')
  const found = await selectDevices(trx).where('d.id', '=', gateway).executeTakeFirst()
  if (!found) throw invalid('/gateway', `Device ${gateway} is not known; register the gateway first.`)
  if (found.site === site) return
  throw invalid(
    '/gateway',
    `Gateway ${gateway} is at site ${found.site}, so it cannot speak for site ${site}.`,
  )
}

function requireDistinct(metrics: readonly MetricSource[]): void {
  const seen = new Set<string>()
  for (const [index, { source }] of metrics.entries()) {
    if (seen.has(source)) {
      throw invalid(`/metrics/${index}/source`, `${source} is listed twice; list each source once.`)
    }
    seen.add(source)
  }
}

/** Whoever goes by a name of the device is no stranger now; what it said before is to be replayed (`quarantine.ts`). */
async function endQuarantine(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('strangers')
    .set({ state: 'registered' })
    .where('name', 'in', trx.selectFrom('deviceNames').select('name').where('device', '=', id))
    .execute()
}
