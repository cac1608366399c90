import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Category, endCategories, openCategories } from '../domain/category.ts'
import type { Priority } from '../domain/priority.ts'
import type { Ticket, TicketCounts, TicketKind } from '../domain/ticket.ts'
import { type Db, prepared } from './database.ts'
import { ticketColumns } from './tickets.ts'

export interface TicketFilter {
  state?: string | undefined
  category?: Category | undefined
  kind?: TicketKind | undefined
  open?: boolean | undefined
  priority?: Priority | undefined
  site?: string | undefined
  /** Of one of these only. */
  sites?: readonly string[] | undefined
  asset?: string | undefined
  team?: string | undefined
  assignee?: string | undefined
  /** true: waits in its team's queue. */
  unassigned?: boolean | undefined
  /** Whether it sleeps at that instant. */
  snoozed?: { is: boolean; nowMs: number } | undefined
}

/**
 * Newest first; or the most urgent first and the oldest of these first; or what is due next first, and what is never due
 * last. `after` is the last row of the page before.
 */
export type TicketOrder =
  | { sort: 'newest'; after?: Pick<Ticket, 'number'> | undefined }
  | { sort: 'priority'; after?: Pick<Ticket, 'number' | 'priority'> | undefined }
  | { sort: 'due'; after?: Pick<Ticket, 'number' | 'dueAtMs'> | undefined }

/**
 * Written by hand, and past Kysely's plugins: building the query and renaming 46 columns of each ticket took as long as
 * everything else of a list.
 */
export async function listTickets(
  db: Db,
  filter: TicketFilter,
  order: TicketOrder,
  limit: number,
): Promise<Ticket[]> {
  const conditions = conditionsOf(filter)
  const { after, by } = placeIn(order)
  const isUsual = limit === USUAL_LIMIT && hasIndex(filter, order)
  const { rows } = await sql<Ticket>`${isUsual ? prepared : sql``}
    select ${selected} from ticketing.tickets t join ticketing.assets a on a.id = t.asset
    where ${allOf(after ? [...conditions, after] : conditions)} order by ${by} limit ${isUsual ? sql.lit(limit) : limit}`.execute(
    db.withoutPlugins(),
  )
  return rows
}

/** A page as it is when nobody says otherwise, and one more: in the text, because a plan for any limit reckons with many more. */
const USUAL_LIMIT = 51

const underscored = (name: string) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

const selected = sql.raw(
  ticketColumns
    .map(column => {
      const [from = '', name = from.replace('t.', '').replace('a.', '')] = column.split(' as ')
      return `${underscored(from)} as "${name}"`
    })
    .join(', '),
)

/** With literals: PostgreSQL uses a partial index only where it sees the index's own condition. */
const isOneOf = (categories: readonly Category[]) =>
  sql<boolean>`t.category in (${sql.join(categories.map(category => sql.lit(category)))})`

const isOpen = isOneOf(openCategories)
const isOver = isOneOf(endCategories)

const compared = ['state', 'category', 'kind', 'priority', 'site', 'asset', 'team', 'assignee'] as const
const columnOf = Object.fromEntries(compared.map(name => [name, sql.raw(`t.${name}`)])) as Record<
  (typeof compared)[number],
  RawBuilder<unknown>
>

/** What a ticket must be to fit all of the filter. */
function conditionsOf({ open, unassigned, snoozed, sites, ...equal }: TicketFilter): RawBuilder<SqlBool>[] {
  const conditions: RawBuilder<SqlBool>[] = []
  if (open !== undefined) conditions.push(open ? isOpen : isOver)
  if (unassigned !== undefined)
    conditions.push(unassigned ? sql`t.assignee is null` : sql`t.assignee is not null`)
  if (snoozed) {
    const sleeps = sql<boolean>`coalesce(t.snoozed_until_ms, 0) > ${snoozed.nowMs}`
    conditions.push(snoozed.is ? sleeps : sql`not (${sleeps})`)
  }
  if (sites !== undefined) conditions.push(sql`t.site = any(${sites}::text[])`)
  for (const name of compared) {
    const wanted = equal[name]
    if (wanted !== undefined) conditions.push(sql`${columnOf[name]} = ${wanted}`)
  }
  return conditions
}

const allOf = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  conditions.length > 0 ? sql`${sql.join(conditions, sql` and `)}` : sql`true`

/** What comes after the last ticket of the page before, and the order. */
function placeIn(order: TicketOrder): { after: RawBuilder<SqlBool> | undefined; by: RawBuilder<unknown> } {
  if (order.sort === 'newest') {
    const { after } = order
    return { after: after && sql`t.number < ${after.number}`, by: sql`t.number desc` }
  }
  if (order.sort === 'due') {
    const { after } = order
    const last = after?.dueAtMs ?? Number.MAX_SAFE_INTEGER
    return {
      after: after && sql`(${due}, t.number) > (${last}::bigint, ${after.number}::bigint)`,
      by: sql`${due}, t.number`,
    }
  }
  const { after } = order
  return {
    after: after && sql`(t.priority, t.number) > (${after.priority}, ${after.number}::bigint)`,
    by: sql`t.priority, t.number`,
  }
}

/** As the index has it: what is never due comes last. */
const due = sql<number>`coalesce(t.due_at_ms, ${sql.lit(Number.MAX_SAFE_INTEGER)})`

/** Filters, by the properties that they name, of which an index has the tickets in this order. */
const indexed: Record<TicketOrder['sort'], ReadonlySet<string>> = {
  newest: new Set(['', 'open', 'site', 'team', 'asset']),
  priority: new Set(['', 'open', 'open site', 'open team', 'open assignee']),
  due: new Set(['open']),
}

/** So that a plan of this list is a good one whatever the values are, and can be kept. */
function hasIndex({ open, ...rest }: TicketFilter, { sort }: TicketOrder): boolean {
  if (open === false) return false
  const named = Object.entries({ open, ...rest }).filter(([, value]) => value !== undefined)
  return indexed[sort].has(named.map(([name]) => name).join(' '))
}

/** How many tickets of each priority fit the filter. */
export async function countTickets(db: Db, filter: Omit<TicketFilter, 'priority'>): Promise<TicketCounts> {
  const rows = await db
    .selectFrom('tickets as t')
    .select(({ fn }) => ['t.priority', fn.countAll<number>().as('count')])
    .where(allOf(conditionsOf(filter)))
    .groupBy('t.priority')
    .execute()
  const counted = Object.fromEntries(rows.map(({ priority, count }) => [priority, count]))
  return { P1: 0, P2: 0, P3: 0, P4: 0, ...counted }
}
