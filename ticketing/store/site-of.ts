import { type RawBuilder, sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import type { Db } from './database.ts'

/** What has a site, or is a thing of something that has one. */
export type Thing =
  | 'ticket'
  | 'asset'
  | 'device'
  | 'site'
  | 'technician'
  | 'request link'
  | 'calendar feed'
  | 'maintenance window'
  | 'backtest'
  | 'proposal'
  | 'stranger'
  | 'class'
  | 'part request'

const ofSubject = (scope: RawBuilder<unknown>, subject: RawBuilder<unknown>) =>
  sql`case when ${scope} = 'asset' then (select site from ticketing.assets where id = ${subject}) end`

/** Selects no row where there is no such thing, and null where it is of no site. */
const queries: Record<Thing, (key: string | number) => RawBuilder<{ site: string | null }>> = {
  ticket: key => sql`select site from ticketing.tickets where number = ${key}::bigint`,
  asset: key => sql`select site from ticketing.assets where id = ${key}`,
  device: key => sql`select a.site from ticketing.devices d join ticketing.assets a on a.id = d.asset
    where d.id = ${key}`,
  site: key => sql`select id as site from ticketing.sites where id = ${key}`,
  technician: key => sql`select site from ticketing.technicians where id = ${key}`,
  'request link': key => sql`select coalesce(a.site, t.site) as site from ticketing.request_links l
    left join ticketing.assets a on a.id = l.asset
    left join ticketing.requesters r on r.id = l.requester left join ticketing.tickets t on t.number = r.ticket
    where l.id = ${key}::bigint`,
  'calendar feed': key => sql`select w.site from ticketing.calendar_feeds f
    left join ticketing.technicians w on w.id = f.technician where f.id = ${key}::bigint`,
  'maintenance window':
    key => sql`select coalesce(w.site, a.site) as site from ticketing.maintenance_windows w
    left join ticketing.assets a on a.id = w.asset where w.id = ${key}::bigint`,
  backtest: key => sql`select ${ofSubject(sql`request->>'scope'`, sql`request->>'subject'`)} as site
    from ticketing.backtests where id = ${key}::bigint`,
  proposal: key => sql`select ${ofSubject(sql`scope`, sql`subject`)} as site
    from ticketing.profile_proposals where id = ${key}::bigint`,
  stranger: key => sql`select site from ticketing.strangers where name = ${key}`,
  'part request': key => sql`select t.site from ticketing.part_requests p
    join ticketing.tickets t on t.number = p.ticket where p.id = ${key}::bigint`,
  class: key => sql`select null::text as site from ticketing.classes where id = ${key}`,
}

/** The site of a thing: null for what is of no site, undefined where there is no such thing. */
export async function siteOf(db: Db, thing: Thing, key: string | number): Promise<string | null | undefined> {
  const { rows } = await queries[thing](key).execute(db)
  return rows[0]?.site
}

/** For lists: that the column is one of the sites. */
export const within = (column: string, sites: Sites): RawBuilder<boolean> =>
  sites === null ? sql<boolean>`true` : sql<boolean>`${sql.ref(column)} = any(${sites}::text[])`

/** Those of the tickets that are of the sites, each with its site. */
export async function ticketsWithin(
  db: Db,
  numbers: readonly number[],
  sites: Sites,
): Promise<Map<number, string>> {
  if (numbers.length === 0) return new Map()
  const rows = await db
    .selectFrom('tickets')
    .select(['number', 'site'])
    .where('number', 'in', numbers)
    .where(within('site', sites))
    .execute()
  return new Map(rows.map(({ number, site }) => [number, site]))
}

/** Those of the assets that are of the sites. */
export async function assetsWithin(db: Db, ids: readonly string[], sites: Sites): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const query = db.selectFrom('assets').select('id').where('id', 'in', ids)
  const rows = await query.where(within('site', sites)).execute()
  return new Set(rows.map(({ id }) => id))
}

/** For lists of what is about an asset or a class: that it is about an asset of the sites. */
export const isOfAsset = (
  scope: RawBuilder<unknown>,
  subject: RawBuilder<unknown>,
  sites: Sites,
): RawBuilder<boolean> =>
  sites === null
    ? sql<boolean>`true`
    : sql<boolean>`(${scope} = 'asset' and exists (select from ticketing.assets a
        where a.id = ${subject} and a.site = any(${sites}::text[])))`
