import type { Finding } from '../../contracts/finding.ts'
import type { Category } from '../domain/category.ts'
import { judgeClocks } from '../domain/clocks.ts'
import { historyOf } from '../domain/course.ts'
import { dueDate } from '../domain/due.ts'
import { type Dwell, dwellOf } from '../domain/dwell.ts'
import { asOf, effectiveAtMs, type LedgerEvent } from '../domain/ledger.ts'
import type { Priority } from '../domain/priority.ts'
import { notFound } from '../domain/refusals.ts'
import { type TicketDetail, ticketEvent } from '../domain/ticket.ts'
import type { Db } from './database.ts'
import { findingsById } from './findings.ts'
import { listEvents } from './ledger.ts'
import { readSla } from './sla-policies.ts'
import { noTicket, ticketDetail } from './tickets.ts'

/** Events that are shown; the state is folded from all. */
const SHOWN_EVENTS = 1000

/** The types of events that do not make a new version: they are written with the ticket itself. */
const OF_THE_FIRST_VERSION = ['created', 'routed', 'migrated']

const eventsOf = (db: Db, number: number, untilMs?: number): Promise<LedgerEvent[]> =>
  listEvents(db, { subject: 'ticket', id: number }, { limit: Number.MAX_SAFE_INTEGER, untilMs })

/** How long the ticket was in each of its states. Error: `not_found`. */
export async function dwellOfTicket(db: Db, number: number, nowMs: number): Promise<Dwell[]> {
  const events = await eventsOf(db, number)
  if (events.length === 0) throw noTicket(number)
  return dwellOf(events, nowMs)
}

/**
 * The ticket as it was at the instant, by what the server knew then: what the ledger keeps of it, the findings that had
 * come, and the clocks by the policy of then. There is nothing to be done in the past. Error: `not_found`.
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
    ...(await clocksAt(db, { ...now, ...then }, events, atMs)),
    transitions: [],
    events: events.slice(-SHOWN_EVENTS).map(ticketEvent),
  }
}

/** `then` is the ticket as it was, with the events until then. */
async function clocksAt(
  db: Db,
  then: Omit<TicketDetail, 'transitions'>,
  events: readonly LedgerEvent[],
  atMs: number,
): Promise<Pick<TicketDetail, 'clocks' | 'due' | 'respondByMs' | 'resolveByMs' | 'dueAtMs'>> {
  const { category, priority, predictedCrossingAtMs, repairMinutes, partLeadMinutes } = then
  const sla = await readSla(db)
  const [first, ...later] = sla.policies
  const policies = [first, ...later.filter(({ createdAtMs }) => createdAtMs <= atMs)].filter(
    policy => policy !== undefined,
  )
  const changes = events
    .filter(({ type }) => type !== 'created' && type !== 'migrated')
    .map(event => ({
      effectiveAtMs: effectiveAtMs(event),
      before: standingIn(event.before),
      after: standingIn(event.after),
    }))
  const history = historyOf(then.createdAtMs, { category, priority }, changes)
  const { clocks } = judgeClocks({ ...sla, policies }, { ...then, history }, atMs)
  const resolveByMs = clocks.resolution?.dueAtMs ?? null
  const due = dueDate({ targetAtMs: resolveByMs, predictedCrossingAtMs, repairMinutes, partLeadMinutes })
  const respondByMs = clocks.response?.dueAtMs ?? null
  return { clocks, due, respondByMs, resolveByMs, dueAtMs: due.dueAtMs }
}

const standingIn = ({ category, priority }: Record<string, unknown>) => ({
  category: category as Category | undefined,
  priority: priority as Priority | undefined,
})

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
