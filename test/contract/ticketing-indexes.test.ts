import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Db, openDb } from '../../ticketing/store/database.ts'
import { membersOf } from '../../ticketing/store/dispatch-facts.ts'
import {
  countTickets,
  listTickets,
  type TicketFilter,
  type TicketOrder,
} from '../../ticketing/store/ticket-lists.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest

/** 20,000 tickets of which nearly all are closed, as after some years. */
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.pool.query(`
    insert into ticketing.findings (id, detector, site, asset, device, metric, unit, fault_key, phase, severity,
      since_ms, observed_at_ms, received_at_ms, explanation, evidence)
    values ('f', 'band@1', 'plant-1', 'pump-7', 'sensor-7', 't', '', 't', 'raised', 'major', 0, 0, 0, 'x', '{}');
    insert into ticketing.episodes (asset, fault_key, last_deviation_at_ms, last_finding_at_ms, ended)
    select 'pump-7', 'k', 0, 0, 'closed' from generate_series(1, 20000);
    insert into ticketing.technicians (id, name, team, site, roles, skills, seniority, capacity, absences, active)
    select 't-' || n, 'x', 'maintenance', 'plant-1', '["technician"]', '[]', 3, 5, '[]', true
    from generate_series(0, 199) n;
    insert into ticketing.tickets (episode, kind, source, workflow, state, category, priority, title, site, asset, fault_key, metric, unit,
      device, severity, team, first_finding, last_finding, observed_at_ms, last_finding_at_ms, created_at_ms,
      updated_at_ms, assignee)
    select id, 'predictive', 'finding', 1, case when id % 1000 = 0 then 'accepted' else 'closed' end,
      case when id % 1000 = 0 then 'active' else 'closed' end, 'P' || (1 + id % 4), 'x',
      'plant-1', 'pump-7', id::text, 't', '', 'sensor-7', 'major', 'maintenance', 'f', 'f', 0, 0, 0, 0,
      't-' || id % 200
    from ticketing.episodes;
    analyze ticketing.tickets`)
})
afterAll(() => service.close())

const newest: TicketOrder = { sort: 'newest' }
const urgent: TicketOrder = { sort: 'priority' }
const dueNext: TicketOrder = { sort: 'due' }

test.each<[string, TicketFilter, TicketOrder]>([
  ['open tickets, the most urgent first', { open: true }, urgent],
  ['open tickets, newest first', { open: true }, newest],
  ['open tickets, what is due next first', { open: true }, dueNext],
  ['a deep page of those', { open: true }, { sort: 'due', after: { dueAtMs: null, number: 9_000 } }],
  ['open tickets of a site, the most urgent first', { open: true, site: 'plant-1' }, urgent],
  ['open tickets of a team', { open: true, team: 'maintenance' }, newest],
  ['open tickets of a technician, the most urgent first', { open: true, assignee: 't-0' }, urgent],
  ['the queue of a team', { open: true, team: 'maintenance', unassigned: true }, urgent],
  ['a state that is rare', { state: 'accepted' }, newest],
  ['a state that is rare, the most urgent first', { state: 'accepted' }, urgent],
  ['a deep page', {}, { sort: 'priority', after: { priority: 'P3', number: 9_000 } }],
])('%s: an index finds the page without reading the table', async (_, filter, order) => {
  const rowsRead = await readBy(db => listTickets(db, filter, order, 51))
  expect(rowsRead).toBeLessThan(500)
})

test.each<[string, TicketFilter, number]>([
  ['open tickets', { open: true }, 20],
  ['open tickets of a site', { open: true, site: 'plant-1' }, 20],
  ['a state that is rare', { state: 'accepted' }, 20],
])('%s are counted without reading the others', async (_, filter, most) => {
  expect(await readBy(db => countTickets(db, filter))).toBeLessThanOrEqual(most)
})

test.each<[string, TicketFilter]>([
  ['a site', { open: true, site: 'plant-1' }],
  ['a team', { open: true, team: 'maintenance' }],
])(
  'the open tickets of %s, the most urgent first, are found among thousands of others',
  async (_, filter) => {
    await service.pool.query(`
    insert into ticketing.sites (id, name, time_zone) values ('plant-2', 'x', 'UTC') on conflict do nothing;
    insert into ticketing.teams (id, name) values ('others', 'x') on conflict do nothing;
    insert into ticketing.tickets (kind, source, workflow, state, category, priority, title, site, asset, severity,
      team, created_at_ms, updated_at_ms)
    select 'corrective', 'planner', 1, 'proposed', 'review', 'P1', 'x', 'plant-2', 'pump-7', 'major', 'others', 0, 0
    from generate_series(1, 5000);
    analyze ticketing.tickets`)
    expect(await readBy(db => listTickets(db, filter, urgent, 51))).toBeLessThan(500)
  },
)

test('what a choice among 200 has to know of each is a few entries of an index', async () => {
  const ticket = { number: 1, asset: 'pump-7', faultKey: '1000' }
  const place = { site: 'plant-1', location: null }
  const db = openDb(service.pool)
  const rowsRead = await db.transaction().execute(async trx => {
    const { candidates } = await membersOf(trx, { team: 'maintenance' }, ticket, place)
    expect(candidates).toHaveLength(200)
    expect(candidates.find(({ id }) => id === 't-1')).toMatchObject({
      openTickets: 0,
      jobsOnAsset: 20,
      jobsOfFault: 0,
    })
    // It is a function that reads them, which no plan shows.
    const { rows } = await sql<{ read: number }>`select seq_tup_read + idx_tup_fetch as read
      from pg_stat_xact_user_tables where schemaname = 'ticketing' and relname = 'tickets'`.execute(trx)
    return rows[0]?.read
  })
  expect(rowsRead).toBeGreaterThan(0)
  expect(rowsRead).toBeLessThan(200 * 25)
})

/** Rows of tickets that the statement fetched, as PostgreSQL counts them. */
async function readBy(query: (db: Db) => Promise<unknown>): Promise<number> {
  const statements: pg.QueryConfig[] = []
  const connect = async () => {
    const client = await service.pool.connect()
    const run = (statement: pg.QueryConfig) => {
      statements.push(statement)
      return client.query(statement)
    }
    return { query: run, release: () => client.release() }
  }
  await query(openDb(Object.create(service.pool, { connect: { value: connect } })))
  const [statement] = statements
  const text = `explain (analyze, format json) ${statement?.text}`
  const explained = await service.pool.query({ text, values: statement?.values ?? [] })
  return rowsOf(explained.rows[0]['QUERY PLAN'][0].Plan)
}

interface Plan {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

function rowsOf(plan: Plan): number {
  const own =
    plan['Relation Name'] === 'tickets'
      ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
      : 0
  return own + (plan.Plans ?? []).reduce((sum, child) => sum + rowsOf(child), 0)
}
