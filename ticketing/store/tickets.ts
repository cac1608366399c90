import { sql } from 'kysely'
import type { Finding } from '../../contracts/finding.ts'
import type { Priority } from '../domain/priority.ts'
import type { Ticket, TicketDetail } from '../domain/ticket.ts'
import { openStates, openTransitions, type TicketState } from '../domain/workflow.ts'
import type { TicketChange } from '../stages/stage.ts'
import type { Db, Trx } from './database.ts'
import { findingsById } from './findings.ts'
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
const isOpen = sql<boolean>`t.state in (${sql.join(openStates.map(state => sql.lit(state)))})`

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

export function listTickets(
  db: Db,
  filter: TicketFilter,
  order: TicketOrder,
  limit: number,
): Promise<Ticket[]> {
  const { open, ...equal } = filter
  let query = selectTickets(db).limit(limit)
  for (const name of ['state', 'priority', 'site', 'asset', 'team'] as const) {
    const wanted = equal[name]
    if (wanted !== undefined) query = query.where(`t.${name}`, '=', wanted)
  }
  if (open !== undefined) query = query.where(open ? isOpen : sql<boolean>`not ${isOpen}`)
  if (order.sort === 'newest') {
    const { after } = order
    if (after) query = query.where('t.number', '<', after.number)
    return query.orderBy('t.number', 'desc').execute()
  }
  const { after } = order
  if (after) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('t.priority', 't.number'), '>', tuple(after.priority, after.number)),
    )
  }
  return query.orderBy('t.priority').orderBy('t.number').execute()
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
