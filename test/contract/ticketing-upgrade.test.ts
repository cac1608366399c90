import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDb } from '../../ticketing/store/database.ts'
import { ticketingMigrations } from '../../ticketing/store/migrations.ts'
import { ticketDetail } from '../../ticketing/store/tickets.ts'
import { transitionTicket } from '../../ticketing/store/transitions.ts'

const name = `upgrade_${randomUUID().replaceAll('-', '')}`
let server: pg.Client
let pool: pg.Pool

beforeAll(async () => {
  const url = new URL(inject('postgresUrl'))
  server = new pg.Client(url.href)
  await server.connect()
  await server.query(`create database ${name}`)
  url.pathname = `/${name}`
  pool = new pg.Pool({ connectionString: url.href, max: 4 })
})
afterAll(async () => {
  await pool.end()
  await server.query(`drop database ${name}`)
  await server.end()
})

/** What an installation of the first version has: a proposal that lapsed unseen, its successor, and a closed ticket. */
const firstVersion = `
insert into ticketing.sites values ('plant-1', 'Plant 1', 'UTC');
insert into ticketing.assets values ('pump-7', 'plant-1', 'pump', 'A', 'Pump 7');
insert into ticketing.findings (id, detector, site, asset, device, metric, unit, fault_key, phase, severity, since_ms,
  observed_at_ms, received_at_ms, explanation, evidence)
  values ('f', 'band@1', 'plant-1', 'pump-7', 's', 't', '', 't', 'raised', 'major', 0, 0, 0, 'x',
    '{"value": 1, "series": []}');
insert into ticketing.episodes (asset, fault_key, last_deviation_at_ms, last_finding_at_ms, ended)
  values ('pump-7', 't', 0, 0, 'quiet'), ('pump-7', 't', 9, 9, null), ('pump-7', 'v', 0, 0, 'closed');
insert into ticketing.tickets (episode, kind, state, priority, title, site, asset, fault_key, metric, unit, device,
  severity, team, first_finding, last_finding, observed_at_ms, last_finding_at_ms, created_at_ms, updated_at_ms)
  select id, 'predictive', case id when 3 then 'closed' else 'proposed' end, 'P2', 'x', 'plant-1', 'pump-7', fault_key,
    't', '', 's', 'major', 'maintenance', 'f', 'f', 0, 0, 0, 0 from ticketing.episodes order by id;
insert into ticketing.ticket_events (ticket_number, type, at_ms, actor, from_state, to_state, data)
  values (1, 'created', 1, 'system', null, 'proposed', '{}'), (3, 'created', 1, 'system', null, 'proposed', '{}'),
    (3, 'transition', 2, 'admin', 'resolved', 'closed', '{}');
`

test('tickets of the first version go on after the upgrade, with their history', async () => {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ticketingMigrations },
    migrationTableSchema: 'ticketing',
  })
  expect((await migrator.migrateTo('0003-edge')).error).toBeUndefined()
  await pool.query(firstVersion)
  expect((await migrator.migrateToLatest()).error).toBeUndefined()

  const tickets = openDb(pool)
  expect(await ticketDetail(tickets, 1, undefined)).toMatchObject({ state: 'cancelled', mergedInto: 2 })
  const closed = await ticketDetail(tickets, 3, undefined)
  expect(closed).toMatchObject({ state: 'closed', category: 'closed', source: 'finding' })
  expect(closed.events.map(({ type, from, to }) => [type, from, to])).toEqual([
    ['created', null, 'proposed'],
    ['transition', 'resolved', 'closed'],
    ['migrated', null, 'closed'],
  ])
  const act = { actor: 'admin', nowMs: Date.UTC(2026, 0, 1) }
  const accepted = await transitionTicket(tickets, { number: 2 }, { to: 'accepted' }, act)
  expect(accepted).toMatchObject({ state: 'accepted', category: 'active', version: 2 })
})
