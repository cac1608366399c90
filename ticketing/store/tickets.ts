import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Finding } from '../../contracts/finding.ts'
import type { Priority } from '../domain/priority.ts'
import type { Ticket, TicketCounts, TicketDetail } from '../domain/ticket.ts'
import { endStates, openStates, openTransitions, type TicketState } from '../domain/workflow.ts'
import type { TicketChange } from '../stages/stage.ts'
import type { Db, Trx } from './database.ts'
import { findingsById } from './findings.ts'
import type { Tables } from './tables.ts'
import { listTicketEvents } from './ticket-events.ts'

/** Carries the number of a ticket that changed; a trigger sends it. */
export const TICKETS_CHANNEL = 'ticketing_tickets'

/** Events that a ticket's page shows; the ledger keeps all. */
const SHOWN_EVENTS = 1000

const columns = [
  't.number',
  't.kind',
  't.state',
  't.priority',
  't.title',
  't.site',
  't.asset',
  'a.name as assetName',
  'a.criticality',
  't.faultKey',
  't.metric',
  't.unit',
  't.device',
  't.severity',
  't.team',
  't.observedAtMs',
  't.lastFindingAtMs',
  't.findingCount',
  't.cleared',
  't.failureCode',
  't.resolution',
  't.createdAtMs',
  't.updatedAtMs',
  't.resolvedAtMs',
  't.closedAtMs',
] as const

const selectTickets = (db: Db | Trx) =>
  db.selectFrom('tickets as t').innerJoin('assets as a', 'a.id', 't.asset').select(columns)

/** With literals: PostgreSQL uses a partial index only where it sees the index's own condition. */
const isOneOf = (states: readonly TicketState[]) =>
  sql<boolean>`t.state in (${sql.join(states.map(state => sql.lit(state)))})`

export interface TicketFilter {
  state?: TicketState | undefined
  open?: boolean | undefined
  priority?: Priority | undefined
  site?: string | undefined
  asset?: string | undefined
  team?: string | undefined
}

/** Newest first, or the most urgent first and the oldest of these first; `after` is the last row of the page before. */
export type TicketOrder =
  | { sort: 'newest'; after?: Pick<Ticket, 'number'> | undefined }
  | { sort: 'priority'; after?: Pick<Ticket, 'number' | 'priority'> | undefined }

/** That a ticket fits all of the filter. */
function fits({ open, ...equal }: TicketFilter) {
  return ({ eb, and }: ExpressionBuilder<Tables & { t: Tables['tickets'] }, 't'>) => {
    const conditions: Expression<SqlBool>[] = []
    if (open !== undefined) conditions.push(isOneOf(open ? openStates : endStates))
    for (const name of ['state', 'priority', 'site', 'asset', 'team'] as const) {
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
  const { after } = order
  const page = after
    ? query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('t.priority', 't.number'), '>', tuple(after.priority, after.number)),
      )
    : query
  return page.orderBy('t.priority').orderBy('t.number').execute()
}

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

/** The ticket with its evidence, history and next steps; undefined when there is none of that number. */
export async function ticketDetail(db: Db | Trx, number: number): Promise<TicketDetail | undefined> {
  const row = await selectTickets(db)
    .select(['t.firstFinding', 't.lastFinding'])
    .where('t.number', '=', number)
    .executeTakeFirst()
  if (!row) return undefined
  const { firstFinding, lastFinding, ...ticket } = row
  const findings = await findingsById(db, [firstFinding, lastFinding])
  const events = await listTicketEvents(db, number, SHOWN_EVENTS)
  const finding = (id: string) => {
    const found = findings.find(candidate => candidate.id === id)
    if (!found) throw new Error(`finding ${id} of ticket ${number} is missing in spite of its foreign key`)
    return found
  }
  return {
    ...ticket,
    transitions: openTransitions(ticket.state),
    firstFinding: finding(firstFinding),
    lastFinding: finding(lastFinding),
    events,
  }
}

export async function ticketExists(db: Db, number: number): Promise<boolean> {
  const row = await db.selectFrom('tickets').select('number').where('number', '=', number).executeTakeFirst()
  return row !== undefined
}

export interface NewTicket {
  episode: number
  finding: Finding
  priority: Priority
  title: string
  team: string | null
  /** Of the asset now: a finding may name a site that the asset has left. */
  site: string
  nowMs: number
}

/** Makes the ticket of an episode and returns its number. */
export async function insertTicket(trx: Trx, { finding, nowMs, ...ticket }: NewTicket): Promise<number> {
  const { number } = await trx
    .insertInto('tickets')
    .values({
      ...ticket,
      kind: 'predictive',
      state: 'proposed',
      asset: finding.asset,
      faultKey: finding.faultKey,
      metric: finding.metric,
      unit: finding.unit,
      device: finding.device,
      severity: finding.severity,
      firstFinding: finding.id,
      lastFinding: finding.id,
      observedAtMs: finding.sinceMs,
      lastFindingAtMs: finding.observedAtMs,
      failureCode: null,
      resolution: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      resolvedAtMs: null,
      closedAtMs: null,
    })
    .returning('number')
    .executeTakeFirstOrThrow()
  return number
}

/** Counts one more finding and makes the change that the verdict says. */
export async function applyFinding(
  trx: Trx,
  number: number,
  finding: Finding,
  { change, nowMs }: { change: TicketChange; nowMs: number },
): Promise<void> {
  await trx
    .updateTable('tickets')
    .set(eb => ({
      findingCount: eb('findingCount', '+', 1),
      updatedAtMs: nowMs,
      ...(!change.late && { lastFinding: finding.id, lastFindingAtMs: finding.observedAtMs }),
      ...(change.cleared !== undefined && { cleared: change.cleared }),
      ...change.worse,
    }))
    .where('number', '=', number)
    .execute()
}
