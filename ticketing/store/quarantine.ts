import { sql } from 'kysely'
import { Value } from 'typebox/value'
import type { Clock } from '../../contracts/clock.ts'
import type { DeadLetters } from '../../contracts/dead-letters.ts'
import { type Enrolment, Id } from '../../contracts/registry.ts'
import { quoted } from '../../contracts/text.ts'
import type { Sites } from '../domain/access.ts'
import { invalid, notFound } from '../domain/refusals.ts'
import type { Device, NewDevice } from '../domain/registry.ts'
import { asStore, type Db, openDb, type Pool, type Trx, transact } from './database.ts'
import { insertDevice } from './devices.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import type { Versioned } from './registry-ledger.ts'
import { hashSecret, isSecret, newSecret } from './secrets.ts'
import { within } from './site-of.ts'
import { forgetBeyondBounds } from './strangers.ts'

/** Somebody in quarantine, as the database has it. */
export interface StrangerRow {
  name: string
  state: 'waiting' | 'ignored' | 'registered'
  site: string | null
  publisher: string
  topic: string
  sample: Buffer
  metrics: string[]
  firstSeenMs: number
  lastSeenMs: number
  messages: number
  secretHash: Buffer | null
}

const columns = [
  'name',
  'state',
  'site',
  'publisher',
  'topic',
  'sample',
  'metrics',
  'firstSeenMs',
  'lastSeenMs',
  'messages',
  'secretHash',
] as const satisfies (keyof StrangerRow)[]

export const listStrangers = (
  db: Db,
  { limit, after = '' }: KeyRange,
  { ignored, sites }: { ignored: boolean; sites: Sites },
): Promise<StrangerRow[]> =>
  db
    .selectFrom('strangers')
    .select(columns)
    .where('state', '=', ignored ? 'ignored' : 'waiting')
    .where('name', '>', after)
    .where(within('site', sites))
    .orderBy('name')
    .limit(limit)
    .execute()

export async function getStranger(db: Db, name: string): Promise<StrangerRow> {
  return existing(await selectStranger(db, name).executeTakeFirst(), name)
}

const selectStranger = (db: Db | Trx, name: string) =>
  db.selectFrom('strangers').select(columns).where('name', '=', name).where('state', '<>', 'registered')

/** What a person decides about a stranger; the rest follows from what it said. */
export type Approval = Pick<NewDevice, 'asset' | 'metrics' | 'silentAfterS'> & { id?: string | undefined }

/**
 * Registers the stranger as a device of the asset. Its id is its name where that can be an id; otherwise the name
 * becomes its address. Who publishes for it becomes its gateway. A secret is in the answer where it has none of its own.
 */
export function approveStranger(
  db: Db,
  name: string,
  approval: Approval,
  act: Act,
): Promise<Versioned<Device> & { secret?: string }> {
  return transact(db, async trx => {
    const row = await selectStranger(trx, name).forUpdate().executeTakeFirst()
    const { secretHash, publisher, site } = existing(row, name)
    const id = approval.id ?? name
    if (!Value.Check(Id, id)) {
      const form = 'letters, digits, dot, underscore and hyphen, at most 64'
      throw invalid('/id', `The name ${quoted(name)} cannot be an id; give one of ${form}.`)
    }
    if (secretHash && id !== name) {
      throw invalid('/id', `${name} logs in by this name, so it must be its id; leave the id out.`)
    }
    const gateway = await trx
      .selectFrom('devices')
      .select('id')
      .where('id', '=', publisher)
      .executeTakeFirst()
    const secret = secretHash ? undefined : newSecret()
    const device = await insertDevice(
      trx,
      { ...approval, id, address: id === name ? null : name, gateway: gateway?.id ?? null },
      secretHash ?? hashSecret(secret ?? ''),
      act,
    )
    if (site !== null && site !== device.site) {
      const message = `${name} says that it is at site ${site}, and ${device.asset} is at ${device.site}; choose an asset at ${site}.`
      throw invalid('/asset', message)
    }
    return { ...device, ...(secret && { secret }) }
  })
}

/** Keeps the stranger out of the list of those that wait, also when it speaks again. */
export async function ignoreStranger(db: Db, name: string): Promise<StrangerRow> {
  const row = await db
    .updateTable('strangers')
    .set({ state: 'ignored' })
    .where('name', '=', name)
    .where('state', '<>', 'registered')
    .returning(columns)
    .executeTakeFirst()
  await forgetBeyondBounds(db)
  return existing(row, name)
}

/** It comes back when it speaks again. */
export async function forgetStranger(db: Db, name: string): Promise<void> {
  const deleted = await db
    .deleteFrom('strangers')
    .where('name', '=', name)
    .where('state', '<>', 'registered')
    .returning('name')
    .executeTakeFirst()
  existing(deleted, name)
}

function existing<T>(row: T | undefined, name: string): T {
  if (row === undefined) throw notFound(`${name} is not in quarantine.`)
  return row
}

/**
 * Has the dead letters replayed of strangers that are registered now (or of this one), and then forgets them as
 * strangers; resolves with how many letters it is. They are marked in the transaction that registers them, so that a
 * crash before this only delays it, and who says more meanwhile stays for the next time.
 */
export async function replayRegistered(
  db: Db,
  deadLetters: Pick<DeadLetters, 'requestReplay'>,
  only?: string,
): Promise<number> {
  let registered = db.selectFrom('strangers').select(['name', 'messages']).where('state', '=', 'registered')
  if (only !== undefined) registered = registered.where('name', '=', only)
  let letters = 0
  for (const { name, messages } of await registered.execute()) {
    letters += await deadLetters.requestReplay({ device: name, reason: 'unknown_device' })
    await db
      .deleteFrom('strangers')
      .where('name', '=', name)
      .where('state', '=', 'registered')
      .where('messages', '=', messages)
      .execute()
  }
  return letters
}

/** Where strangers of open enrolment and their secrets are kept. */
export function openEnrolment({ pool, clock }: { pool: Pool; clock: Clock }): Enrolment {
  const db = openDb(pool)
  return {
    async enrol(name, secret) {
      const hash = await asStore(firstSecret(db, { name, hash: hashSecret(secret), nowMs: clock.nowMs() }))
      if (hash) return isSecret(secret, hash) ? 'enrolled' : 'wrong_secret'
      const ignored = await asStore(
        selectStranger(db, name).where('state', '=', 'ignored').executeTakeFirst(),
      )
      return ignored ? 'ignored' : 'registered'
    },
    async enrolled(names) {
      const rows = await asStore(selectEnrolled(db, names))
      return rows.map(({ name }) => name)
    },
  }
}

/** Who was forgotten and speaks on is back without its secret, so it must log in once more to be enrolled. */
const selectEnrolled = (db: Db, names: readonly string[]) =>
  db
    .selectFrom('strangers')
    .select('name')
    .where('name', '=', ({ fn, val }) => fn.any(val(names)))
    .where('state', '=', 'waiting')
    .where('secretHash', 'is not', null)
    .execute()

/** The hash that counts for the stranger: the first one, under any race. None for who is ignored or registered. */
async function firstSecret(
  db: Db,
  { name, hash, nowMs }: { name: string; hash: Buffer; nowMs: number },
): Promise<Buffer | undefined> {
  const { rows } = await sql<{ hash: Buffer }>`
    insert into ticketing.strangers as s
      (name, publisher, topic, sample, metrics, first_seen_ms, last_seen_ms, messages, secret_hash)
    select ${name}::text, ${name}, '', '', '[]', ${nowMs}::bigint, ${nowMs}::bigint, 0, ${hash}::bytea
    where not exists (select from ticketing.device_names where name = ${name})
    on conflict (name) do update set
      secret_hash = coalesce(s.secret_hash, excluded.secret_hash),
      last_seen_ms = greatest(s.last_seen_ms, excluded.last_seen_ms)
    where s.state = 'waiting'
    returning secret_hash as hash`.execute(db)
  await forgetBeyondBounds(db)
  return rows[0]?.hash
}
