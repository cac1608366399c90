import { sql } from 'kysely'
import { Value } from 'typebox/value'
import type { Logger } from '../../contracts/logger.ts'
import { inherited, type Profile } from '../../contracts/profile.ts'
import {
  ADMINISTRATOR,
  Address,
  type AssetRegistry,
  type EquipmentClass,
  type LoginChanges,
  READER,
  type RegisteredDevice,
} from '../../contracts/registry.ts'
import type { ProfileScope } from '../domain/profile.ts'
import { asStore, type Db, openDb, type Pool } from './database.ts'
import { listen } from './listener.ts'
import { hashSecret, isSecret } from './secrets.ts'

const REGISTRY_CHANNEL = 'ticketing_registry'
/** Names that are not registered; a stranger can make up any number of them. */
const MAX_UNKNOWN = 10_000
const NOBODY = hashSecret('')

interface Entry {
  device: RegisteredDevice
  secretHash: Buffer
  /** Which versions its profile is made of. */
  profileKey: string
  /** Something of it changed; still answered until it is loaded again, for nothing must vanish in between. */
  stale: boolean
}

interface Cache {
  /** By id and by address. */
  known: Map<string, Entry>
  unknown: Set<string>
  /** Raised by every change, so that what was read before one does not count as fresh after it. */
  generation: number
}

/**
 * The pipeline's view of the registry: filled as names appear, told of changes by PostgreSQL. `known` is bounded by
 * the number of devices' names; `unknown` by `MAX_UNKNOWN`, and forgetting one only means asking again.
 * Error of `resolve` and `verifySecret`: `store_unavailable`, where something has to be loaded.
 */
export async function openAssetRegistry(options: {
  pool: Pool
  adminToken: string
  /** Without it nobody is a reader. */
  readerToken?: string
  logger: Logger
}): Promise<AssetRegistry & LoginChanges & { close(): Promise<void> }> {
  const db = openDb(options.pool)
  const cache: Cache = { known: new Map(), unknown: new Set(), generation: 0 }
  const adminHash = hashSecret(options.adminToken)
  const readerHash = options.readerToken ? hashSecret(options.readerToken) : NOBODY
  const listener = listen({
    ...options,
    channel: REGISTRY_CHANNEL,
    onNotify: changed,
    onConnect: () => changed('*'),
  })
  const revoked: ((ids: readonly string[]) => void)[] = []
  const load = batched(async names => {
    const ended = await loadDevices(db, cache, names)
    if (ended.length > 0) for (const listener of revoked) listener(ended)
  })

  /** Loads what is known again at once: who is connected with a login that no longer holds must be told. */
  function changed(what: string): void {
    forget(cache, what)
    const stale = [...cache.known].filter(([name, entry]) => entry.stale && (what === '*' || what === name))
    // A database that does not answer now is asked again when it is connected again.
    if (revoked.length > 0) void resolve(stale.map(([name]) => name)).catch(() => undefined)
  }

  const needsLoading = (name: string) => {
    const entry = cache.known.get(name)
    if (entry) return entry.stale
    if (cache.unknown.has(name)) return !listener.connected // without notifications a new device goes unnoticed
    return Value.Check(Address, name) // what cannot be registered is not asked for; PostgreSQL would choke on NUL
  }

  async function resolve(names: Iterable<string>): Promise<void> {
    const missing = new Set<string>()
    for (const name of names) if (needsLoading(name)) missing.add(name)
    if (missing.size > 0) await load(missing)
  }

  return {
    device: name => cache.known.get(name)?.device,
    resolve,
    async verifySecret(id, secret) {
      if (id === ADMINISTRATOR) return isSecret(secret, adminHash)
      if (id === READER) return secret !== '' && isSecret(secret, readerHash)
      await resolve([id])
      const entry = cache.known.get(id)
      const matches = isSecret(secret, entry?.secretHash ?? NOBODY)
      return entry?.device.id === id && matches // an address is no user name
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
async function loadDevices(db: Db, cache: Cache, names: ReadonlySet<string>): Promise<string[]> {
  const { generation } = cache
  const entries = await asStore(selectEntries(db, [...names]))
  const stale = cache.generation !== generation
  const revoked: string[] = []
  for (const name of names) {
    const entry = entries.get(name)
    const before = cache.known.get(name)
    if (before?.device.id === name && !sameLogin(before, entry)) revoked.push(name)
    if (entry) {
      // The same object until it changes, so that nobody looks again at what is as it was.
      if (before?.profileKey === entry.profileKey) entry.device.profile = before.device.profile
      cache.known.set(name, { ...entry, stale })
      cache.unknown.delete(name)
      continue
    }
    cache.known.delete(name)
    if (!stale) addBounded(cache.unknown, name)
  }
  return revoked
}

const sameLogin = (before: Entry, now: Omit<Entry, 'stale'> | undefined): boolean =>
  now !== undefined && now.device.site === before.device.site && now.secretHash.equals(before.secretHash)

function addBounded(names: Set<string>, name: string): void {
  const [oldest] = names
  if (names.size >= MAX_UNKNOWN && oldest !== undefined) names.delete(oldest)
  names.add(name)
}

/** By the names asked for; one statement, so that devices, assets and classes are of the same moment. */
async function selectEntries(db: Db, names: readonly string[]): Promise<Map<string, Omit<Entry, 'stale'>>> {
  const rows = await db
    .selectFrom('deviceNames as n')
    .innerJoin('devices as d', 'd.id', 'n.device')
    .innerJoin('assets as a', 'a.id', 'd.asset')
    .innerJoin('classes as c', 'c.id', 'a.class')
    .select(['n.name as asked', 'd.secretHash', 'd.id', 'a.site', 'd.asset', 'a.criticality'])
    .select(['d.address', 'd.gateway', 'd.metrics as sources'])
    .select([newestProfile('class', 'a.class').as('ofClass'), newestProfile('asset', 'a.id').as('ofAsset')])
    .select(['a.class as classId', 'c.name', 'c.metrics', 'c.acceptsAnyMetric', 'c.failureModes'])
    .select(['d.silentAfterS', 'c.silentAfterS as classSilentAfterS'])
    .where('n.name', '=', ({ fn, val }) => fn.any(val(names)))
    .execute()
  const classes = new Map<string, EquipmentClass>() // shared: many devices have the same class
  const entries = new Map<string, Omit<Entry, 'stale'>>()
  for (const row of rows) {
    const { asked, secretHash, id, site, asset, criticality, address, gateway, sources, ...more } = row
    const { ofClass, ofAsset, classId, failureModes, silentAfterS, classSilentAfterS, ...rest } = more
    const profileKey = `${classId} ${ofClass?.version ?? 0} ${asset} ${ofAsset?.version ?? 0}`
    const profile = inherited(ofClass ?? undefined, ofAsset ?? undefined)
    const equipmentClass = classes.get(classId) ?? {
      ...{ id: classId, ...rest },
      ...(failureModes && { failureModes }),
      ...(classSilentAfterS !== null && { silentAfterS: classSilentAfterS }),
    }
    classes.set(classId, equipmentClass)
    const device: RegisteredDevice = {
      ...{ id, site, asset, criticality, class: equipmentClass },
      ...(profile && { profile }),
      ...(silentAfterS !== null && { silentAfterS }),
      ...(address !== null && { address }),
      ...(gateway !== null && { gateway }),
      ...(sources.length > 0 && { metrics: sources }),
    }
    entries.set(asked, { secretHash, profileKey, device })
  }
  return entries
}

/** The newest version of a profile, with what it says; null where there is none. */
const newestProfile = (scope: ProfileScope, column: string) =>
  sql<(Profile & { version: number }) | null>`(
    select jsonb_build_object('version', version, 'detectors', detectors) from ticketing.profiles
    where scope = ${sql.lit(scope)} and subject = ${sql.ref(column)} order by version desc limit 1)`

/** One load at a time; names that are asked for meanwhile go together in the next one. */
function batched(
  load: (names: ReadonlySet<string>) => Promise<void>,
): (names: ReadonlySet<string>) => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let next: { names: Set<string>; done: Promise<void> } | undefined
  return names => {
    if (!next) {
      const batch = new Set<string>()
      const done = running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return load(batch)
        })
      running = done
      next = { names: batch, done }
    }
    for (const name of names) next.names.add(name)
    return next.done
  }
}
