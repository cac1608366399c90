import { type RawBuilder, sql } from 'kysely'
import type { Decision } from '../domain/dispatch.ts'
import type { Db, Trx } from './database.ts'
import type { Act } from './ledger.ts'

export type NewDecision = Omit<Decision, 'id' | 'ticket' | 'atMs' | 'actor'>

/** Keeps a decision with everybody who could have had the ticket, and why they could not. */
export async function storeDecision(
  trx: Trx,
  ticket: number,
  act: Act,
  decision: NewDecision,
): Promise<void> {
  await insertDecision(trx, ticket, act, decision).execute()
}

/** As a statement, which can be part of another; the ticket may be an expression of that. */
export const insertDecision = (
  trx: Trx,
  ticket: number | RawBuilder<number>,
  { actor, nowMs }: Act,
  { team, assignee, reason, candidates, routeVersion, manual }: NewDecision,
) =>
  trx.insertInto('dispatchDecisions').values({
    ...{ ticket, team, assignee, reason, routeVersion, manual, actor },
    atMs: nowMs,
    candidates: JSON.stringify(candidates),
  })

/** Decisions about a ticket, newest first. */
export function listDecisions(
  db: Db,
  ticket: number,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<Decision[]> {
  return db
    .selectFrom('dispatchDecisions')
    .selectAll()
    .where('ticket', '=', ticket)
    .$if(before !== undefined, query => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Why the ticket `t` has gone to whom it has: the reason of its newest decision; null where there is none. */
export const newestReason = sql<string | null>`(select d.reason from ticketing.dispatch_decisions d
  where d.ticket = t.number order by d.id desc limit 1)`.as('decision')
