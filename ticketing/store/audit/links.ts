import { sql } from 'kysely'
import { eventText, linkHash, ORIGIN, type RawEvent } from '../../audit/chain.ts'
import type { Db, Trx } from '../database.ts'

/** The last link of the chain. */
export interface Tail {
  position: number
  event: number
  hash: Buffer
}

const START: Tail = { position: 0, event: 0, hash: ORIGIN }

export async function tailOf(db: Db | Trx): Promise<Tail> {
  const links = db.selectFrom('auditLinks').select(['position', 'event', 'hash'])
  return (await links.orderBy('event', 'desc').limit(1).executeTakeFirst()) ?? START
}

/** What is read of an event to be hashed. */
export const rawColumns =
  sql.raw(`id::text as "id", subject, subject_id as "subjectId", type, at_ms::text as "atMs",
  device_at_ms::text as "deviceAtMs", actor, reason, before::text as "before", after::text as "after", data::text as "data"`)

/** Only one process at a time makes links; the others leave it to that one. False where another one does. */
export async function takeChain(trx: Trx): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('ticketing.audit', 0)) as taken`.execute(trx)
  return rows[0]?.taken === true
}

/**
 * Links the next events, up to the one with the id `horizon`, which no event may come below any more. Resolves with how
 * many there were and the last link; undefined where another process is at it.
 */
export function sealSome(
  db: Db,
  { horizon, limit }: { horizon: number; limit: number },
): Promise<{ sealed: number; tail: Tail } | undefined> {
  return db.transaction().execute(async trx => {
    if (!(await takeChain(trx))) return undefined
    const tail = await tailOf(trx)
    const { rows } = await sql<RawEvent>`select ${rawColumns} from ticketing.events
      where id > ${tail.event} and id <= ${horizon} order by events.id limit ${limit}`.execute(trx)
    const links = linked(tail, rows)
    const last = links.at(-1)
    if (!last) return { sealed: 0, tail }
    await sql`insert into ticketing.audit_links (position, event, hash)
      select * from unnest(${links.map(link => link.position)}::bigint[], ${links.map(link => link.event)}::bigint[],
        ${links.map(link => link.hash)}::bytea[])`.execute(trx)
    return { sealed: links.length, tail: last }
  })
}

function linked(tail: Tail, events: readonly RawEvent[]): Tail[] {
  let { position, hash } = tail
  return events.map(event => {
    hash = linkHash(hash, Buffer.from(eventText(event)))
    position += 1
    return { position, event: Number(event.id), hash }
  })
}

/**
 * Up to where the ledger is complete once the transactions that write to it now have ended. Ids are given out in order
 * and committed in any order: an event that is not to be seen yet may have a lower id than one that is. But whoever has
 * taken an id has locked the table before that, as PostgreSQL does for every insert, and keeps the lock until everybody
 * sees the event: the newest id is read first, then who has that lock.
 */
export interface Horizon {
  /** The newest event that can be seen. */
  event: number
  /** The transactions that were writing then; PostgreSQL's names of them. */
  writers: string[]
}

export async function horizonOf(db: Db): Promise<Horizon> {
  const newest = await db
    .selectFrom('events')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst()
  return { event: newest?.id ?? 0, writers: await writersNow(db) }
}

export async function writersNow(db: Db): Promise<string[]> {
  const { rows } = await sql<{ writer: string }>`select distinct virtualtransaction as writer from pg_locks
    where locktype = 'relation' and mode = 'RowExclusiveLock' and granted
      and relation = 'ticketing.events'::regclass
      and database = (select oid from pg_database where datname = current_database())`.execute(db)
  return rows.map(row => row.writer)
}

/** Whether the chain still has this link where it was. */
export async function hasLink(db: Db | Trx, { position, event, hash }: Tail): Promise<boolean> {
  if (position === 0) return true
  const link = await db
    .selectFrom('auditLinks')
    .select(['position', 'hash'])
    .where('event', '=', event)
    .executeTakeFirst()
  return link !== undefined && link.position === position && link.hash.equals(hash)
}
