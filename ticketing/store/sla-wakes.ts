import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from './database.ts'

/** The task that looks at the clocks of one ticket, and the one that looks at all. */
export const SLA_TASK = 'sla'
export const SLA_SWEEP_TASK = 'sla_sweep'
const ATTEMPTS = 10
/** A transaction that read the former policy has ended after so long. */
const STRAGGLERS_S = 60

export interface Wake {
  ticket: number
  /** When to look at its clocks again. */
  atMs: number
}

/**
 * Sets the alarm of each ticket, in the transaction that moved its clocks. Alarms are set as spans from now, so that
 * our clock and PostgreSQL's may differ.
 */
export async function wakeLater(trx: Db | Trx, wakes: readonly Wake[], nowMs: number): Promise<void> {
  if (wakes.length === 0) return
  const given = sql`select * from unnest(${wakes.map(({ ticket }) => ticket)}::bigint[],
    ${wakes.map(({ atMs }) => atMs)}::bigint[]) as w (ticket, at_ms)`
  await sql`with ${wakingUp(given, nowMs)} select count(*) from alarms`.execute(trx)
}

/**
 * The same as parts of a statement, for the rows (ticket, at_ms) of `wakes`. Whoever selects from `alarms` sets them:
 * PostgreSQL leaves out what nobody reads.
 */
export const wakingUp = (wakes: RawBuilder<unknown>, nowMs: number) => sql`
  wakes as (${wakes}),
  kept as (
    insert into ticketing.sla_wakes (ticket, at_ms) select ticket, at_ms from wakes
    on conflict (ticket) do update set at_ms = excluded.at_ms
  ),
  alarms as (
    select from graphile_worker.add_jobs(array(
      select (${sql.lit(SLA_TASK)}, json_build_object('ticket', ticket), null,
        clock_timestamp() + greatest(0, at_ms - ${nowMs}::bigint) * interval '1 millisecond',
        ${sql.lit(ATTEMPTS)}, ${sql.lit(`${SLA_TASK}:`)} || ticket, 0, null)::graphile_worker.job_spec
      from wakes
    ))
  )`

/** Nothing more will happen to the clocks of this ticket by itself. */
export async function wakeNoMore(trx: Trx, ticket: number): Promise<void> {
  await sql`
    with gone as (delete from ticketing.sla_wakes where ticket = ${ticket})
    select graphile_worker.remove_job(${`${SLA_TASK}:${ticket}`})`.execute(trx)
}

/** Tickets whose alarm was not heard, the longest first. */
export async function overslept(db: Db, untilMs: number, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('slaWakes')
    .select('ticket')
    .where('atMs', '<=', untilMs)
    .orderBy('atMs')
    .limit(limit)
    .execute()
  return rows.map(({ ticket }) => ticket)
}

/** Has all clocks computed anew: at once, and again when whoever read what was before has committed. */
export async function sweepSoon(trx: Db | Trx): Promise<void> {
  await sql`select
    graphile_worker.add_job(${sql.lit(SLA_SWEEP_TASK)}, '{}', job_key => ${sql.lit(SLA_SWEEP_TASK)}),
    graphile_worker.add_job(${sql.lit(SLA_SWEEP_TASK)}, '{}', job_key => ${sql.lit(`${SLA_SWEEP_TASK} again`)},
      run_at => now() + ${sql.lit(STRAGGLERS_S)} * interval '1 second')`.execute(trx)
}
