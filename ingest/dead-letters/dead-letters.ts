import type pg from 'pg'
import { Value } from 'typebox/value'
import { type DeadLetter, DeadLetterReason, type DeadLetters } from '../../contracts/dead-letters.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import { storeError } from '../postgres-errors.ts'
import { type Position, toCursor, toPosition } from './cursor.ts'

const NO_ANSWER_MS = 30_000
/** A statement carries payloads as hexadecimal text, so that their size counts twice and more. */
const LETTERS_PER_STATEMENT = 1_000
const BYTES_PER_STATEMENT = 8_000_000

/** Dead letters in `dead_letters.letters`. Errors: `store_unavailable`, and `invalid` for a cursor that is none. */
export function openDeadLetters({ pool }: { pool: pg.Pool }): DeadLetters {
  return {
    async put(letters) {
      for (const part of inStatements(letters)) await run(pool, PUT, columnsOf(part))
    },
    async list({ limit, before }) {
      const position = before === undefined ? LATEST : toPosition(before)
      const rows = await run<Row>(pool, LIST, [position.receivedAtMs, position.id, limit + 1])
      const items = rows.slice(0, limit).map(toLetter)
      const last = items.at(-1)
      return rows.length > limit && last ? { items, next: toCursor(last) } : { items }
    },
  }
}

const PUT = `
  insert into dead_letters.letters (received_at, id, topic, publisher, payload, reason, detail)
  select timestamptz 'epoch' + received_ms * interval '1 ms', id, topic, publisher, payload, reason, detail
  from unnest($1::float8[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[])
    as new (received_ms, id, topic, publisher, payload, reason, detail)
  on conflict (received_at, id) do nothing`

const LIST = `
  select (extract(epoch from received_at) * 1000)::float8 as "receivedAtMs", id, topic, publisher, payload, reason, detail
  from dead_letters.letters
  where (received_at, id) < (timestamptz 'epoch' + $1::float8 * interval '1 ms', $2)
  order by received_at desc, id desc
  limit $3`

/** After every letter; PostgreSQL's time has no larger round number. */
const LATEST: Position = { receivedAtMs: Date.UTC(9999, 0, 1), id: '' }

type Row = Omit<DeadLetter, 'reason'> & { reason: string }

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
    letters.map(letter => storable(letter.publisher)),
    letters.map(letter => letter.payload),
    letters.map(letter => letter.reason),
    letters.map(letter => storable(letter.detail)),
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

function toLetter(row: Row): DeadLetter {
  const { reason } = row
  if (!Value.Check(DeadLetterReason, reason)) {
    throw new ForewarnError('store_misconfigured', `dead letter ${row.id} has an unknown reason: ${reason}`)
  }
  return { ...row, reason }
}
