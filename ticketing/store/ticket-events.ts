import type { TicketEvent } from '../domain/ticket.ts'
import type { Db, Trx } from './database.ts'

/** Who changes what when; `atMs` is server time. */
export interface Act {
  actor: string
  nowMs: number
}

/** The actor of what no person did. */
export const SYSTEM = 'system'

export type NewTicketEvent = Pick<TicketEvent, 'type'> &
  Partial<Pick<TicketEvent, 'from' | 'to' | 'reason' | 'data'>>

/** Appends to the ledger, in the transaction that makes the change. */
export async function appendTicketEvents(
  trx: Trx,
  ticketNumber: number,
  act: Act,
  events: readonly NewTicketEvent[],
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ type, from, to, reason, data }) => ({
    ticketNumber,
    type,
    atMs: act.nowMs,
    actor: act.actor,
    fromState: from ?? null,
    toState: to ?? null,
    reason: reason ?? null,
    data: JSON.stringify(data ?? {}),
  }))
  await trx.insertInto('ticketEvents').values(rows).execute()
}

/** The newest events of the ticket, oldest first. */
export async function listTicketEvents(
  db: Db | Trx,
  ticketNumber: number,
  limit: number,
): Promise<TicketEvent[]> {
  const newestFirst = await db
    .selectFrom('ticketEvents')
    .select(['id', 'type', 'atMs', 'actor', 'fromState as from', 'toState as to', 'reason', 'data'])
    .where('ticketNumber', '=', ticketNumber)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return newestFirst.reverse()
}
