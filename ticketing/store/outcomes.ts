import { sql } from 'kysely'
import type { Outcome } from '../../contracts/outcome.ts'
import type { Sites } from '../domain/access.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Db, Trx } from './database.ts'
import { isOfDetector } from './findings.ts'
import { within } from './site-of.ts'

/** Carries the number of a ticket that is closed with an outcome, or closed no longer. */
const OUTCOMES_CHANNEL = 'ticketing_outcomes'

/** Findings named in an outcome; the ticket's page has all. */
const NAMED_FINDINGS = 100

/** Tells who learns from outcomes, in the transaction that closes the ticket, or takes that back. */
export async function tellOutcome(
  trx: Trx,
  { before, after }: { before: TicketRecord; after: TicketRecord },
): Promise<void> {
  if ((before.category === 'closed') === (after.category === 'closed')) return
  await sql`select pg_notify(${OUTCOMES_CHANNEL}, ${String(after.number)})`.execute(trx)
}

export interface OutcomeFilter {
  fromMs?: number | undefined
  /** Exclusive. */
  toMs?: number | undefined
  class?: string | undefined
  /** With its version as in `band@1`, or without. */
  detector?: string | undefined
  sites: Sites
}

export type OutcomeKey = Pick<Outcome, 'closedAtMs' | 'ticket'>

/** Outcomes in the order in which tickets were closed, so that the end of the list is the place to go on from. */
export async function listOutcomes(
  db: Db,
  { fromMs, toMs, class: equipmentClass, detector, sites }: OutcomeFilter,
  { limit, after }: { limit: number; after?: OutcomeKey | undefined },
): Promise<Outcome[]> {
  const { rows } = await sql<Outcome>`
    select t.number as ticket, t.asset, a.class, t.device, t.metric, t.fault_key as "faultKey", f.detector,
      array(
        select id from ticketing.findings where ticket_number = t.number
        order by observed_at_ms, received_order limit ${NAMED_FINDINGS}
      ) as findings,
      t.finding_count as "findingCount", t.outcome, t.failure_code as "failureCode",
      t.observed_at_ms as "fromMs", t.created_at_ms as "raisedAtMs", t.resolved_at_ms as "resolvedAtMs",
      t.closed_at_ms as "closedAtMs", coalesce(v.state = 'verified', false) as verified,
      t.rework_count as "reworkCount",
      (select rating from ticketing.confirmations where ticket = t.number and rating is not null
        order by id desc limit 1) as rating
    from ticketing.tickets t
    join ticketing.assets a on a.id = t.asset
    left join ticketing.findings f on f.id = t.first_finding
    left join ticketing.verifications v on v.ticket = t.number
    where t.category = 'closed' and t.outcome is not null and ${sql.join(
      [
        sql`t.closed_at_ms is not null`,
        within('t.site', sites),
        ...(fromMs === undefined ? [] : [sql`t.closed_at_ms >= ${fromMs}`]),
        ...(toMs === undefined ? [] : [sql`t.closed_at_ms < ${toMs}`]),
        ...(after ? [sql`(t.closed_at_ms, t.number) > (${after.closedAtMs}, ${after.ticket})`] : []),
        ...(equipmentClass === undefined ? [] : [sql`a.class = ${equipmentClass}`]),
        ...(detector === undefined ? [] : [isOfDetector('f.detector', detector)]),
      ],
      sql` and `,
    )}
    order by t.closed_at_ms, t.number
    limit ${limit}`.execute(db)
  return rows
}
