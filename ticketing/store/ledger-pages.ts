import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
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
  sites: Sites
}

/** Events that fit all of the filter, newest first, before the one with the id `before`. */
export function pageOfEvents(
  db: Db,
  { subject, id, type, actor, fromMs, toMs, sites }: LedgerFilter,
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
  if (sites !== null) events = events.where(isOfSites(sites))
  return events.execute()
}

/** What is of a site now: settings, and things that are no more, are for those who may see every site. */
const isOfSites = (sites: readonly string[]) => {
  const own = sql`any(${sites}::text[])`
  return sql<boolean>`case events.subject
    when 'ticket' then exists (select from ticketing.tickets t
      where t.number = events.subject_id::bigint and t.site = ${own})
    when 'site' then events.subject_id = ${own}
    when 'asset' then exists (select from ticketing.assets a where a.id = events.subject_id and a.site = ${own})
    when 'device' then exists (select from ticketing.devices d join ticketing.assets a on a.id = d.asset
      where d.id = events.subject_id and a.site = ${own})
    when 'technician' then exists (select from ticketing.technicians w
      where w.id = events.subject_id and w.site = ${own})
    when 'maintenance_window' then exists (select from ticketing.maintenance_windows m
      left join ticketing.assets a on a.id = m.asset
      where m.id::text = events.subject_id and coalesce(m.site, a.site) = ${own})
    when 'profile' then exists (select from ticketing.assets a
      where events.subject_id = 'asset/' || a.id and a.site = ${own})
    else false end`
}
