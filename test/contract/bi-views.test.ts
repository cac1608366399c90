import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { biViewsPage } from '../../ticketing/store/bi/page.ts'
import { v1 } from '../../ticketing/store/bi/v1.ts'
import { BI_ROLE } from '../../ticketing/store/bi/view.ts'
import { finding } from './ticketing-fixtures.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const MINUTE_MS = 60_000

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
  await service.call('POST', '/technicians', { id: 'anna', name: 'Anna Keller', team: 'maintenance' })
})
afterAll(() => service.close())

const rows = async (sql: string) => (await service.pool.query(sql)).rows

async function move(number: number, minutes: number, to: string, more: object = {}) {
  service.clock.now += minutes * MINUTE_MS
  const { status, body } = await service.call('POST', `/tickets/${number}/transitions`, { to, ...more })
  expect([status, status < 300 || body]).toEqual([200, true])
}

async function made(): Promise<Ticket> {
  const given = {
    kind: 'corrective',
    asset: 'pump-7',
    title: 'It leaks',
    severity: 'major',
    repairMinutes: 30,
  }
  return (await service.call<Ticket>('POST', '/tickets', given)).body
}

test('a ticket has the durations that its history says', async () => {
  const { number } = await made()
  await move(number, 10, 'accepted')
  await move(number, 20, 'on_site')
  await move(number, 30, 'on_hold', { reason: 'A part is missing.' })
  await move(number, 40, 'on_site')
  await move(number, 5, 'resolved', { failureCode: 'VIB', resolution: 'New seal.' })
  await move(number, 60, 'reopened', { reason: 'It leaks again.' })
  await move(number, 1, 'on_site')
  await move(number, 2, 'resolved', { failureCode: 'VIB', resolution: 'Another seal.' })
  await move(number, 3, 'closed', { outcome: 'found_other' })
  const [ticket] = await rows(`select * from bi.v1_tickets where number = ${number}`)
  const minutes = Object.fromEntries(
    Object.entries(ticket).flatMap(([name, value]) =>
      name.startsWith('seconds_') && value !== null ? [[name, Number(value) / 60]] : [],
    ),
  )
  expect(minutes).toEqual({
    seconds_to_acknowledge: 10,
    seconds_to_start: 20,
    seconds_working: 30 + 5 + 2,
    seconds_paused: 40,
    seconds_to_resolve: 168,
    seconds_to_close: 171,
  })
  expect(ticket).toMatchObject({ number: String(number), is_open: false, class: 'pump' })
  const stays = await rows(
    `select state, category, is_work, seconds / 60 as m from bi.v1_ticket_states where ticket = ${number} order by event`,
  )
  expect(stays.filter(({ is_work }) => is_work).map(({ m }) => m)).toEqual([30, 5, 2])
  expect(stays[0]).toMatchObject({ category: 'review', m: 10 })
  const [work] = await rows(`select * from bi.v1_work where ticket = ${number}`)
  expect(work).toMatchObject({ is_first_time_fix: false, outcome: 'found_other', planned_minutes: 30 })
})

test('targets are met, missed, running or void', async () => {
  const [kept, given, late] = [await made(), await made(), await made()]
  await move(kept.number, 1, 'accepted')
  await move(given.number, 1, 'cancelled', { reason: 'Not needed.' })
  await service.pool.query(
    `insert into ticketing.sla_firings (ticket, clock, threshold, round, crossed_at_ms, at_ms)
     values (${late.number}, 'response', 'breach', 1, ${service.clock.now}, ${service.clock.now})`,
  )
  const found = await rows(
    `select ticket::int, clock, result from bi.v1_sla where ticket >= ${kept.number} order by ticket, clock desc`,
  )
  const resultOf = ({ number }: Ticket) =>
    found.filter(({ ticket }) => ticket === number).map(({ clock, result }) => `${clock} ${result}`)
  expect([kept, given, late].map(resultOf)).toEqual([
    ['response met', 'resolution running'],
    ['response void', 'resolution void'],
    ['response missed', 'resolution running'],
  ])
})

test('findings, events and assets are there, and people have no names', async () => {
  await service.deliver(finding())
  await service.judged()
  const [found] = await rows('select * from bi.v1_findings')
  expect(found).toMatchObject({ asset: 'pump-7', verdict: 'created', is_shadow: false })
  expect(found.observed_at).toBeInstanceOf(Date)
  expect(await rows(`select device_count from bi.v1_assets where id = 'pump-7'`)).toEqual([
    { device_count: 1 },
  ])
  expect(await rows(`select type, to_state from bi.v1_events where subject_id = 'anna'`)).toEqual([
    { type: 'created', to_state: null },
  ])
  for (const { name } of v1) {
    expect(JSON.stringify(await rows(`select * from bi.${name}`)), name).not.toContain('Keller')
  }
})

test('the database says of its views what docs/bi-views.md says', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/bi-views.md'), 'utf8')
  expect(page).toBe(biViewsPage())
  const described = await rows(`
    select c.relname as view, obj_description(c.oid) as about, a.attname as name, format_type(a.atttypid, null) as type,
      col_description(c.oid, a.attnum) as comment
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'bi'::regnamespace and c.relkind = 'v' order by c.relname, a.attnum`)
  const expected = v1
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name: view, comment: about, columns }) =>
      columns.map(({ name, type, comment }) => ({ view, about, name, type, comment })),
    )
  expect(described).toEqual(expected)
  for (const [, query = ''] of page.matchAll(/```sql\n(select .*?)```/gs)) await rows(query)
})

test('who has the role reads the views and nothing else', async () => {
  const { rows: present } = await service.pool.query('select from pg_roles where rolname = $1', [BI_ROLE])
  expect(present).toHaveLength(1)
  const client = new pg.Client(service.database.url)
  await client.connect()
  await client.query(`set role ${BI_ROLE}`)
  for (const { name } of v1) await client.query(`select * from bi.${name} limit 1`)
  const state = (sql: string) => client.query(sql).then(String, error => error.code)
  expect(await state('select * from ticketing.technicians')).toBe('42501')
  expect(await state(`update bi.v1_teams set name = 'x'`)).toBe('42501')
  expect(await state('create table bi.mine ()')).toBe('42501')
  await client.end()
})
