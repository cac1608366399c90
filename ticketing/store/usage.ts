import { sql } from 'kysely'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Trx } from './database.ts'
import { some } from './list.ts'

/** A column that refers to what shall be deleted. */
interface Reference {
  table: string
  column: string
  /** The column whose values name the rows to people. */
  names: string
  /** What the rows are called, in the plural. */
  what: string
}

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
      order by 1 limit 3`.execute(trx)
    const total = rows[0]?.total ?? 0
    if (total === 0) continue
    const used = some(
      rows.map(({ name }) => name),
      total,
    )
    throw new ForewarnError('conflict', `${subject.what} ${subject.id} is used by ${what} ${used}.`)
  }
}
