import { sql } from 'kysely'
import { asOf, DELETED, difference, type Subject } from '../domain/ledger.ts'
import { notFound } from '../domain/refusals.ts'
import type { Db, Trx } from './database.ts'
import { type Act, appendEvents, type Kept, listEvents } from './ledger.ts'

/*
 * Every change of the registry is an event of the ledger in the same transaction, with what changed before and after.
 * The id of the newest event is the version of the thing, so that nothing has to be counted beside it.
 */

/** With its version, which the API gives as ETag. */
export type Versioned<T> = T & { version: number }

/** Who changes what, and which versions of it are the ones that the caller has seen; undefined: any. */
export interface Edit extends Act {
  ifVersion?: readonly number[] | undefined
}

/** The version of the row whose id is in the column; 0 where the ledger knows nothing of it. */
export const versionOf = (subject: Subject, column: string) =>
  sql<number>`(select coalesce(max(id), 0) from ticketing.events
    where subject = ${sql.lit(subject)} and subject_id = ${sql.ref(column)}::text)`.as('version')

/** Appends what became of it: made, changed in what differs, or deleted. No event where nothing differs. */
export async function recordChange(
  trx: Trx,
  kept: Kept,
  act: Act,
  change: { before?: object | undefined; after?: object | undefined; data?: Record<string, unknown> },
): Promise<void> {
  const before = change.before && withoutVersion(change.before)
  const after = change.after && withoutVersion(change.after)
  if (!after) return appendEvents(trx, kept, act, [{ type: DELETED, before: before ?? {} }])
  if (!before) return appendEvents(trx, kept, act, [{ type: 'created', after }])
  const cleared = Object.fromEntries(Object.keys(before).map(name => [name, null]))
  const changed = difference(before, { ...cleared, ...after })
  if (Object.keys(changed.after).length > 0) {
    await appendEvents(trx, kept, act, [
      { type: 'changed', ...changed, ...(change.data && { data: change.data }) },
    ])
  }
}

const withoutVersion = ({ version: _, ...properties }: Record<string, unknown> | { version?: unknown }) =>
  properties as Record<string, unknown>

/** What it was at the instant. Error: `not_found` where it was not yet, or no longer. */
export async function stateAt<T>(db: Db, kept: Kept, atMs: number): Promise<T> {
  const events = await listEvents(db, kept, { limit: Number.MAX_SAFE_INTEGER, untilMs: atMs })
  const state = asOf(events, atMs)
  if (state) return state as T
  const what = `${kept.subject.replaceAll('_', ' ')} ${kept.id}`
  const instant = Number.isFinite(new Date(atMs).getTime()) ? new Date(atMs).toISOString() : `${atMs}`
  throw notFound(`There was no ${what} at ${instant}.`)
}

/** Before a change reads what it changes: read first, it would be old where the lock had to wait for another change. */
export async function lockRow(
  trx: Trx,
  table:
    | 'sites'
    | 'classes'
    | 'assets'
    | 'devices'
    | 'teams'
    | 'formats'
    | 'technicians'
    | 'notificationTargets',
  id: string,
): Promise<void> {
  await trx.selectFrom(table).select('id').where('id', '=', id).forNoKeyUpdate().execute()
}
