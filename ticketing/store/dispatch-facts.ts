import { type RawBuilder, sql } from 'kysely'
import type { Criticality } from '../../contracts/registry.ts'
import { distanceBetween, type Location } from '../domain/distance.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import type { Technician } from '../domain/technician.ts'
import type { Candidate, Shift } from '../routing/candidate.ts'
import type { Routable } from '../routing/matchers.ts'
import { MAX_JOBS } from '../routing/workload.ts'
import { workingTimes } from './calendars.ts'
import type { TicketRecord } from './change-ticket.ts'
import { type Db, prepared, type Trx } from './database.ts'
import { type KeptTree, keptTrees, newestRouting } from './routing.ts'

/** What routes match on, of a ticket that is there or yet to be made. */
export type TicketFacts = { asset: string } & Partial<
  Pick<
    TicketRecord,
    | 'kind'
    | 'source'
    | 'title'
    | 'severity'
    | 'priority'
    | 'faultKey'
    | 'metric'
    | 'unit'
    | 'device'
    | 'fields'
    | 'requiredSkills'
    | 'firstFinding'
  >
>

/** The asset of a ticket, and the tree that counts. */
export interface Surroundings extends KeptTree {
  site: string
  timeZone: string
  location: Location | null
  class: string
  assetName: string
  criticality: Criticality
  /** The asset and its ancestors. */
  within: string[]
  detector: string | null
  faultKind: string | null
}

type Place = Pick<TicketFacts, 'asset' | 'firstFinding'>

/** A row of `surroundingColumns`. */
export type SurroundingRow = Omit<Surroundings, 'tree'> & { key: string; tree: RouteTree | null }

/** In one query. */
export async function surroundingsOf(db: Db | Trx, place: Place): Promise<Surroundings | undefined> {
  const { rows } = await sql<SurroundingRow>`${prepared}
    select ${surroundingColumns(place)} from ${surroundingTables(place)} where a.id = ${place.asset}`.execute(
    db,
  )
  return rows[0] && surroundingsIn(db, rows[0])
}

/** As a part of a statement on `surroundingTables`. The tree is sent only where this process has not read its version yet. */
export const surroundingColumns = ({ asset }: Place) => sql`
  r.version, r.key, case when r.key = any(${keptTrees.keys()}::uuid[]) then null else r.tree end as tree,
  a.site, s.time_zone as "timeZone", s.location, a.class, a.name as "assetName", a.criticality,
  array(
    with recursive line as (
      select id, parent from ticketing.assets where id = ${asset}
      union select up.id, up.parent from ticketing.assets up join line on up.id = line.parent
    ) select id from line
  ) as within,
  f.detector, f.fault_kind as "faultKind"`

export const surroundingTables = ({ firstFinding }: Place) => sql`
  ticketing.assets a
  join ticketing.sites s on s.id = a.site
  cross join (select version, key, tree from ticketing.routing order by version desc limit 1) r
  left join ticketing.findings f on f.id = ${firstFinding ?? null}`

export async function surroundingsIn(db: Db | Trx, row: SurroundingRow): Promise<Surroundings> {
  const { key, tree, ...surroundings } = row
  const kept = tree ? keptTrees.keep(key, tree) : keptTrees.get(key)
  return { ...surroundings, ...(kept ? { tree: kept } : await newestRouting(db)) }
}

/** Every attribute that a route can match on. */
export function routableOf(ticket: TicketFacts, around: Surroundings): Routable {
  const { asset, kind, source, title, severity, priority, faultKey, metric, unit, device } = ticket
  const { detector, faultKind } = around
  return {
    ...{ asset, kind, source, title, severity, priority, faultKey, metric, unit, device },
    site: around.site,
    class: around.class,
    assetName: around.assetName,
    within: around.within,
    criticality: around.criticality,
    faultKind: faultKind ?? (ticket.firstFinding ? 'machine' : undefined),
    detector: detector === null ? undefined : [detector, detector.split('@', 1)[0] ?? ''],
    skill: ticket.requiredSkills,
    fields: Object.fromEntries(
      Object.entries(ticket.fields ?? {}).map(([name, value]) => [name, texts(value)]),
    ),
  }
}

/** A custom field as text; of a list each entry. */
function texts(value: unknown): string | string[] {
  if (Array.isArray(value)) return value.map(entry => String(texts(entry)))
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return value === null || value === undefined ? '' : String(value)
}

/** A ticket among others; number 0 for one that is not there. */
export interface Counted {
  number: number
  asset: string
  faultKey: string | null
}

/** Whose tickets and jobs are counted: a team, and somebody who is none of it. */
export interface Members {
  team: string
  also?: string | undefined
}

/** The only sites at which the account of a technician has a role; null: it has one everywhere, or there is none. */
export const reachOf = (technician: RawBuilder<unknown>) => sql<string[] | null>`(
  select case when bool_and(g ->> 'site' is not null) then array_agg(g ->> 'site') end
  from ticketing.accounts a, jsonb_array_elements(a.grants) g where a.technician = ${technician} and a.active)`

/**
 * The members of a team with what they have to do and have done, and until when the ticket must have a response, which
 * is newer than the caller's record of a ticket just made. In one query, which reads a few entries of an index for each.
 */
export async function membersOf(
  db: Db | Trx,
  { team, also }: Members,
  { number, asset, faultKey }: Counted,
  place: { site: string; location: Location | null },
): Promise<Facts> {
  const { rows } = await sql<Omit<Technician, 'team' | 'name'> & Row>`${prepared}
    with members as materialized (
      select p.id, p.site, p.roles, p.skills, p.seniority, p.capacity, p.shift, p.absences, p.active, s.location, c.digest,
        ${reachOf(sql`p.id`)} as reach
      from ticketing.technicians p left join ticketing.sites s on s.id = p.site
      left join ticketing.calendars c on c.id = p.shift
      where p.team = ${team} or p.id = ${also ?? null}
    )
    select p.id, p.site, p.roles, p.skills, p.seniority, p.capacity, p.shift, p.absences, p.active, p.location, p.digest, p.reach,
      w.open as "openTickets", w.on_asset as "jobsOnAsset", w.on_fault as "jobsOfFault",
      (select respond_by_ms from ticketing.tickets where number = ${number}) as "respondByMs"
    from members p
    join ticketing.workload(array(select id from members), ${number}, ${asset}, ${faultKey}, ${MAX_JOBS}) w
      on w.technician = p.id
    order by p.id`.execute(db)
  const there = { id: place.site, location: place.location }
  const candidates = rows.map(({ location, digest: _, respondByMs: __, ...member }) => {
    const here = member.site === null ? undefined : { id: member.site, location }
    return { ...member, distanceKm: distanceBetween(here, there) }
  })
  const shifts = new Map(
    rows.flatMap(({ shift, digest }) => (shift !== null && digest !== null ? [[shift, digest]] : [])),
  )
  const calendars = await workingTimes(
    db,
    [...shifts].map(([id, digest]) => ({ id, digest })),
  )
  return { candidates, calendars, respondByMs: rows[0]?.respondByMs }
}

export interface Facts {
  candidates: Candidate[]
  /** Their shifts. */
  calendars: ReadonlyMap<string, Shift>
  respondByMs: number | null | undefined
}

interface Row {
  reach: string[] | null
  digest: string | null
  location: Location | null
  openTickets: number
  jobsOnAsset: number
  jobsOfFault: number
  respondByMs: number | null
}
