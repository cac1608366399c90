import { sql } from 'kysely'
import { isWithin, type Sites } from '../domain/access.ts'
import { conflict } from '../domain/refusals.ts'
import type { Trx } from './database.ts'
import { siteOf, type Thing } from './site-of.ts'

/** A column that refers to what shall be deleted. */
interface Reference {
  table: string
  column: string
  /** The column whose values name the rows to people. */
  names: string
  /** What the rows are called, in the plural. */
  what: string
  /** What the names are of, where that may be of another site than the row. */
  thing?: Thing
}

/** How many of the rows a message names. */
const NAMED = 3

/**
 * Throws `conflict` with the names of what still uses the row. The foreign keys guard the same against a race;
 * this says it in words.
 */
export async function refuseIfUsed(
  trx: Trx,
  subject: { what: string; id: string; sites?: Sites | undefined },
  by: Reference[],
): Promise<void> {
  for (const { table, column, names, what, thing } of by) {
    const { rows } = await sql<{ name: string; total: number }>`
      select ${sql.ref(names)}::text as name, count(*) over () as total
      from ${sql.table(`ticketing.${table}`)} where ${sql.ref(column)} = ${subject.id}
      order by 1 limit ${NAMED}`.execute(trx)
    const [first] = rows
    if (!first) continue
    const named = await ownNames(trx, rows, { thing, sites: subject.sites })
    const more = first.total - named.length
    const used = [...(named.length > 0 ? [named.join(', ')] : []), ...(more > 0 ? [`${more} more`] : [])]
    throw conflict(`${subject.what} ${subject.id} is used by ${what} ${used.join(' and ')}.`)
  }
}

/** What is of another site than these is counted, and not named. */
async function ownNames(
  trx: Trx,
  rows: readonly { name: string }[],
  { thing, sites = null }: { thing: Thing | undefined; sites?: Sites | undefined },
): Promise<string[]> {
  const own: string[] = []
  for (const { name } of rows)
    if (!thing || sites === null || isWithin(sites, (await siteOf(trx, thing, name)) ?? null)) own.push(name)
  return own
}
