import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Tables } from './tables.ts'

export type Pool = pg.Pool
export type Db = Kysely<Tables>
/** Demanded where several statements must commit together. */
export type Trx = Transaction<Tables>

/** Numbers for bigint: identities and epoch milliseconds stay below 2^53. Set per query, as the pool is shared. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text'),
}

/**
 * Stands in front of a statement, or after its `select`, that PostgreSQL shall parse and plan once for each connection.
 * It may then go by a plan that was made while the tables were small, until their statistics are gathered the next
 * time. So this is only for statements that, also by the worst plan, read each table once: inserts, rows by their
 * keys, lists that an index of their own has in their order. Never for joins of many rows with many, and never with `*`,
 * as a kept plan fails when a column is added. What the text is made of must not grow without bounds.
 */
const MARK = '/* prepared */'
export const prepared = sql.raw(MARK)

/** Names of the texts that have the mark, for all connections. */
const names = new Map<string, string>()
const MAX_NAMES = 100

function nameOf(text: string): string | undefined {
  if (!text.slice(0, 'select '.length + MARK.length).includes(MARK)) return undefined
  const known = names.get(text)
  if (known !== undefined || names.size >= MAX_NAMES) return known
  const name = `forewarn_${names.size + 1}`
  names.set(text, name)
  return name
}

/** Kysely on the schema `ticketing`. The pool stays the caller's: it is never ended here. */
export function openDb(pool: Pool): Db {
  const adapter = {
    options: pool.options,
    end: async () => undefined,
    connect: async () => {
      const client = await pool.connect()
      return {
        query: (text: string, values: readonly unknown[]) => {
          const name = nameOf(text)
          return client.query({ text, values: [...values], types, ...(name && { name }) })
        },
        release: (destroy?: boolean) => client.release(destroy),
      }
    },
  }
  // The cast leaves out the overload for cursors, which nothing here uses.
  const dialect = new PostgresDialect({ pool: adapter as unknown as PostgresPool })
  const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })]
  return new Kysely<Tables>({ dialect, plugins }).withSchema('ticketing')
}

/** Does the work in a transaction: the given one, which the caller commits, or one of its own. */
export function transact<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return isTrx(db) ? work(db) : db.transaction().execute(work)
}

/**
 * As `transact`, for callers that go on when the work fails (to try again after a race, or with the next of many):
 * inside of a transaction a savepoint undoes what it did, and only that. One at a time in a transaction.
 */
export async function attempt<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  if (!isTrx(db)) return db.transaction().execute(work)
  await sql`savepoint attempt`.execute(db)
  try {
    const result = await work(db)
    await sql`release savepoint attempt`.execute(db)
    return result
  } catch (error) {
    // Where not even this is possible the connection is gone, and with it the transaction: the first error says why.
    await sql`rollback to savepoint attempt`.execute(db).catch(() => undefined)
    throw error
  }
}

const isTrx = (db: Db): db is Trx => db.isTransaction

/** SQLSTATE of a PostgreSQL error, undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

export const UNIQUE_VIOLATION = '23505'
export const FOREIGN_KEY_VIOLATION = '23503'
export const DEADLOCK = '40P01'

/** What was read has changed before it could be written: to be done again, with what is there now. */
export class LostRace extends Error {}

/** Whether the database could not answer now: away, full or too slow. The same call may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const state = sqlState(error)
  if (state) return /^(08|53|57)/.test(state) // connection, resources, shutdown or time-out of the statement
  const code = 'code' in error ? String(error.code) : ''
  return /^E(?!RR_)[A-Z_]+$/.test(code) || /connection|timeout/i.test(error.message)
}

/** For callers outside of this area, who know our errors and not PostgreSQL's: `store_unavailable` is retryable. */
export async function asStore<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!isUnavailable(error)) throw error
    const message = `PostgreSQL cannot be asked: ${error instanceof Error ? error.message : String(error)}`
    throw new ForewarnError('store_unavailable', message, { retryable: true, cause: error })
  }
}
