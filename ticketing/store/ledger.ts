import { sql } from 'kysely'
import type { LedgerEvent, Subject } from '../domain/ledger.ts'
import type { Role } from '../domain/roles.ts'
import type { Db, Trx } from './database.ts'

/** Who changes what when. */
export interface Act {
  actor: string
  /** What the actor may do; undefined: everything. */
  roles?: readonly Role[] | undefined
  /** Server time. */
  nowMs: number
  /** When it happened by the actor's own clock, where that says. */
  deviceAtMs?: number | undefined
}

/** The actor of what no person did. */
export const SYSTEM = 'system'

/** Something with a history. */
export interface Kept {
  subject: Subject
  id: string | number
}

export type NewEvent<Type extends string = string> = { type: Type } & Partial<
  Pick<LedgerEvent, 'reason' | 'before' | 'after' | 'data'>
>

/** Appends to the ledger, in the transaction that makes the change. */
export async function appendEvents(
  trx: Trx,
  { subject, id }: Kept,
  { actor, nowMs, deviceAtMs }: Act,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ type, reason, before = {}, after = {}, data = {} }) => ({
    subject,
    subjectId: String(id),
    type,
    atMs: nowMs,
    deviceAtMs: deviceAtMs ?? null,
    actor,
    reason: reason ?? null,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
    data: JSON.stringify(data),
  }))
  await trx.insertInto('events').values(rows).execute()
}

/**
 * The newest events of the subject, oldest first; those written until `untilMs` where that is given. What follows a later
 * one was written later, also where the server's clock was set back in between.
 */
export async function listEvents(
  db: Db | Trx,
  { subject, id }: Kept,
  { limit, untilMs }: { limit: number; untilMs?: number | undefined },
): Promise<LedgerEvent[]> {
  const events = db
    .selectFrom('events')
    .selectAll()
    .where('subject', '=', subject)
    .where('subjectId', '=', String(id))
    .$if(untilMs !== undefined, query => query.where(until({ subject, id }, untilMs ?? 0)))
  return (await events.orderBy('id', 'desc').limit(limit).execute()).reverse()
}

/** Before the first that was written later. */
const until = ({ subject, id }: Kept, untilMs: number) => sql<boolean>`id < coalesce((
  select min(id) from ticketing.events
  where subject = ${subject} and subject_id = ${String(id)} and at_ms > ${untilMs}), ${Number.MAX_SAFE_INTEGER})`
