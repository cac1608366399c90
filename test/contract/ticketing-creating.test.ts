import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RouteTree } from '../../ticketing/domain/route-tree.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { type Db, openDb } from '../../ticketing/store/database.ts'
import { membersOf } from '../../ticketing/store/dispatch-facts.ts'
import { listTickets } from '../../ticketing/store/ticket-lists.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
/** Another process, as far as this one can tell: it writes past everything that is in memory here. */
let elsewhere: pg.Pool

beforeAll(async () => {
  service = await startTicketingTest()
  elsewhere = new pg.Pool({ connectionString: service.database.url, max: 1 })
  await service.registerPump()
  await service.call('POST', '/teams', { id: 'mechanics', name: 'Mechanics' })
  for (const id of ['anna', 'ben'])
    await service.call('POST', '/technicians', { id, name: id, team: 'mechanics', roles: ['technician'] })
})
afterAll(async () => {
  await elsewhere.end()
  await service.close()
})
beforeEach(() => routeTo(elsewhere, 'mechanics'))

const job = { kind: 'corrective', asset: 'pump-7', title: 'Seal leaks', severity: 'major' }

async function make(given: object = {}, { call } = service): Promise<TicketDetail> {
  const { status, body } = await call<TicketDetail>('POST', '/tickets', { ...job, ...given })
  expect(status).toBe(201)
  return body
}

const routeTo = (on: pg.Pool | pg.PoolClient, team: string, more: Partial<RouteTree> = {}) =>
  on.query('insert into ticketing.routing (tree, created_at_ms) values ($1, 0)', [{ team, ...more }])

test.each([
  ['nothing but what it must have', {}],
  [
    'custom fields, a checklist, skills and times',
    {
      ...{ description: 'Drops', faultKey: 'leak', repairMinutes: 90, partLeadMinutes: 10 },
      ...{ requiredSkills: ['seals'], checklist: [{ text: 'Isolate it', done: false }] },
    },
  ],
  ['somebody who asked for it', { requester: { name: 'Kim' }, source: 'api', priority: 'P1' }],
])('creating answers what reading the ticket answers: %s', async (_, given) => {
  const made = await make(given)
  const read = await service.call<TicketDetail>('GET', `/tickets/${made.number}`)
  expect(made).toEqual(read.body)
  expect(read.headers.etag).toBe(`"${made.version}"`)
})

test('an alarm is set and found by whoever looks after clocks', async () => {
  const { number, respondByMs } = await make()
  const { rows } = await elsewhere.query(
    `select w.at_ms, j.key from ticketing.sla_wakes w
     join graphile_worker.jobs j on j.key = 'sla:' || w.ticket where w.ticket = $1`,
    [number],
  )
  expect(rows).toEqual([{ at_ms: String((respondByMs ?? 0) - 3_600_000), key: `sla:${number}` }])
})

test('what another process lays down counts from its commit on, and not before', async () => {
  expect((await make()).team).toBe('mechanics')
  const client = await elsewhere.connect()
  try {
    await client.query('begin')
    await routeTo(client, 'maintenance')
    await client.query(`update ticketing.calendars set holidays = '["2026-12-25"]' where id = 'always'`)
    await client.query(
      `insert into ticketing.sla_policies (policy, created_at_ms, actor)
       select jsonb_set(policy, '{rules,1,respond}', '60'), 1, 'x' from ticketing.sla_policies order by version desc limit 1`,
    )
    await client.query(
      `insert into ticketing.priority_matrix (matrix, created_by, created_at_ms)
       select jsonb_set(matrix, '{major,A}', '"P1"'), 'x', 0 from ticketing.priority_matrix order by version desc limit 1`,
    )
    await client.query(
      `insert into ticketing.workflows (kind, version, document, created_at_ms, actor)
       select kind, version + 1, jsonb_set(document, '{initial}', '"accepted"'), 0, 'x' from ticketing.workflows
       where kind = 'corrective' order by version desc limit 1`,
    )
    await client.query(
      `update ticketing.classes set ticket_fields =
        '{"type": "object", "properties": {"seal": {"type": "string"}}, "required": ["seal"]}' where id = 'pump'`,
    )
    const before = await make()
    expect(before).toMatchObject({ team: 'mechanics', priority: 'P2', state: 'proposed' })
    expect(before.clocks.response).toMatchObject({ policyVersion: 1, targetMs: 120 * 60_000 })
    await client.query('commit')
  } finally {
    client.release()
  }
  const { status } = await service.call('POST', '/tickets', job)
  expect(status).toBe(400) // its class asks for a field now
  const fields = { seal: 'double' }
  const after = await make({ fields })
  expect(after).toMatchObject({ team: 'maintenance', priority: 'P1', state: 'accepted', fields })
  const p2 = await make({ fields, priority: 'P2', kind: 'inspection' })
  expect(p2.clocks.response).toMatchObject({ policyVersion: 2, targetMs: 60 * 60_000 })
  await elsewhere.query(`update ticketing.classes set ticket_fields = null where id = 'pump'`)
})

test('databases of one process do not mix up their versions', async () => {
  await using others = await other()
  const trees = async (pool: pg.Pool) =>
    (await pool.query('select max(version) as version from ticketing.routing')).rows[0].version
  while (Number(await trees(others.service.pool)) < Number(await trees(elsewhere)))
    await routeTo(others.service.pool, 'maintenance')
  expect(await trees(others.service.pool)).toBe(await trees(elsewhere))
  for (let turn = 0; turn < 2; turn++) {
    expect((await make({}, others.service)).team).toBe('maintenance')
    expect((await make({ kind: 'inspection' })).team).toBe('mechanics')
  }
})

async function other() {
  const made = await startTicketingTest()
  await made.registerPump()
  return { service: made, [Symbol.asyncDispose]: () => made.close() }
}

test('a plan that was kept while there were few tickets does not read the table when there are many', async () => {
  await using few = await other()
  await few.service.call('POST', '/technicians', {
    id: 'cem',
    name: 'Cem',
    team: 'maintenance',
    roles: ['technician'],
  })
  const pool = new pg.Pool({ connectionString: few.service.database.url, max: 1 })
  const db = openDb(pool)
  const list = (on: Db) => listTickets(on, { open: true, site: 'plant-1' }, { sort: 'priority' }, 51)
  const count = (on: Db) =>
    membersOf(
      on,
      { team: 'maintenance' },
      { number: 0, asset: 'pump-7', faultKey: 'leak' },
      { site: 'plant-1', location: null },
    )
  try {
    for (let round = 0; round < 10; round++) {
      await list(db)
      await count(db)
    }
    await pool.query(`
      insert into ticketing.tickets (kind, source, workflow, state, category, priority, title, site, asset, severity,
        team, assignee, fault_key, created_at_ms, updated_at_ms)
      select 'corrective', 'planner', 1, 'closed', 'closed', 'P1', 'x', 'plant-1', 'pump-7', 'major', 'maintenance',
        case when n % 100 = 0 then 'cem' end, 'leak', 0, 0
      from generate_series(1, 10000) n`)
    expect(await readInFull(db, count)).toBe(0)
    await pool.query('analyze ticketing.tickets')
    expect(await readInFull(db, list)).toBe(0)
    const { candidates } = await count(db)
    expect(candidates[0]).toMatchObject({ id: 'cem', openTickets: 0, jobsOnAsset: 20, jobsOfFault: 20 })
  } finally {
    await pool.end()
  }
})

/** Rows of tickets that were read one after the other, and not by an index. */
const readInFull = (db: Db, work: (db: Db) => Promise<unknown>) =>
  db.transaction().execute(async trx => {
    await work(trx)
    const { rows } = await sql<{ read: number }>`select seq_tup_read as read from pg_stat_xact_user_tables
      where schemaname = 'ticketing' and relname = 'tickets'`.execute(trx)
    return Number(rows[0]?.read)
  })
