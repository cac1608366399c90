import { notFound } from '../domain/refusals.ts'
import type { Role } from '../domain/roles.ts'
import { type TicketDetail, ticketEvent } from '../domain/ticket.ts'
import { openTransitions } from '../domain/workflow.ts'
import type { MadeTicket } from './create-ticket.ts'
import type { Db, Trx } from './database.ts'
import { newestReason } from './decisions.ts'
import { findingsById } from './findings.ts'
import type { Ground } from './ground.ts'
import { listEvents } from './ledger.ts'
import { clocksOf } from './sla.ts'
import { standingOf } from './standing.ts'

/** Carries the number of a ticket that changed; a trigger sends it. */
export const TICKETS_CHANNEL = 'ticketing_tickets'

/** Events that a ticket's page shows; the ledger keeps all. */
const SHOWN_EVENTS = 1000

/** Of `tickets as t` and `assets as a`. */
export const ticketColumns = [
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
  db.selectFrom('tickets as t').innerJoin('assets as a', 'a.id', 't.asset').select(ticketColumns)

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
