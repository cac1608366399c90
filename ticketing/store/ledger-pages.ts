import type { LedgerEvent, Subject } from '../domain/ledger.ts'
import type { Db } from './database.ts'

export interface LedgerFilter {
  subject?: Subject | undefined
  id?: string | undefined
  type?: string | undefined
  actor?: string | undefined
  /** Server time, inclusive. */
  fromMs?: number | undefined
  /** Server time, exclusive. */
  toMs?: number | undefined
}

/** Events that fit all of the filter, newest first, before the one with the id `before`. */
export function pageOfEvents(
  db: Db,
  { subject, id, type, actor, fromMs, toMs }: LedgerFilter,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<LedgerEvent[]> {
  let events = db.selectFrom('events').selectAll().orderBy('id', 'desc').limit(limit)
  if (subject !== undefined) events = events.where('subject', '=', subject)
  if (id !== undefined) events = events.where('subjectId', '=', id)
  if (type !== undefined) events = events.where('type', '=', type)
  if (actor !== undefined) events = events.where('actor', '=', actor)
  if (fromMs !== undefined) events = events.where('atMs', '>=', fromMs)
  if (toMs !== undefined) events = events.where('atMs', '<', toMs)
  if (before !== undefined) events = events.where('id', '<', before)
  return events.execute()
}
