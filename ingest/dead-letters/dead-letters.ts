import type pg from 'pg'
import { Counter, type Registry } from 'prom-client'
import { Value } from 'typebox/value'
import {
  type DeadLetter,
  type DeadLetterFilter,
  DeadLetterReason,
  type DeadLetters,
} from '../../contracts/dead-letters.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Logger } from '../../contracts/logger.ts'
import { quoted } from '../../contracts/text.ts'
import { storeError } from '../postgres-errors.ts'
import { createAllowance, type Excess, type LetterKey } from './allowance.ts'
import { type Position, toCursor, toPosition } from './cursor.ts'

const NO_ANSWER_MS = 30_000
/** A statement carries payloads as hexadecimal text, so that their size counts twice and more. */
const LETTERS_PER_STATEMENT = 1_000
const BYTES_PER_STATEMENT = 8_000_000
/** No registered name is longer; an index does not take what a stranger may make up. */
const MAX_NAME_LENGTH = 200
/** Letters that one statement marks or deletes: short, whatever the table holds. */
const ROWS_PER_STATEMENT = 10_000

/** What the pipeline does with dead letters beside keeping them. */
export interface DeadLetterStore extends DeadLetters {
  /** Letters that are to be replayed, oldest first, as many as one statement carries. */
  marked(): Promise<DeadLetter[]>
  remove(letters: readonly LetterKey[]): Promise<void>
  /** Deletes some of the letters that were received before; resolves with how many, 0 when there are none. */
  expire(beforeMs: number): Promise<number>
}

interface Options {
  pool: pg.Pool
  /** Who keeps letters says where it only counts them; reading needs neither. */
  logger?: Logger
  metrics?: Registry
  allowance?: ReturnType<typeof createAllowance>
}

/** Dead letters in `dead_letters.letters`. Errors: `store_unavailable`, and `invalid` for a cursor that is none. */
export function openDeadLetters(options: Options): DeadLetterStore {
  const { pool, logger, metrics, allowance = createAllowance() } = options
  const skipped =
    metrics &&
    new Counter({
      name: 'forewarn_dead_letters_skipped_total',
      help: 'Dead letters of unknown devices that were only counted, beyond the allowance of their publisher.',
      registers: [metrics],
    })

  async function put(letters: readonly DeadLetter[]): Promise<void> {
    for (const part of inStatements(letters)) await run(pool, PUT, columnsOf(part))
  }

  /** Where the witness was replayed or has expired, the first of the letters takes its place. */
  async function count(excess: Excess): Promise<void> {
    const { witness, first, count: letters } = excess
    const counted = await run(pool, COUNT, [witness.receivedAtMs, witness.id, letters])
    if (counted.length > 0) return
    await put([{ ...first, skipped: letters - 1 }])
    allowance.replaceWitness(excess)
  }

  return {
    async put(letters) {
      const { kept, witnesses, excess, settle } = allowance.judge(letters)
      await put(kept)
      for (const each of excess) await count(each)
      settle()
      for (const { publisher, device } of witnesses) {
        logger?.warn({ publisher, device }, overAllowance(publisher, device))
      }
      for (const { count: letters } of excess) skipped?.inc(letters)
    },
    async list({ limit, before }, filter = {}) {
      const position = before === undefined ? LATEST : toPosition(before)
      const { where, values } = conditions(filter, [position.receivedAtMs, position.id, limit + 1])
      const rows = await run<Row>(pool, list(where), values)
      const items = rows.slice(0, limit).map(toLetter)
      const last = items.at(-1)
      return rows.length > limit && last ? { items, next: toCursor(last) } : { items }
    },
    async requestReplay(filter) {
      let after: Position = EARLIEST
      for (let count = 0; ; ) {
        const { where, values } = conditions(filter, [after.receivedAtMs, after.id, ROWS_PER_STATEMENT])
        const [page] = await run<Position & { seen: number; marked: number }>(pool, mark(where), values)
        count += page?.marked ?? 0
        if (!page || page.seen < ROWS_PER_STATEMENT) return count
        after = page
      }
    },
    async marked() {
      const rows = await run<Row>(pool, MARKED, [LETTERS_PER_STATEMENT, BYTES_PER_STATEMENT])
      return rows.map(toLetter)
    },
    async remove(letters) {
      const keys = [letters.map(letter => letter.receivedAtMs), letters.map(letter => storable(letter.id))]
      await run(pool, REMOVE, keys)
    },
    async expire(beforeMs) {
      return (await run(pool, EXPIRE, [beforeMs, ROWS_PER_STATEMENT])).length
    },
  }
}

const overAllowance = (publisher: string, device = '') =>
  `dead letters: ${quoted(publisher)} says more for devices that are not registered (${quoted(device)}) than is kept whole; the rest of this hour is counted only. Approve the device, or stop it.`

const TIME = (parameter: number) => `timestamptz 'epoch' + $${parameter}::float8 * interval '1 ms'`

const PUT = `
  insert into dead_letters.letters
    (received_at, id, topic, publisher, device, payload, reason, detail, skipped)
  select timestamptz 'epoch' + received_ms * interval '1 ms', id, topic, publisher, device, payload, reason, detail,
    skipped
  from unnest($1::float8[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::text[],
    $9::integer[]) as new (received_ms, id, topic, publisher, device, payload, reason, detail, skipped)
  on conflict (received_at, id) do nothing`

const COUNT = `
  update dead_letters.letters set skipped = skipped + $3::integer
  where received_at = ${TIME(1)} and id = $2 returning 1`

const COLUMNS = `(extract(epoch from received_at) * 1000)::float8 as "receivedAtMs", id, topic, publisher, device,
  payload, reason, detail, skipped`

const list = (where: string) => `
  select ${COLUMNS} from dead_letters.letters
  where (received_at, id) < (${TIME(1)}, $2) and ${where}
  order by received_at desc, id desc
  limit $3`

/** Marks a page of letters; answers where it ended, nothing when there was none. */
const mark = (where: string) => `
  with page as (
    select received_at, id, replay from dead_letters.letters
    where (received_at, id) > (${TIME(1)}, $2) and ${where}
    order by received_at, id limit $3
  ), marked as (
    update dead_letters.letters set replay = true from page
    where letters.received_at = page.received_at and letters.id = page.id and not page.replay
    returning 1
  )
  select (extract(epoch from received_at) * 1000)::float8 as "receivedAtMs", id,
    (select count(*)::integer from page) as seen, (select count(*)::integer from marked) as marked
  from page order by received_at desc, id desc limit 1`

/** At least one letter, however large. */
const MARKED = `
  select ${COLUMNS} from (
    select *, sum(octet_length(payload)) over (order by received_at, id) - octet_length(payload) as bytes_before
    from (select * from dead_letters.letters where replay order by received_at, id limit $1) as oldest
  ) as measured
  where bytes_before < $2
  order by received_at, id`

const REMOVE = `
  delete from dead_letters.letters using unnest($1::float8[], $2::text[]) as gone (received_ms, id)
  where letters.received_at = timestamptz 'epoch' + gone.received_ms * interval '1 ms' and letters.id = gone.id`

const EXPIRE = `
  delete from dead_letters.letters where (received_at, id) in (
    select received_at, id from dead_letters.letters where received_at < ${TIME(1)} order by received_at, id limit $2
  ) returning 1`

const EARLIEST: Position = { receivedAtMs: -1, id: '' }
/** After every letter; PostgreSQL's time has no larger round number. */
const LATEST: Position = { receivedAtMs: Date.UTC(9999, 0, 1), id: '' }

/** The filter as a condition whose parameters follow those that are given. */
function conditions(filter: DeadLetterFilter, given: unknown[]): { where: string; values: unknown[] } {
  const { ids, reason, device, publisher, fromMs, toMs } = filter
  const values = [...given]
  const all = ['true']
  const add = (value: unknown, condition: (parameter: number) => string) => {
    if (value !== undefined) all.push(condition(values.push(value)))
  }
  add(ids, n => `id = any($${n}::text[])`)
  add(reason, n => `reason = $${n}`)
  add(device, n => `device = $${n}`)
  add(publisher, n => `publisher = $${n}`)
  add(fromMs, n => `received_at >= ${TIME(n)}`)
  add(toMs, n => `received_at < ${TIME(n)}`)
  return { where: all.join(' and '), values }
}

type Row = Omit<DeadLetter, 'reason' | 'device'> & { reason: string; device: string | null }

async function run<Row extends object>(pool: pg.Pool, text: string, values: unknown[]): Promise<Row[]> {
  const statement = { text, values, query_timeout: NO_ANSWER_MS }
  try {
    const { rows } = await pool.query<Row>(statement)
    return rows
  } catch (error) {
    throw storeError(error)
  }
}

function columnsOf(letters: readonly DeadLetter[]): unknown[] {
  return [
    letters.map(letter => letter.receivedAtMs),
    letters.map(letter => storable(letter.id)),
    letters.map(letter => storable(letter.topic)),
    letters.map(letter => storable(letter.publisher.slice(0, MAX_NAME_LENGTH))),
    letters.map(({ device }) => (device === undefined ? null : storable(device.slice(0, MAX_NAME_LENGTH)))),
    letters.map(letter => letter.payload),
    letters.map(letter => letter.reason),
    letters.map(letter => storable(letter.detail)),
    letters.map(letter => letter.skipped ?? 0),
  ]
}

/** PostgreSQL's text has no zero; a letter must never be refused in its turn. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd')
}

function* inStatements(letters: readonly DeadLetter[]): Generator<DeadLetter[]> {
  let part: DeadLetter[] = []
  let bytes = 0
  for (const letter of letters) {
    if (part.length === LETTERS_PER_STATEMENT || (part.length > 0 && bytes > BYTES_PER_STATEMENT)) {
      yield part
      part = []
      bytes = 0
    }
    part.push(letter)
    bytes += letter.payload.byteLength
  }
  if (part.length > 0) yield part
}

function toLetter({ device, reason, skipped = 0, ...row }: Row): DeadLetter {
  if (!Value.Check(DeadLetterReason, reason)) {
    throw new ForewarnError('store_misconfigured', `dead letter ${row.id} has an unknown reason: ${reason}`)
  }
  return { ...row, reason, ...(device !== null && { device }), ...(skipped > 0 && { skipped }) }
}
