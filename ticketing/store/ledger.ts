import { type RawBuilder, sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import type { LedgerEvent, Subject } from '../domain/ledger.ts'
import type { Role } from '../domain/roles.ts'
import type { Db, Trx } from './database.ts'

/** Who changes what when. */
export interface Act {
  actor: string
  /** What the actor may do; undefined: everything. */
  roles?: readonly Role[] | undefined
  /** The sites of what the actor may hear of; every site where it is left out. */
  sites?: Sites | undefined
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
  act: Act,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return
  const entries = events.map(event => entryOf(event, act))
  await insertEvents(trx, { subject, subjectId: String(id) }, entries).execute()
}

/** What an event says, in full; without its id and whom it is about. */
export type Entry = Omit<LedgerEvent, 'id' | 'subject' | 'subjectId'>

export const entryOf = (
  { type, reason = null, before = {}, after = {}, data = {} }: NewEvent,
  { actor, nowMs, deviceAtMs }: Act,
): Entry => ({ type, atMs: nowMs, deviceAtMs: deviceAtMs ?? null, actor, reason, before, after, data })

/** As a statement, which can be part of another; the id of the subject may be an expression of that. */
export const insertEvents = (
  trx: Trx,
  of: { subject: Subject; subjectId: string | RawBuilder<string> },
  entries: readonly Entry[],
) =>
  trx.insertInto('events').values(
    entries.map(({ before, after, data, ...entry }) => ({
      ...of,
      ...entry,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      data: JSON.stringify(data),
    })),
  )

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
