import { sql } from 'kysely'
import { conflict } from '../domain/refusals.ts'
import type { Trx } from './database.ts'

/** A column that refers to what shall be deleted. */
interface Reference {
  table: string
  column: string
  /** The column whose values name the rows to people. */
  names: string
  /** What the rows are called, in the plural. */
  what: string
}

/** How many of the rows a message names. */
const NAMED = 3

/**
 * Throws `conflict` with the names of what still uses the row. The foreign keys guard the same against a race;
 * this says it in words.
 */
export async function refuseIfUsed(
  trx: Trx,
  subject: { what: string; id: string },
  by: Reference[],
): Promise<void> {
  for (const { table, column, names, what } of by) {
    const { rows } = await sql<{ name: string; total: number }>`
      select ${sql.ref(names)}::text as name, count(*) over () as total
      from ${sql.table(`ticketing.${table}`)} where ${sql.ref(column)} = ${subject.id}
      order by 1 limit ${NAMED}`.execute(trx)
    const more = (rows[0]?.total ?? 0) - rows.length
    if (rows.length === 0) continue
    const used = rows.map(({ name }) => name).join(', ') + (more > 0 ? ` and ${more} more` : '')
    throw conflict(`${subject.what} ${subject.id} is used by ${what} ${used}.`)
  }
}
