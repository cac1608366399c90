import { sql } from 'kysely'
import { asStore, openDb, type Pool } from './database.ts'

/** A machine that failed, as people said and a closed job confirms. */
export interface ReportedFailure {
  ticket: number
  asset: string
  class: string
  failureCode: string | null
  failedAtMs: number
  /** When somebody had last put it right before; from then on it ran until it failed. */
  repairedAtMs: number | null
  devices: string[]
}

/**
 * Failures that people reported and whose job was closed with something found. What a detector foretold was repaired before
 * it failed: how long it would have lasted nobody knows, so nothing is learned from it.
 */
export function reportedFailures(pool: Pool): Promise<ReportedFailure[]> {
  const db = openDb(pool)
  return asStore(
    sql<ReportedFailure>`
      select t.number as ticket, t.asset, a.class, t.failure_code as "failureCode",
        coalesce(t.observed_at_ms, t.created_at_ms) as "failedAtMs",
        (select max(coalesce(e.resolved_at_ms, e.closed_at_ms)) from ticketing.tickets e
          where e.asset = t.asset and e.category = 'closed' and e.outcome in ('found_as_predicted', 'found_other')
            and coalesce(e.resolved_at_ms, e.closed_at_ms) < coalesce(t.observed_at_ms, t.created_at_ms)
        ) as "repairedAtMs",
        array(select d.id from ticketing.devices d where d.asset = t.asset order by d.id) as devices
      from ticketing.tickets t join ticketing.assets a on a.id = t.asset
      where t.category = 'closed' and t.kind = 'corrective' and t.source <> 'finding'
        and t.outcome in ('found_as_predicted', 'found_other')
      order by t.number`
      .execute(db)
      .then(({ rows }) => rows),
  )
}
