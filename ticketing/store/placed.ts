import { sql } from 'kysely'
import { isOpen, openCategories } from '../domain/category.ts'
import { notFound } from '../domain/refusals.ts'
import type { Placed, Relations } from '../domain/relations.ts'
import type { Db, Trx } from './database.ts'

/** Two changes of parents could each be fine and make a ring together, so they go one after the other. */
export async function lockRelations(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ticketing.tickets.parent', 0))`.execute(trx)
}

/** Locked in share mode, so that it is not closed before the caller has given it a child. */
export async function placed(trx: Trx, number: number): Promise<Placed | undefined> {
  const row = await trx
    .selectFrom('tickets')
    .select(['number', 'category', 'parent'])
    .where('number', '=', number)
    .forShare()
    .executeTakeFirst()
  return row && { number: row.number, open: isOpen(row.category), parent: row.parent }
}

/** The parents of a ticket, nearest first. */
export async function lineOf(db: Db | Trx, number: number): Promise<number[]> {
  const { rows } = await sql<{ parent: number }>`
    with recursive line as (
      select parent, 1 depth from ticketing.tickets where number = ${number} and parent is not null
      union all
      select t.parent, depth + 1 from ticketing.tickets t join line on t.number = line.parent
      where t.parent is not null and depth < 1000
    ) select parent from line order by depth`.execute(db)
  return rows.map(({ parent }) => Number(parent))
}

export async function childrenOf(db: Db | Trx, number: number, onlyOpen = false): Promise<number[]> {
  const rows = await db
    .selectFrom('tickets')
    .select('number')
    .where('parent', '=', number)
    .$if(onlyOpen, query => query.where('category', 'in', openCategories))
    .orderBy('number')
    .execute()
  return rows.map(row => row.number)
}

export async function relationsOf(db: Db, number: number): Promise<Relations> {
  const row = await db
    .selectFrom('tickets')
    .select(['parent', 'mergedInto'])
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw notFound(`There is no ticket ${number}.`)
  const merged = await db
    .selectFrom('tickets')
    .select('number')
    .where('mergedInto', '=', number)
    .orderBy('number')
    .execute()
  return { ...row, children: await childrenOf(db, number), merged: merged.map(one => one.number) }
}
