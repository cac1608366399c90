import type { Finding } from '../../contracts/finding.ts'
import { type Dwell, dwellOf } from '../domain/dwell.ts'
import { asOf, type LedgerEvent } from '../domain/ledger.ts'
import { notFound } from '../domain/refusals.ts'
import { type TicketDetail, ticketEvent } from '../domain/ticket.ts'
import type { Db } from './database.ts'
import { findingsById } from './findings.ts'
import { listEvents } from './ledger.ts'
import { clocksAt } from './sla.ts'
import { noTicket, ticketDetail } from './tickets.ts'

/** Events that are shown; the state is folded from all. */
const SHOWN_EVENTS = 1000

/** The types of events that do not make a new version: they are written with the ticket itself, or change nothing of it. */
const OF_THE_FIRST_VERSION = ['created', 'routed', 'migrated', 'sla_warning', 'sla_breach', 'sla_escalation']

const eventsOf = (db: Db, number: number, untilMs?: number): Promise<LedgerEvent[]> =>
  listEvents(db, { subject: 'ticket', id: number }, { limit: Number.MAX_SAFE_INTEGER, untilMs })

/** How long the ticket was in each of its states. Error: `not_found`. */
export async function dwellOfTicket(db: Db, number: number, nowMs: number): Promise<Dwell[]> {
  const events = await eventsOf(db, number)
  if (events.length === 0) throw noTicket(number)
  return dwellOf(events, nowMs)
}

/**
 * The ticket as it was at the instant, by what the server knew then: what the ledger keeps of it, and the findings that
 * had come. Its clocks are those of that instant; there is nothing to be done in the past. Error: `not_found`.
 */
export async function ticketAt(db: Db, number: number, atMs: number): Promise<TicketDetail> {
  const { transitions: _, ...now } = await ticketDetail(db, number, undefined)
  const events = await eventsOf(db, number, atMs)
  const then = asOf(events, atMs)
  if (!then) throw notFound(`There was no ticket ${number} at ${new Date(atMs).toISOString()}.`)
  const { count, last } = await findingsUntil(db, number, atMs)
  return {
    ...now,
    ...then,
    version: Math.min(
      now.version,
      1 + events.filter(({ type }) => !OF_THE_FIRST_VERSION.includes(type)).length,
    ),
    updatedAtMs: events.at(-1)?.atMs ?? now.createdAtMs,
    firstFinding: count > 0 ? now.firstFinding : null,
    lastFinding: last,
    lastFindingAtMs: last?.observedAtMs ?? null,
    findingCount: count,
    ...(await clocksAt(db, number, atMs, then)),
    transitions: [],
    events: events.slice(-SHOWN_EVENTS).map(ticketEvent),
  }
}

async function findingsUntil(
  db: Db,
  ticket: number,
  atMs: number,
): Promise<{ count: number; last: Finding | null }> {
  const until = db.selectFrom('findings').where('ticketNumber', '=', ticket).where('receivedAtMs', '<=', atMs)
  const { count } = await until
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const newest = await until
    .select('id')
    .orderBy('observedAtMs', 'desc')
    .orderBy('receivedOrder', 'desc')
    .limit(1)
    .executeTakeFirst()
  const [last = null] = newest ? await findingsById(db, [newest.id]) : []
  return { count, last }
}
