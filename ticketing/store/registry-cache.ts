import type { Logger } from '../../contracts/logger.ts'
import {
  ADMINISTRATOR,
  type AssetRegistry,
  type EquipmentClass,
  type LoginChanges,
  type RegisteredDevice,
} from '../../contracts/registry.ts'
import { asStore, type Db, openDb, type Pool } from './database.ts'
import { listen } from './listener.ts'
import { hashSecret, isSecret } from './secrets.ts'

const REGISTRY_CHANNEL = 'ticketing_registry'
/** Ids that are not registered; a stranger can name any number of them. */
const MAX_UNKNOWN = 10_000
const NOBODY = hashSecret('')

interface Entry {
  device: RegisteredDevice
  secretHash: Buffer
  /** Something of it changed; still answered until it is loaded again, for nothing must vanish in between. */
  stale: boolean
}

interface Cache {
  known: Map<string, Entry>
  unknown: Set<string>
  /** Raised by every change, so that what was read before one does not count as fresh after it. */
  generation: number
}

/**
 * The pipeline's view of the registry: filled as ids appear, told of changes by PostgreSQL. `known` is bounded by
 * the number of devices; `unknown` by `MAX_UNKNOWN`, and forgetting one only means asking again.
 * Error of `resolve` and `verifySecret`: `store_unavailable`, where something has to be loaded.
 */
export async function openAssetRegistry(options: {
  pool: Pool
  adminToken: string
  logger: Logger
}): Promise<AssetRegistry & LoginChanges & { close(): Promise<void> }> {
  const db = openDb(options.pool)
  const cache: Cache = { known: new Map(), unknown: new Set(), generation: 0 }
  const adminHash = hashSecret(options.adminToken)
  const listener = listen({
    ...options,
    channel: REGISTRY_CHANNEL,
    onNotify: changed,
    onConnect: () => changed('*'),
  })
  const revoked: ((ids: readonly string[]) => void)[] = []
  const load = batched(async ids => {
    const ended = await loadDevices(db, cache, ids)
    if (ended.length > 0) for (const listener of revoked) listener(ended)
  })

  /** Loads what is known again at once: who is connected with a login that no longer holds must be told. */
  function changed(what: string): void {
    forget(cache, what)
    const stale = [...cache.known].filter(([id, entry]) => entry.stale && (what === '*' || what === id))
    // A database that does not answer now is asked again when it is connected again.
    if (revoked.length > 0) void resolve(stale.map(([id]) => id)).catch(() => undefined)
  }

  const needsLoading = (id: string) => {
    const entry = cache.known.get(id)
    if (entry) return entry.stale
    return !cache.unknown.has(id) || !listener.connected // without notifications a new device goes unnoticed
  }

  async function resolve(ids: Iterable<string>): Promise<void> {
    const missing = new Set<string>()
    for (const id of ids) if (needsLoading(id)) missing.add(id)
    if (missing.size > 0) await load(missing)
  }

  return {
    device: id => cache.known.get(id)?.device,
    resolve,
    async verifySecret(id, secret) {
      if (id === ADMINISTRATOR) return isSecret(secret, adminHash)
      await resolve([id])
      const entry = cache.known.get(id)
      const matches = isSecret(secret, entry?.secretHash ?? NOBODY)
      return entry !== undefined && matches
    },
    onRevoked: listener => {
      revoked.push(listener)
    },
    close: () => listener.close(),
  }
}

function forget(cache: Cache, what: string): void {
  cache.generation++
  if (what !== '*') {
    const entry = cache.known.get(what)
    if (entry) entry.stale = true
    cache.unknown.delete(what)
    return
  }
  for (const entry of cache.known.values()) entry.stale = true
  cache.unknown.clear()
}

/** Answers the ids whose login no longer holds. */
async function loadDevices(db: Db, cache: Cache, ids: ReadonlySet<string>): Promise<string[]> {
  const { generation } = cache
  const entries = await asStore(selectEntries(db, [...ids]))
  const stale = cache.generation !== generation
  const revoked: string[] = []
  for (const id of ids) {
    const entry = entries.get(id)
    const before = cache.known.get(id)
    if (before && !sameLogin(before, entry)) revoked.push(id)
    if (entry) {
      cache.known.set(id, { ...entry, stale })
      cache.unknown.delete(id)
      continue
    }
    cache.known.delete(id)
    if (!stale) addBounded(cache.unknown, id)
  }
  return revoked
}

const sameLogin = (before: Entry, now: Omit<Entry, 'stale'> | undefined): boolean =>
  now !== undefined && now.device.site === before.device.site && now.secretHash.equals(before.secretHash)

function addBounded(ids: Set<string>, id: string): void {
  const [oldest] = ids
  if (ids.size >= MAX_UNKNOWN && oldest !== undefined) ids.delete(oldest)
  ids.add(id)
}

/** One statement, so that devices, assets and classes are of the same moment. */
async function selectEntries(db: Db, ids: readonly string[]): Promise<Map<string, Omit<Entry, 'stale'>>> {
  const rows = await db
    .selectFrom('devices as d')
    .innerJoin('assets as a', 'a.id', 'd.asset')
    .innerJoin('classes as c', 'c.id', 'a.class')
    .select(['d.id', 'd.secretHash', 'd.asset', 'a.site', 'a.criticality', 'a.class'])
    .select(['c.name', 'c.metrics', 'c.acceptsAnyMetric'])
    .where('d.id', '=', ({ fn, val }) => fn.any(val(ids)))
    .execute()
  const classes = new Map<string, EquipmentClass>() // shared: many devices have the same class
  const entries = new Map<string, Omit<Entry, 'stale'>>()
  for (const { id, site, asset, criticality, secretHash, class: classId, ...rest } of rows) {
    const equipmentClass = classes.get(classId) ?? { id: classId, ...rest }
    classes.set(classId, equipmentClass)
    entries.set(id, { secretHash, device: { id, site, asset, criticality, class: equipmentClass } })
  }
  return entries
}

/** One load at a time; ids that are asked for meanwhile go together in the next one. */
function batched(
  load: (ids: ReadonlySet<string>) => Promise<void>,
): (ids: ReadonlySet<string>) => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let next: { ids: Set<string>; done: Promise<void> } | undefined
  return ids => {
    if (!next) {
      const batch = new Set<string>()
      const done = running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return load(batch)
        })
      running = done
      next = { ids: batch, done }
    }
    for (const id of ids) next.ids.add(id)
    return next.done
  }
}
