/** How long computing the clocks of 100,000 open tickets takes: the sweep, attainment, one ticket. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { migrate } from '../../main/migrate.ts'
import { startEmbeddedPostgres } from '../../main/postgres/embedded.ts'
import { attainmentOf } from '../../ticketing/store/attainment.ts'
import { putCalendar } from '../../ticketing/store/calendars.ts'
import { type Db, openDb } from '../../ticketing/store/database.ts'
import { clocksOf } from '../../ticketing/store/sla.ts'
import { casesOf, judgeCase, readCases } from '../../ticketing/store/sla-cases.ts'
import { readSla, saveSlaPolicy, slaPolicy } from '../../ticketing/store/sla-policies.ts'
import { sweepClocks } from '../../ticketing/store/sla-sweep.ts'
import { median, optionsOf, report } from './options.ts'
import { usageOf } from './processes.ts'

const options = optionsOf('How long the SLA clocks of many open tickets take.', {
  tickets: { default: '100000', help: 'open tickets' },
  assets: { default: '5000', help: 'assets they are of' },
  runs: { default: '5', help: 'runs of what can be repeated; the median counts' },
})
const TICKETS = Number(options.tickets)
const HOUR_MS = 3_600_000
const NOW = Date.UTC(2026, 5, 10, 10)
const act = { actor: 'bench', nowMs: NOW }

/**
 * Tickets made over the last weeks: a third proposed, the others planned, accepted, some of them on hold and back, some
 * with another priority than they began with; each with its creation and its route in the ledger, as they are in life.
 */
async function fill(pool: pg.Pool): Promise<void> {
  await pool.query(`
    insert into ticketing.sites (id, name, time_zone) values ('plant', 'Plant', 'Europe/Berlin');
    insert into ticketing.assets (id, site, class, criticality, name)
      select 'asset-' || n, 'plant', 'generic', (array['A', 'B', 'C'])[1 + n % 3], 'Asset ' || n
      from generate_series(0, ${Number(options.assets) - 1}) n;
    insert into ticketing.tickets (kind, source, workflow, state, category, priority, title, site, asset, severity, team,
      created_at_ms, updated_at_ms)
      select 'corrective', 'planner', w.id, (array['proposed', 'accepted', 'on_hold', 'on_site'])[1 + n % 4],
        (array['review', 'active', 'paused', 'active'])[1 + n % 4], 'P' || 1 + n % 4, 'Ticket ' || n, 'plant',
        'asset-' || n % ${options.assets}, 'major', 'maintenance', ${NOW} - (n % 500) * ${HOUR_MS}::bigint, ${NOW}
      from generate_series(1, ${TICKETS}) n join ticketing.workflows w on w.kind = 'corrective';
    insert into ticketing.events (subject, subject_id, type, at_ms, actor, before, after, data)
      select 'ticket', number::text, 'created', created_at_ms, 'system', '{}', to_jsonb(t), '{}' from ticketing.tickets t;
    insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, before, after, data)
      select 'ticket', number::text, 'routed', created_at_ms, 'system', 'No route matches.', '{}', '{}',
        '{"team": "maintenance", "path": []}' from ticketing.tickets;
    insert into ticketing.events (subject, subject_id, type, at_ms, actor, before, after, data)
      select 'ticket', number::text, 'transition', created_at_ms + step * 600000, 'anna',
        jsonb_build_object('state', 'x', 'category', (array['review', 'active', 'paused'])[step]),
        jsonb_build_object('state', 'y', 'category', (array['active', 'paused', 'active'])[step]), '{}'
      from ticketing.tickets, generate_series(1, 3) step where step <= (number % 4)`)
  await pool.query('vacuum analyze')
}

interface Took {
  ms: number
  /** CPU time of this process, and of PostgreSQL. */
  ownMs: number
  postgresMs: number
}

const cpu = () => usageOf(process.pid, name => name === 'postgres')

async function timed(work: () => Promise<unknown>): Promise<Took> {
  const before = cpu()
  const beganAtMs = performance.now()
  await work()
  const ms = performance.now() - beganAtMs
  const after = cpu()
  const ownMs = (after.own.cpuS - before.own.cpuS) * 1000
  return { ms, ownMs, postgresMs: (after.apart.cpuS - before.apart.cpuS) * 1000 }
}

async function repeated(work: () => Promise<unknown>): Promise<Took> {
  const runs: Took[] = []
  for (let run = 0; run < Number(options.runs); run++) runs.push(await timed(work))
  const middle = (of: keyof Took) => median(runs.map(run => run[of]))
  return { ms: middle('ms'), ownMs: middle('ownMs'), postgresMs: middle('postgresMs') }
}

/** Office hours for half of the tickets, so that calendars are at work. */
async function workOfficeHours(db: Db, resolveP3: number): Promise<void> {
  const weekly = [1, 2, 3, 4, 5].map(day => ({ day, from: '08:00', to: '17:00' }))
  const office = { id: 'office', timeZone: 'Europe/Berlin', weekly, holidays: ['2026-05-01'], exceptions: [] }
  await putCalendar(db, 'office', office, act)
  const { policy } = await slaPolicy(db)
  const rules = policy.rules.map(rule =>
    rule.priority === 'P3' || rule.priority === 'P4'
      ? { ...rule, calendar: 'office', resolve: resolveP3 }
      : rule,
  )
  await saveSlaPolicy(db, { ...policy, rules }, act)
}

/** Has fired what is crossed, as alarms would have done long ago. */
async function fireAll(db: Db, pool: pg.Pool): Promise<void> {
  const sla = await readSla(db)
  for (let from = 0; from < TICKETS; from += 5_000) {
    const cases = await readCases(db, sql`t.number > ${from} and t.number <= ${from + 5_000}`)
    const fired = [...casesOf(cases)].flatMap(ticket =>
      judgeCase(sla, ticket, NOW).crossed.map(crossing => ({ number: ticket.number, ...crossing })),
    )
    await pool.query(
      `insert into ticketing.sla_firings (ticket, clock, threshold, round, crossed_at_ms, at_ms)
        select *, 1, 0, 0 from unnest($1::bigint[], $2::text[], $3::text[])`,
      [fired.map(each => each.number), fired.map(each => each.clock), fired.map(each => each.name)],
    )
  }
}

const directory = await mkdtemp(join(tmpdir(), 'forewarn-bench-'))
await chmod(directory, 0o755) // as root PostgreSQL runs as another user
const database = await startEmbeddedPostgres(directory)
await migrate(database.url)
const pool = new pg.Pool({ connectionString: database.url, max: 5 })
pool.on('error', () => undefined)
try {
  const db = openDb(pool)
  await fill(pool)
  await workOfficeHours(db, 4320)
  const sweep = () => sweepClocks(db, NOW)
  const first = await timed(sweep)
  await fireAll(db, pool)
  await sweep()
  await pool.query('vacuum analyze')
  const again = await repeated(sweep)
  let resolve = 4320
  const changed = await repeated(async () => {
    resolve += 60
    await workOfficeHours(db, resolve)
    await sweep()
  })
  const attainment = await repeated(() =>
    attainmentOf(db, { fromMs: 0, toMs: NOW + 1, by: 'priority', sites: null }, NOW),
  )
  let number = 0
  const one = await repeated(async () => {
    for (let index = 0; index < 200; index++) await clocksOf(db, 1 + (number++ % TICKETS), NOW)
  })
  const row = (what: string, { ms, ownMs, postgresMs }: Took, per = 1) => ({
    what,
    ms: per === 1 ? Math.round(ms) : ms / per,
    'CPU ms of ours': per === 1 ? Math.round(ownMs) : ownMs / per,
    'CPU ms of PostgreSQL': per === 1 ? Math.round(postgresMs) : postgresMs / per,
  })
  await report(
    `SLA clocks of ${TICKETS} open tickets`,
    [
      row('sweep of tickets that have never been swept', first),
      row('sweep', again),
      row('sweep after a policy that moves half of the clocks', changed),
      row('attainment of all', attainment),
      row('clocks of one ticket', one, 200),
    ],
    options.json,
    { first, again, changed, attainment, one },
  )
} finally {
  await pool.end()
  await database.stop()
  await rm(directory, { recursive: true, force: true })
}
