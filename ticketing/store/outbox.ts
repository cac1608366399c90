import { sql } from 'kysely'
import type { Severity } from '../../contracts/finding.ts'
import {
  type Attempt,
  type Circuit,
  closedCircuit,
  type DeliveryState,
  MAX_AGE_MS,
} from '../domain/delivery.ts'
import type { Digest, QuietHours } from '../domain/quiet-hours.ts'
import type { Db } from './database.ts'

/*
 * The outbox is the rows of `deliveries` that wait. They stand in lanes: one for each target, and one for the mail server,
 * so that a lane that is slow, or away, holds up nobody else. Whoever takes rows makes them due again after a lease.
 */

/** Wakes whoever sends. */
export const OUTBOX_CHANNEL = 'ticketing_outbox'

/** Longer than a batch takes where every try runs into its time-out. */
const LEASE_MS = 180_000
const LOGGED_ATTEMPTS = 20
const MOST_LANES = 500

/** A delivery that was taken, with what it says and to whom. */
export interface Outgoing {
  id: number
  recipient: string
  channel: string
  digest: boolean
  attempts: number
  createdAtMs: number
  /** When it was last begun anew. */
  begunAtMs: number
  eventId: string
  type: string
  ticket: number | null
  title: string
  body: string
  data: Record<string, unknown>
  severity: Severity | null
  site: string | null
  asset: string | null
  team: string | null
  /** Of a person or a requester, where the channel is e-mail. */
  email: string | null
  timeZone: string | null
  quietHours: QuietHours | null
  digestTimes: Digest | null
}

/** Lanes in which something is due, and that are not held up. One look into the index for each lane, however long it is. */
export async function dueLanes(db: Db, nowMs: number): Promise<string[]> {
  const { rows } = await sql<{ lane: string }>`
    with recursive lanes (lane) as (
      (select lane from ticketing.deliveries where state = 'waiting' order by lane limit 1)
      union all
      select (select d.lane from ticketing.deliveries d where d.state = 'waiting' and d.lane > lanes.lane order by d.lane limit 1)
      from lanes where lanes.lane is not null
    )
    select lane from lanes where lane is not null
      and exists (select from ticketing.deliveries d where d.state = 'waiting' and d.lane = lanes.lane and d.due_at_ms <= ${nowMs})
      and not exists (select from ticketing.delivery_lanes l where l.lane = lanes.lane and l.open_until_ms > ${nowMs})
    limit ${MOST_LANES}`.execute(db)
  return rows.map(({ lane }) => lane)
}

/** When whoever it is for wants to hear of things: a person, or a target. */
const withTimes = sql`left join ticketing.notification_preferences f on f.recipient = due.recipient
  left join ticketing.notification_targets t on 'target:' || t.id = due.recipient`

const taken = sql`
  returning d.id, d.recipient, d.channel, d.digest, d.attempts, d.created_at_ms, d.begun_at_ms, n.event_id, n.type, n.ticket, n.title, n.body,
    n.data, n.severity, n.site, n.asset, n.team, coalesce(f.time_zone, t.time_zone) as time_zone,
    coalesce(f.quiet_hours, t.quiet_hours) as quiet_hours, f.digest as digest_times,
    case when d.channel = 'email' then coalesce(f.email,
      (select r.contact from ticketing.requesters r where d.recipient = 'requester:' || r.id)) end as email`

/** Takes what is due in a lane, in the order in which it became due. */
export async function takeDue(db: Db, lane: string, limit: number, nowMs: number): Promise<Outgoing[]> {
  const { rows } = await sql<Outgoing>`
    with due as materialized (
      select id, notice, recipient from ticketing.deliveries where state = 'waiting' and lane = ${lane} and due_at_ms <= ${nowMs}
      order by due_at_ms, id limit ${limit} for update skip locked)
    update ticketing.deliveries d set due_at_ms = ${nowMs + LEASE_MS}
    from due join ticketing.notices n on n.id = due.notice
      ${withTimes}
    where d.id = due.id ${taken}`.execute(db)
  return rows.toSorted((one, other) => one.id - other.id)
}

const DIGEST_ENTRIES = 500

/** What else was collected for somebody's digest. */
export async function takeCollected(
  db: Db,
  { recipient, channel }: Pick<Outgoing, 'recipient' | 'channel'>,
  nowMs: number,
): Promise<Outgoing[]> {
  const { rows } = await sql<Outgoing>`
    with due as materialized (
      select id, notice, recipient from ticketing.deliveries where state = 'waiting' and digest
        and recipient = ${recipient} and channel = ${channel} and due_at_ms <= ${nowMs}
      order by id limit ${DIGEST_ENTRIES} for update skip locked)
    update ticketing.deliveries d set due_at_ms = ${nowMs + LEASE_MS}
    from due join ticketing.notices n on n.id = due.notice
      ${withTimes}
    where d.id = due.id ${taken}`.execute(db)
  return rows
}

/** What became of a delivery that was taken. */
export interface Settled {
  id: number
  state: DeliveryState
  reason: string | null
  attempts: number
  dueAtMs: number | null
  sentAtMs: number | null
  /** The try, where there was one. */
  attempt: Attempt | null
}

/** Keeps what became of deliveries, in one statement; what was decided meanwhile by somebody else stands. */
export async function settle(db: Db, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return
  const rows = settled.map(({ id, state, reason, attempts, dueAtMs, sentAtMs, attempt }) => ({
    ...{ id, state, reason, attempts, attempt },
    ...{ due_at_ms: dueAtMs, sent_at_ms: sentAtMs },
  }))
  await sql`
    update ticketing.deliveries d set state = s.state, reason = s.reason, attempts = s.attempts, due_at_ms = s.due_at_ms,
      sent_at_ms = s.sent_at_ms,
      log = case when s.attempt is null or s.attempt = 'null' then d.log
        when jsonb_array_length(d.log) >= ${LOGGED_ATTEMPTS} then d.log - 0 || s.attempt else d.log || s.attempt end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id bigint, state text, reason text, attempts integer,
      due_at_ms bigint, sent_at_ms bigint, attempt jsonb)
    where d.id = s.id and d.state = 'waiting'`.execute(db)
}

export async function circuitOf(db: Db, lane: string): Promise<Circuit> {
  const row = await db
    .selectFrom('deliveryLanes')
    .select(['failures', 'openUntilMs', 'reason'])
    .where('lane', '=', lane)
    .executeTakeFirst()
  return row ?? closedCircuit
}

export async function saveCircuit(db: Db, lane: string, circuit: Circuit): Promise<void> {
  await db
    .insertInto('deliveryLanes')
    .values({ lane, ...circuit })
    .onConflict(conflict => conflict.column('lane').doUpdateSet({ ...circuit }))
    .execute()
}

/** What has waited for days is given up, whatever it waited for. Resolves with how many. */
export async function giveUpOld(db: Db, nowMs: number): Promise<number> {
  const result = await db
    .updateTable('deliveries')
    .set({ state: 'failed', dueAtMs: null, reason: 'It could not be delivered within 3 days.' })
    .where('state', '=', 'waiting')
    .where('begunAtMs', '<', nowMs - MAX_AGE_MS)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
