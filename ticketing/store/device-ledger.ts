import { sql } from 'kysely'
import type { DeviceActivity, DeviceLedger, DeviceReport } from '../../contracts/device-ledger.ts'
import { asStore, type Db, openDb, type Pool, type Trx } from './database.ts'
import { recordStrangers } from './strangers.ts'

/** Bounds one statement. */
const BATCH = 1_000
/**
 * When nothing was recorded for so long, we did not listen, and who was silent then cannot be blamed: silence is
 * counted from the end of the gap at the earliest.
 */
const GAP_MS = 60_000
/** The largest lead of a clock counts for so long; then the next one takes its place, be it smaller. */
const CLOCK_AHEAD_HOLDS_MS = 3_600_000
const MAX_ATTRIBUTES = 20
const MAX_ATTRIBUTE_LENGTH = 200

/**
 * What is known of devices beside their samples, in `device_states` and `strangers`. What is older than what is known
 * changes nothing, so that a backlog and replayed dead letters may come at any time.
 */
export function openDeviceLedger({ pool }: { pool: Pool }): DeviceLedger {
  const db = openDb(pool)
  let resumed = false
  return {
    async recordActivity(activity, recordedUntilMs) {
      for (const part of inBatches(activity)) await asStore(upsertActivity(db, part))
      await asStore(recordListening(db, recordedUntilMs, resumed))
      resumed = true
    },
    async recordReports(reports) {
      if (reports.length === 0) return
      const work = db.transaction().execute(async trx => {
        for (const run of runsOf(reports)) await upsertReports(trx, run)
      })
      await asStore(work)
    },
    async recordStrangers(strangers) {
      for (const part of inBatches(strangers)) await asStore(recordStrangers(db, part))
    },
  }
}

function* inBatches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH)
}

/** Who is not registered is left out. In the order of ids, so that two writers never wait for each other in a ring. */
async function upsertActivity(db: Db, activity: readonly DeviceActivity[]): Promise<void> {
  await sql`
    insert into ticketing.device_states as s
      (device, last_seen_ms, last_observed_ms, clock_ahead_ms, clock_ahead_at_ms)
    select d.id, a.seen, a.observed, a.ahead, case when a.ahead is not null then a.seen end
    from unnest(
      ${activity.map(({ device }) => device)}::text[],
      ${activity.map(({ lastSeenMs }) => lastSeenMs)}::bigint[],
      ${activity.map(({ lastObservedMs }) => lastObservedMs ?? null)}::bigint[],
      ${activity.map(({ clockAheadMs }) => clockAheadMs ?? null)}::bigint[]
    ) as a (device, seen, observed, ahead)
    join (
      select id from ticketing.devices where id = any(${activity.map(({ device }) => device)}) for key share
    ) d on d.id = a.device
    order by d.id
    on conflict (device) do update set
      last_seen_ms = greatest(s.last_seen_ms, excluded.last_seen_ms),
      last_observed_ms = greatest(s.last_observed_ms, excluded.last_observed_ms),
      (clock_ahead_ms, clock_ahead_at_ms) = (
        select ahead, at from (values
          (s.clock_ahead_ms, s.clock_ahead_at_ms),
          (excluded.clock_ahead_ms, excluded.clock_ahead_at_ms)
        ) as known (ahead, at)
        where at > greatest(s.last_seen_ms, excluded.last_seen_ms) - ${CLOCK_AHEAD_HOLDS_MS}::bigint
        order by ahead desc limit 1
      )`.execute(db)
}

/** `resumed` is false at the first call of this process: before it nobody listened. */
async function recordListening(db: Db, untilMs: number, resumed: boolean): Promise<void> {
  await sql`
    insert into ticketing.listening as l (since_ms, until_ms) values (${untilMs}, ${untilMs})
    on conflict (singleton) do update set
      since_ms = case
        when ${resumed} and excluded.until_ms - l.until_ms <= ${GAP_MS}::bigint then l.since_ms
        else greatest(l.until_ms, excluded.until_ms) end,
      until_ms = greatest(l.until_ms, excluded.until_ms)`.execute(db)
}

/** Runs of reports about different devices, in order; one that speaks for dependents is a run by itself. */
function* runsOf(reports: readonly DeviceReport[]): Generator<DeviceReport[]> {
  let run = new Map<string, DeviceReport>()
  for (const report of reports) {
    if (run.size === BATCH || report.withDependents || run.has(report.device)) {
      if (run.size > 0) yield [...run.values()]
      run = new Map()
    }
    run.set(report.device, report)
    if (report.withDependents) {
      yield [report]
      run = new Map()
    }
  }
  if (run.size > 0) yield [...run.values()]
}

/** Whoever reports is there, but a status of `offline` is mostly said for it, by its last will or its gateway. */
async function upsertReports(trx: Trx, reports: readonly DeviceReport[]): Promise<void> {
  const [first] = reports
  const dependents = first?.withDependents
    ? sql`union all select id, ${first.receivedAtMs}::bigint, 'offline', ${first.receivedAtMs}::bigint, '{}'::jsonb, null
      from ticketing.devices
      where gateway = (select device from ticketing.device_names where name = ${first.device})`
    : sql``
  await sql`
    insert into ticketing.device_states as s
      (device, reported_at_ms, status, status_since_ms, attributes, last_seen_ms)
    select device, at, status, case when status is not null then at end, attributes,
      case when status is distinct from 'offline' then at end
    from (
      select distinct on (n.device) n.device, r.at, r.status, r.attributes
      from unnest(
        ${reports.map(({ device }) => device)}::text[],
        ${reports.map(({ receivedAtMs }) => receivedAtMs)}::bigint[],
        ${reports.map(({ status }) => status ?? null)}::text[],
        ${reports.map(({ attributes }) => JSON.stringify(bounded(attributes ?? {})))}::jsonb[]
      ) with ordinality as r (device, at, status, attributes, nth)
      join ticketing.device_names n on n.name = r.device
      order by n.device, nth desc
    ) as said ${dependents}
    order by device
    on conflict (device) do update set
      reported_at_ms = excluded.reported_at_ms,
      status = coalesce(excluded.status, s.status),
      status_since_ms = case
        when excluded.status is null or excluded.status = s.status then s.status_since_ms
        else excluded.status_since_ms end,
      attributes = case
        when (select count(*) from jsonb_object_keys(s.attributes || excluded.attributes)) <= ${MAX_ATTRIBUTES}
        then s.attributes || excluded.attributes else excluded.attributes end,
      last_seen_ms = greatest(s.last_seen_ms, excluded.last_seen_ms)
    where excluded.reported_at_ms >= coalesce(s.reported_at_ms, excluded.reported_at_ms)`.execute(trx)
}

/** Few and short, and without what PostgreSQL's JSON cannot hold. */
function bounded(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(attributes).slice(0, MAX_ATTRIBUTES)
  return Object.fromEntries(entries.map(([name, value]) => [storable(name), storable(value)]))
}

const storable = (text: string) =>
  text.slice(0, MAX_ATTRIBUTE_LENGTH).replaceAll('\0', '\ufffd').toWellFormed()
