import { type BulkRequest, requireOneAction } from '../domain/ticket-work.ts'
import { attempt, type Db } from './database.ts'
import type { Act } from './ledger.ts'
import { snoozeTicket } from './snooze.ts'
import { patchWork } from './ticket-work.ts'
import { transitionTicket } from './transitions.ts'

/** What became of one ticket: its version now, or what was refused. */
export type BulkOutcome =
  | { number: number; version: number; state: string }
  | { number: number; error: unknown }

/**
 * Does the same to many tickets, each in a transaction (or savepoint) of its own, in the order of their numbers so that
 * two such requests do not wait for each other in a ring; answers in the order asked. `actOn` says who acts on a ticket, and
 * throws where they may not.
 */
export async function changeMany(
  db: Db,
  request: BulkRequest,
  actOn: (number: number) => Act,
): Promise<BulkOutcome[]> {
  requireOneAction(request)
  const outcomes = new Map<number, BulkOutcome>()
  for (const number of request.tickets.toSorted((a, b) => a - b)) {
    const outcome = await attempt(db, trx => changeOne(trx, number, request, actOn(number))).then(
      ({ version, state }) => ({ number, version, state }),
      error => ({ number, error }),
    )
    outcomes.set(number, outcome)
  }
  return request.tickets.flatMap(number => outcomes.get(number) ?? [])
}

function changeOne(db: Db, number: number, { transition, change, snooze }: BulkRequest, act: Act) {
  if (transition) return transitionTicket(db, { number }, transition, act)
  if (change) return patchWork(db, { number }, change, act)
  if (snooze) return snoozeTicket(db, { number }, snooze, act)
  throw new Error('requireOneAction lets nothing else through')
}
