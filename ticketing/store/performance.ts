import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import { type DetectorPerformance, type PerformanceBy, wilson } from '../domain/performance.ts'
import type { Db } from './database.ts'
import { isOfDetector } from './findings.ts'
import { within } from './site-of.ts'

export interface PerformanceFilter {
  fromMs?: number | undefined
  /** Exclusive. */
  toMs?: number | undefined
  class?: string | undefined
  asset?: string | undefined
  detector?: string | undefined
  sites: Sites
}

export type PerformanceKey = Pick<DetectorPerformance, 'detector' | 'class' | 'asset'>

type Row = Omit<DetectorPerformance, 'precision' | 'precisionLow' | 'precisionHigh'>

/**
 * Outcomes of closed tickets, summed up for the detectors that began them. A ticket that a person made says nothing of a
 * detector. In the order of detector, class and asset.
 */
export async function detectorPerformance(
  db: Db,
  { fromMs, toMs, ...of }: PerformanceFilter,
  { by, limit, after }: { by: PerformanceBy; limit: number; after?: PerformanceKey | undefined },
): Promise<DetectorPerformance[]> {
  const equipmentClass = by === 'detector' ? sql`null::text` : sql`a.class`
  const asset = by === 'asset' ? sql`t.asset` : sql`null::text`
  const found = sql`t.outcome in ('found_as_predicted', 'found_other')`
  const { rows } = await sql<Row>`
    select f.detector, ${equipmentClass} as class, ${asset} as asset, count(*)::integer as tickets,
      count(*) filter (where t.outcome = 'found_as_predicted')::integer as "foundAsPredicted",
      count(*) filter (where t.outcome = 'found_other')::integer as "foundOther",
      count(*) filter (where t.outcome = 'false_alarm')::integer as "falseAlarms",
      count(*) filter (where t.outcome = 'no_access')::integer as "noAccess",
      round(percentile_cont(0.5) within group (order by ${leadMs}) filter (where ${found}))::bigint as "medianLeadMs",
      sum(t.rework_count)::integer as rework
    from ticketing.tickets t
    join ticketing.assets a on a.id = t.asset
    join ticketing.findings f on f.id = t.first_finding
    where ${sql.join(
      [
        sql`t.category = 'closed' and t.outcome is not null and t.closed_at_ms is not null`,
        within('t.site', of.sites),
        ...(fromMs === undefined ? [] : [sql`t.closed_at_ms >= ${fromMs}`]),
        ...(toMs === undefined ? [] : [sql`t.closed_at_ms < ${toMs}`]),
        ...(of.class === undefined ? [] : [sql`a.class = ${of.class}`]),
        ...(of.asset === undefined ? [] : [sql`t.asset = ${of.asset}`]),
        ...(of.detector === undefined ? [] : [isOfDetector('f.detector', of.detector)]),
        ...(after === undefined ? [] : [isAfter(after, equipmentClass, asset)]),
      ],
      sql` and `,
    )}
    group by 1, 2, 3 order by 1, 2, 3 limit ${limit}`.execute(db)
  return rows.map(withPrecision)
}

/** Of history that was replayed server times say nothing: there it is the time until the newest finding. */
const leadMs = sql`case when t.created_at_ms - t.observed_at_ms > 86400000
  then (select observed_at_ms from ticketing.findings where id = t.last_finding) - f.observed_at_ms
  else coalesce(t.resolved_at_ms, t.closed_at_ms) - f.observed_at_ms end`

const isAfter = (
  after: PerformanceKey,
  equipmentClass: ReturnType<typeof sql>,
  asset: ReturnType<typeof sql>,
) =>
  sql`(f.detector, coalesce(${equipmentClass}, ''), coalesce(${asset}, ''))
    > (${after.detector}, ${after.class ?? ''}, ${after.asset ?? ''})`

function withPrecision(row: Row): DetectorPerformance {
  const found = row.foundAsPredicted + row.foundOther
  const looked = found + row.falseAlarms
  const interval = wilson(found, looked)
  return {
    ...row,
    precision: looked === 0 ? null : Number((found / looked).toFixed(3)),
    ...{ precisionLow: interval?.low ?? null, precisionHigh: interval?.high ?? null },
  }
}
