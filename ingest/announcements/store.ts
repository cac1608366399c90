import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { MessageLog, Offset } from '../../contracts/message-log.ts'
import type { Announcement } from '../codecs/codec.ts'
import { storeError } from '../postgres-errors.ts'

export interface KeyedAnnouncement extends Announcement {
  key: string
}

/** What devices announced, for as long as an entry of the log may need it. Errors: `store_unavailable`. */
export interface AnnouncementStore {
  /** The newest announcement of each key before the offset; keys without one are absent. */
  before(keys: readonly string[], offset: Offset): Promise<Map<string, Announcement>>
  /** Idempotent, in the order of the log; several consumers put the same. */
  put(announcements: readonly KeyedAnnouncement[]): Promise<void>
}

const NO_ANSWER_MS = 30_000
const SWEEP_EVERY = 1_000
const MAX_BYTES = 1024 ** 3

/**
 * Announcements in `codecs.announcements`. What every consumer has passed is swept away; beyond `maxBytes` the oldest
 * go, those that have a successor first. Call it before anything is appended to the log: it tells by the log's length
 * whether this is a new one.
 */
export async function openAnnouncements(options: {
  pool: pg.Pool
  log: Pick<MessageLog, 'size'>
  maxBytes?: number
}): Promise<AnnouncementStore> {
  const { pool, log, maxBytes = MAX_BYTES } = options
  let putSinceSweep = SWEEP_EVERY
  let sweptTo: Offset | undefined

  /** Nothing becomes superfluous but by the trimming of the log, which is rare, or by the bound. */
  async function sweep(): Promise<void> {
    const { first } = await log.size()
    if (first === sweptTo && putSinceSweep < SWEEP_EVERY) return
    await run(pool, DELETE_SUPERSEDED, [first])
    await run(pool, DELETE_BEYOND, [maxBytes])
    sweptTo = first
    putSinceSweep = 0
  }

  await moveBefore(pool, (await log.size()).next)
  return {
    async before(keys, offset) {
      const digests = keys.map(digest)
      const rows = await run<Row>(pool, BEFORE, [digests, offset])
      return new Map(
        rows.map(row => [
          keys[row.n - 1] ?? '',
          { offset: BigInt(row.offset), receivedAtMs: row.receivedAtMs, payload: row.payload },
        ]),
      )
    },
    async put(announcements) {
      if (announcements.length === 0) return
      await run(pool, PUT, [
        announcements.map(({ key }) => digest(key)),
        announcements.map(({ offset }) => offset),
        announcements.map(({ receivedAtMs }) => receivedAtMs),
        announcements.map(({ payload }) => payload),
      ])
      putSinceSweep += announcements.length
      await sweep()
    },
  }
}

const BEFORE = `
  select n::int4 as n, found.*
  from unnest($1::bytea[]) with ordinality as wanted (key, n)
  cross join lateral (
    select log_offset as offset, (extract(epoch from received_at) * 1000)::float8 as "receivedAtMs", payload
    from codecs.announcements
    where key = wanted.key and log_offset < $2
    order by log_offset desc
    limit 1
  ) found`

const PUT = `
  insert into codecs.announcements (key, log_offset, received_at, payload)
  select key, log_offset, timestamptz 'epoch' + received_ms * interval '1 ms', payload
  from unnest($1::bytea[], $2::bigint[], $3::float8[], $4::bytea[]) as new (key, log_offset, received_ms, payload)
  order by log_offset
  on conflict (key, log_offset) do nothing`

const DELETE_SUPERSEDED = `
  delete from codecs.announcements old
  where exists (
    select from codecs.announcements new
    where new.key = old.key and new.log_offset > old.log_offset and new.log_offset < $1
  )`

/** Oldest first, so that a consumer behind finds none rather than a wrong one. */
const DELETE_BEYOND = `
  delete from codecs.announcements old
  using (
    select key, log_offset, sum(size) over (order by has_successor, log_offset desc) as total
    from (
      select key, log_offset, octet_length(payload) + 100 as size,
        row_number() over (partition by key order by log_offset desc) > 1 as has_successor
      from codecs.announcements
    ) sized
  ) ranked
  where old.key = ranked.key and old.log_offset = ranked.log_offset and ranked.total > $1`

/**
 * A new log counts from the beginning again. What was announced in the log before it came first: it moves below zero,
 * in its order, with the newest of each key alone, because nobody reads the entries between any more.
 */
async function moveBefore(pool: pg.Pool, next: Offset): Promise<void> {
  const [last] = await run<{ offset: string | null }>(
    pool,
    'select max(log_offset) as offset from codecs.announcements',
    [],
  )
  if (last?.offset == null || BigInt(last.offset) < next) return
  await run(pool, DELETE_SUPERSEDED, [BigInt(last.offset) + 1n])
  await run(pool, 'update codecs.announcements set log_offset = log_offset - $1', [BigInt(last.offset) + 1n])
}

/** `offset` is PostgreSQL's bigint, which its driver gives as text; `n` counts the keys from 1. */
interface Row {
  n: number
  offset: string
  receivedAtMs: number
  payload: Buffer
}

async function run<Result extends object>(pool: pg.Pool, text: string, values: unknown[]): Promise<Result[]> {
  const statement = { text, values, query_timeout: NO_ANSWER_MS }
  try {
    const { rows } = await pool.query<Result>(statement)
    return rows
  } catch (error) {
    throw storeError(error)
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
