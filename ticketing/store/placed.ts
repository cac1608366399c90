import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import { isOpen, openCategories } from '../domain/category.ts'
import { notFound } from '../domain/refusals.ts'
import type { Placed, Relations } from '../domain/relations.ts'
import type { Db, Trx } from './database.ts'
import { ticketsWithin } from './site-of.ts'

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

/** Without those of other sites than these. */
export async function relationsOf(db: Db, number: number, sites: Sites): Promise<Relations> {
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
  const children = await childrenOf(db, number)
  const all = { ...row, children, merged: merged.map(one => one.number) }
  if (sites === null) return all
  const named = [row.parent, row.mergedInto, ...children, ...all.merged].filter(each => each !== null)
  const own = await ticketsWithin(db, named, sites)
  const ofOwn = (one: number | null) => (one !== null && own.has(one) ? one : null)
  return {
    parent: ofOwn(row.parent),
    mergedInto: ofOwn(row.mergedInto),
    children: children.filter(each => own.has(each)),
    merged: all.merged.filter(each => own.has(each)),
  }
}
