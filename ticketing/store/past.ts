import { sql } from 'kysely'
import type { Criticality } from '../../contracts/registry.ts'
import { distanceBetween } from '../domain/distance.ts'
import { invalid } from '../domain/refusals.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import type { Past, PastTicket } from '../routing/past.ts'
import { workingTimes } from './calendars.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Db } from './database.ts'
import { reachOf, routableOf, type Surroundings } from './dispatch-facts.ts'
import { keptTrees } from './routing.ts'
import { technicianColumns } from './technicians.ts'

/** Tickets of a period that can be decided again in one request. */
const MAX_TICKETS = 10_000

interface Period {
  fromMs: number
  toMs: number
}

/** What a what-if looks back on. Error: `invalid` where the period has too many tickets. */
export async function readPast(db: Db, period: Period): Promise<Past> {
  const trees = await treesOf(db)
  const rows = await ticketsOf(db, period)
  if (rows.length > MAX_TICKETS) {
    throw invalid('/toMs', `The period has more than ${MAX_TICKETS} tickets; choose a shorter one.`)
  }
  const technicians = await db
    .selectFrom('technicians')
    .select(technicianColumns)
    .select(reachOf(sql`technicians.id`).as('reach'))
    .execute()
  const sites = new Map(
    (await db.selectFrom('sites').select(['id', 'location']).execute()).map(site => [site.id, site]),
  )
  const distances = new Map<string, number | null>()
  return {
    tickets: rows.map(row => pastTicket(row, treeAt(trees, row.createdAtMs))),
    technicians,
    calendars: await workingTimes(db),
    carried: await carriedInto(db, period),
    jobs: await jobsBefore(db, period, rows),
    distanceKm(from, to) {
      const key = `${from} ${to}`
      const known = distances.get(key)
      if (known !== undefined) return known
      const distance = distanceBetween(sites.get(from ?? ''), sites.get(to))
      distances.set(key, distance)
      return distance
    },
  }
}

async function treesOf(db: Db): Promise<{ createdAtMs: number; tree: RouteTree }[]> {
  const rows = await db
    .selectFrom('routing')
    .select(['tree', 'key', 'createdAtMs'])
    .orderBy('version')
    .execute()
  return rows.map(({ key, tree, createdAtMs }) => ({ createdAtMs, tree: keptTrees.keep(key, tree) }))
}

/** The version that counted; the first one for what is older. */
function treeAt(trees: readonly { createdAtMs: number; tree: RouteTree }[], atMs: number): RouteTree {
  const found = trees.findLast(({ createdAtMs }) => createdAtMs <= atMs) ?? trees[0]
  if (!found) throw new Error('there is no route tree; the migration seeds one')
  return found.tree
}

type Row = Pick<
  TicketRecord,
  | 'number'
  | 'asset'
  | 'site'
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
  | 'createdAtMs'
  | 'respondByMs'
  | 'category'
  | 'team'
  | 'assignee'
> &
  Pick<Surroundings, 'class' | 'assetName' | 'within' | 'detector' | 'faultKind' | 'timeZone'> & {
    criticality: Criticality
    doneAtMs: number | null
    decidedTeam: string | null
    decidedAssignee: string | null
    resolver: string | null
  }

/**
 * The tickets of the period with what the rules decided first, and who resolved them: who said so, where that is a
 * technician, else whose it was. What was changed since (priority, title) is as it is now.
 */
async function ticketsOf(db: Db, { fromMs, toMs }: Period): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with recursive made as (
      select * from ticketing.tickets where created_at_ms >= ${fromMs} and created_at_ms < ${toMs}
      order by created_at_ms, number limit ${sql.lit(MAX_TICKETS + 1)}
    ), line as (
      select distinct asset, asset as id from made
      union select line.asset, a.parent from line join ticketing.assets a on a.id = line.id where a.parent is not null
    ), ancestry as (select asset, array_agg(id) as within from line group by asset)
    select t.number, t.asset, t.site, t.kind, t.source, t.title, t.severity, t.priority, t.fault_key, t.metric, t.unit,
      t.device, t.fields, t.required_skills, t.first_finding, t.created_at_ms, t.respond_by_ms, t.category, t.team,
      t.assignee, coalesce(t.resolved_at_ms, t.closed_at_ms,
        case when t.category in ('rejected', 'cancelled') then t.updated_at_ms end) as done_at_ms,
      a.class, a.name as asset_name, a.criticality, s.time_zone, l.within, f.detector, f.fault_kind,
      d.team as decided_team, d.assignee as decided_assignee, e.actor as resolver
    from made t
    join ticketing.assets a on a.id = t.asset
    join ticketing.sites s on s.id = t.site
    join ancestry l on l.asset = t.asset
    left join ticketing.findings f on f.id = t.first_finding
    left join lateral (
      select team, assignee from ticketing.dispatch_decisions
      where ticket = t.number and not manual order by id limit 1
    ) d on true
    left join lateral (
      select actor from ticketing.events
      where subject = 'ticket' and subject_id = t.number::text and type = 'transition'
        and after->>'category' = 'resolved' and actor in (select id from ticketing.technicians)
      order by id desc limit 1
    ) e on t.category in ('resolved', 'verifying', 'closed')
    order by t.created_at_ms, t.number`.execute(db)
  return rows
}

function pastTicket(row: Row, tree: RouteTree): PastTicket {
  const { number, createdAtMs, doneAtMs, asset, site, timeZone, faultKey, criticality, respondByMs } = row
  const isDone = ['resolved', 'verifying', 'closed'].includes(row.category)
  const technician = row.resolver ?? row.assignee
  return {
    ...{ number, createdAtMs, doneAtMs, asset, site, timeZone, faultKey, criticality, respondByMs, tree },
    routable: routableOf(row, { ...row, location: null, version: 0, tree }),
    skills: row.requiredSkills,
    decided: row.decidedTeam === null ? null : { team: row.decidedTeam, assignee: row.decidedAssignee },
    resolvedBy: isDone && technician !== null ? { team: row.team, technician } : null,
  }
}

async function carriedInto(db: Db, { fromMs }: Period): Promise<Past['carried']> {
  const { rows } = await sql<Past['carried'][number]>`
    select assignee as technician, coalesce(resolved_at_ms, closed_at_ms) as "untilMs"
    from ticketing.tickets
    where created_at_ms < ${fromMs} and assignee is not null and (
      category in ('review', 'planned', 'assigned', 'active', 'paused')
      or category in ('resolved', 'verifying', 'closed') and coalesce(resolved_at_ms, closed_at_ms) > ${fromMs}
    )`.execute(db)
  return rows
}

/** Of the assets and faults of the period only. */
async function jobsBefore(db: Db, { fromMs }: Period, rows: readonly Row[]): Promise<Past['jobs']> {
  const assets = [...new Set(rows.map(({ asset }) => asset))]
  const faults = [...new Set(rows.flatMap(({ faultKey }) => faultKey ?? []))]
  const done = sql`assignee is not null and category in ('resolved', 'verifying', 'closed')
    and coalesce(resolved_at_ms, closed_at_ms) < ${fromMs}`
  const { rows: jobs } = await sql<Past['jobs'][number]>`
    select assignee as technician, 'asset' as of, asset as key, count(*)::integer as count
      from ticketing.tickets where ${done} and asset = any(${assets}::text[]) group by assignee, asset
    union all
    select assignee, 'fault', fault_key, count(*)::integer
      from ticketing.tickets where ${done} and fault_key = any(${faults}::text[]) group by assignee, fault_key`.execute(
    db,
  )
  return jobs
}
