import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { type Category, endCategories, openCategories } from '../domain/category.ts'
import type { Priority } from '../domain/priority.ts'
import { notFound } from '../domain/refusals.ts'
import type { Role } from '../domain/roles.ts'
import {
  type Ticket,
  type TicketCounts,
  type TicketDetail,
  type TicketKind,
  ticketEvent,
} from '../domain/ticket.ts'
import { openTransitions } from '../domain/workflow.ts'
import type { MadeTicket } from './create-ticket.ts'
import type { Db, Trx } from './database.ts'
import { newestReason } from './decisions.ts'
import { findingsById } from './findings.ts'
import type { Ground } from './ground.ts'
import { listEvents } from './ledger.ts'
import { clocksOf } from './sla.ts'
import { standingOf } from './standing.ts'
import type { Tables } from './tables.ts'

/** Carries the number of a ticket that changed; a trigger sends it. */
export const TICKETS_CHANNEL = 'ticketing_tickets'

/** Events that a ticket's page shows; the ledger keeps all. */
const SHOWN_EVENTS = 1000

const columns = [
  't.number',
  't.kind',
  't.source',
  't.state',
  't.category',
  't.priority',
  't.title',
  't.description',
  't.site',
  't.asset',
  't.faultKey',
  't.metric',
  't.unit',
  't.device',
  't.severity',
  't.team',
  't.assignee',
  't.assignment',
  't.observedAtMs',
  't.cleared',
  't.failureCode',
  't.outcome',
  't.rejectionCode',
  't.resolution',
  't.fields',
  't.checklist',
  't.requiredSkills',
  't.repairMinutes',
  't.partLeadMinutes',
  't.predictedCrossingAtMs',
  't.parent',
  't.mergedInto',
  't.snoozedUntilMs',
  't.reworkCount',
  't.resolvedAtMs',
  't.closedAtMs',
  't.version',
  't.lastFindingAtMs',
  't.findingCount',
  't.respondByMs',
  't.resolveByMs',
  't.dueAtMs',
  't.createdAtMs',
  't.updatedAtMs',
  'a.name as assetName',
  'a.criticality',
] as const

const selectTickets = (db: Db | Trx) =>
  db.selectFrom('tickets as t').innerJoin('assets as a', 'a.id', 't.asset').select(columns)

/** With literals: PostgreSQL uses a partial index only where it sees the index's own condition. */
const isOneOf = (categories: readonly Category[]) =>
  sql<boolean>`t.category in (${sql.join(categories.map(category => sql.lit(category)))})`

export interface TicketFilter {
  state?: string | undefined
  category?: Category | undefined
  kind?: TicketKind | undefined
  open?: boolean | undefined
  priority?: Priority | undefined
  site?: string | undefined
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

/** That a ticket fits all of the filter. */
function fits({ open, unassigned, snoozed, ...equal }: TicketFilter) {
  return ({ eb, and, not }: ExpressionBuilder<Tables & { t: Tables['tickets'] }, 't'>) => {
    const conditions: Expression<SqlBool>[] = []
    if (open !== undefined) conditions.push(isOneOf(open ? openCategories : endCategories))
    if (unassigned !== undefined) conditions.push(eb('t.assignee', unassigned ? 'is' : 'is not', null))
    if (snoozed) {
      const sleeps = eb(eb.fn.coalesce('t.snoozedUntilMs', eb.lit(0)), '>', snoozed.nowMs)
      conditions.push(snoozed.is ? sleeps : not(sleeps))
    }
    for (const name of [
      'state',
      'category',
      'kind',
      'priority',
      'site',
      'asset',
      'team',
      'assignee',
    ] as const) {
      const wanted = equal[name]
      if (wanted !== undefined) conditions.push(eb(`t.${name}`, '=', wanted))
    }
    return and(conditions)
  }
}

export function listTickets(
  db: Db,
  filter: TicketFilter,
  order: TicketOrder,
  limit: number,
): Promise<Ticket[]> {
  const query = selectTickets(db).where(fits(filter)).limit(limit)
  if (order.sort === 'newest') {
    const { after } = order
    const page = after ? query.where('t.number', '<', after.number) : query
    return page.orderBy('t.number', 'desc').execute()
  }
  if (order.sort === 'due') {
    const { after } = order
    const last = after?.dueAtMs ?? Number.MAX_SAFE_INTEGER
    const page = after ? query.where(sql<boolean>`(${due}, t.number) > (${last}, ${after.number})`) : query
    return page.orderBy(due).orderBy('t.number').execute()
  }
  const { after } = order
  const page = after
    ? query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('t.priority', 't.number'), '>', tuple(after.priority, after.number)),
      )
    : query
  return page.orderBy('t.priority').orderBy('t.number').execute()
}

/** As the index has it: what is never due comes last. */
const due = sql<number>`coalesce(t.due_at_ms, ${sql.lit(Number.MAX_SAFE_INTEGER)})`

/** How many tickets of each priority fit the filter. */
export async function countTickets(db: Db, filter: Omit<TicketFilter, 'priority'>): Promise<TicketCounts> {
  const rows = await db
    .selectFrom('tickets as t')
    .select(({ fn }) => ['t.priority', fn.countAll<number>().as('count')])
    .where(fits(filter))
    .groupBy('t.priority')
    .execute()
  const counted = Object.fromEntries(rows.map(({ priority, count }) => [priority, count]))
  return { P1: 0, P2: 0, P3: 0, P4: 0, ...counted }
}

/**
 * The ticket with its evidence, history and next steps, as somebody with these roles may make them, and its clocks as of
 * `nowMs`: as of its last change where that is left out, which is now for whoever has just made one.
 * Error: `not_found`.
 */
export async function ticketDetail(
  db: Db | Trx,
  number: number,
  roles: readonly Role[] | undefined,
  nowMs?: number,
): Promise<TicketDetail> {
  const row = await selectTickets(db)
    .innerJoin('workflows as w', 'w.id', 't.workflow')
    .select(['t.firstFinding', 't.lastFinding', 'w.document'])
    .select(newestReason)
    .where('t.number', '=', number)
    .executeTakeFirst()
  if (!row) throw noTicket(number)
  const { firstFinding, lastFinding, document, decision, ...ticket } = row
  const named = [firstFinding, lastFinding].filter(id => id !== null)
  const findings = named.length > 0 ? await findingsById(db, named) : []
  const events = await listEvents(db, { subject: 'ticket', id: number }, { limit: SHOWN_EVENTS })
  const sla = await clocksOf(db, number, nowMs ?? ticket.updatedAtMs)
  if (!sla) throw noTicket(number)
  const finding = (id: string | null) => findings.find(candidate => candidate.id === id) ?? null
  return {
    ...ticket,
    transitions: openTransitions(document, ticket, await standingOf(db, ticket, document, roles)),
    ...sla,
    firstFinding: finding(firstFinding),
    lastFinding: finding(lastFinding),
    decision,
    events: events.map(ticketEvent),
  }
}

/** The same of a ticket just made by a person, from what is known of it: nothing is read. */
export function detailOfNew(
  { episode: _, workflow: __, sla, events, ...ticket }: MadeTicket,
  { assetName, criticality, workflow: { document } }: Ground,
  roles: readonly Role[] | undefined,
): TicketDetail {
  return {
    ...ticket,
    ...{ assetName, criticality },
    transitions: openTransitions(document, ticket, { roles, approvedBy: [] }),
    ...sla,
    firstFinding: null,
    lastFinding: null,
    events: events.map(ticketEvent),
  }
}

export const noTicket = (number: number) => notFound(`There is no ticket ${number}.`)

export async function ticketExists(db: Db, number: number): Promise<boolean> {
  const row = await db.selectFrom('tickets').select('number').where('number', '=', number).executeTakeFirst()
  return row !== undefined
}
