import type { Category } from '../domain/category.ts'
import { isMoreUrgent, isWorse } from '../domain/priority.ts'
import { conflict, invalid } from '../domain/refusals.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import type { SnoozeRequest } from '../domain/ticket-work.ts'
import { changeTicket, lockTicket, type TicketRecord } from './change-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, SYSTEM } from './ledger.ts'
import { ticketDetail } from './tickets.ts'

/** Where a ticket still waits for a decision: afterwards it is somebody's work, and `paused` is for that. */
const WAITING: readonly Category[] = ['review', 'planned']

const YEAR_MS = 366 * 24 * 3_600_000

/** Takes a ticket out of the list of what waits for review until a time, or until it grows worse. */
export function snoozeTicket(
  db: Db,
  { number, ifVersion }: { number: number; ifVersion?: readonly number[] | undefined },
  { untilMs, reason }: SnoozeRequest,
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number, ifVersion)
    if (!WAITING.includes(ticket.category)) {
      throw conflict(`Ticket ${number} is ${ticket.state}; only what waits for a decision can be snoozed.`)
    }
    if (untilMs <= act.nowMs || untilMs > act.nowMs + YEAR_MS) {
      throw invalid('/untilMs', 'untilMs must lie in the future, and within a year.')
    }
    await changeTicket(trx, ticket, act, { type: 'snoozed', set: { snoozedUntilMs: untilMs }, reason })
    return ticketDetail(trx, number, act.roles)
  })
}

/** Brings a ticket back at once; one that is not snoozed stays as it is. */
export function wakeTicket(
  db: Db,
  { number, ifVersion }: { number: number; ifVersion?: readonly number[] | undefined },
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number, ifVersion)
    if (ticket.snoozedUntilMs !== null) {
      await changeTicket(trx, ticket, act, { type: 'woken', set: { snoozedUntilMs: null } })
    }
    return ticketDetail(trx, number, act.roles)
  })
}

/** What follows from a change: worse is worth another look at once, and who took the ticket does not wait any more. */
export async function wakeWhenDue(
  trx: Trx,
  { before, after, act }: { before: TicketRecord; after: TicketRecord; act: Act },
): Promise<void> {
  if (after.snoozedUntilMs === null || before.snoozedUntilMs === null) return
  const worse = isWorse(after.severity, before.severity) || isMoreUrgent(after.priority, before.priority)
  const taken = !WAITING.includes(after.category)
  if (!worse && !taken) return
  const reason = worse ? `It is ${after.severity} and ${after.priority} now.` : `It is ${after.state} now.`
  const byItself = { actor: SYSTEM, nowMs: act.nowMs }
  await changeTicket(trx, after, byItself, { type: 'woken', set: { snoozedUntilMs: null }, reason })
}
