import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Decision, Trial } from '../../ticketing/domain/dispatch.ts'
import type { Notice } from '../../ticketing/domain/notice.ts'
import type { RouteTree } from '../../ticketing/domain/route-tree.ts'
import type { Technician } from '../../ticketing/domain/technician.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { WhatIf } from '../../ticketing/domain/what-if.ts'
import { createTicket } from '../../ticketing/store/create-ticket.ts'
import { openDb, type Trx } from '../../ticketing/store/database.ts'
import { groundOf } from '../../ticketing/store/ground.ts'
import type { Act } from '../../ticketing/store/ledger.ts'
import type { NewTicket } from '../../ticketing/store/new-ticket.ts'
import { finding, HOUR_MS } from './ticketing-fixtures.ts'
import { NOW, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

type Page<T> = { items: T[]; nextCursor: string | null }

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
})
afterAll(() => service.close())

/** `pump-7` of `plant-1`; mechanics anna, ben and cem, led by olga; one electrician. Nothing of the test before. */
beforeEach(async () => {
  const { call } = service
  service.clock.now = NOW
  await service.pool.query(`begin;
    set local session_replication_role = replica; -- the ledger is append-only
    truncate ticketing.technicians, ticketing.tickets, ticketing.events, ticketing.routing restart identity cascade;
    commit`)
  for (const id of ['maintenance', 'mechanics', 'electricians'])
    await call('POST', '/teams', { id, name: id })
  await service.pool.query(
    `insert into ticketing.routing (tree, created_at_ms) values ('{"team": "maintenance"}', 0)`,
  )
  for (const id of ['anna', 'ben', 'cem']) await add(id, 'mechanics')
  await add('eli', 'electricians')
  await call('POST', '/technicians', { id: 'olga', name: 'Olga', roles: ['lead'] })
  await call('PATCH', '/teams/mechanics', { lead: 'olga' })
  await route({ team: 'mechanics' })
})

async function add(id: string, team: string, given: object = {}): Promise<void> {
  const technician = { id, name: id, team, site: 'plant-1', ...given }
  expect((await service.call('POST', '/technicians', technician)).status).toBe(201)
}
const change = (id: string, given: object) => service.call<Technician>('PATCH', `/technicians/${id}`, given)

async function route(tree: RouteTree): Promise<void> {
  expect((await service.call('PUT', '/routing', tree)).status).toBe(200)
}

let faults = 0
/** A ticket of another fault of the pump, as a planner makes it. */
async function raise(given: Partial<Planned> = {}): Promise<TicketDetail> {
  const ticket = await openDb(service.pool)
    .transaction()
    .execute(trx => make(trx, { ...planned(++faults), ...given }, actNow()))
  return detail(ticket.number)
}
const actNow = () => ({ actor: 'admin', nowMs: service.clock.now })
const detail = async (number = 0) => (await service.call<TicketDetail>('GET', `/tickets/${number}`)).body
const decisions = async (number: number) =>
  (await service.call<Page<Decision>>('GET', `/tickets/${number}/decisions`)).body.items
const notices = async (number: number) =>
  (await service.call<Page<Notice>>('GET', `/notices?ticket=${number}`)).body.items
const assign = (number: number, body: object) =>
  service.call<TicketDetail & { errors?: object[] }>('POST', `/tickets/${number}/assignment`, body)
const move = (number: number, body: object) =>
  service.call<TicketDetail>('POST', `/tickets/${number}/transitions`, body)

describe('when a ticket is made', () => {
  test('it is given to somebody of its team, and the decision is kept with everybody’s score', async () => {
    await service.deliver(finding())
    await service.judged()
    const { items } = (await service.call<Page<Ticket>>('GET', '/tickets')).body
    const ticket = await detail(items[0]?.number)
    expect(ticket).toMatchObject({
      team: 'mechanics',
      assignee: 'anna',
      assignment: 'rule',
      state: 'proposed',
    })
    expect(ticket.decision).toBe(
      'No route matches, so the default team mechanics takes it. anna gets it with score 0.7917 (0 of 5 tickets, 0 km away), before ben 0.7917, cem 0.7917.',
    )
    const [decision] = await decisions(ticket.number)
    expect(decision).toMatchObject({
      ticket: ticket.number,
      atMs: NOW,
      routeVersion: 2,
      team: 'mechanics',
      assignee: 'anna',
      manual: false,
      actor: 'system',
      reason: ticket.decision,
    })
    expect(decision?.candidates.map(({ technician }) => technician)).toEqual(['anna', 'ben', 'cem'])
    expect(decision?.candidates[0]).toMatchObject({
      parts: { load: 1, distance: 1, experience: 0, seniority: 0.5, readiness: 1 },
      facts: { openTickets: 0, capacity: 5, distanceKm: 0, jobsOnAsset: 0, jobsOfFault: 0 },
    })
    expect(ticket.events.map(({ type, actor, after }) => [type, actor, after.assignee])).toEqual([
      ['created', 'system', null],
      ['routed', 'system', undefined],
      ['assigned', 'system', 'anna'],
    ])
  })

  test('the next one goes to who has less to do; lists find them by assignee', async () => {
    const first = await raise()
    expect(first.assignee).toBe('anna')
    expect((await raise()).assignee).toBe('ben')
    expect((await raise()).assignee).toBe('cem')
    const ofAnna = await service.call<Page<Ticket>>('GET', '/tickets?assignee=anna&open=true')
    expect(ofAnna.body.items.map(({ number }) => number)).toEqual([first.number])
    expect((await service.call<Page<Ticket>>('GET', '/tickets?unassigned=true')).body.items).toEqual([])
    expect((await service.call<Page<Ticket>>('GET', '/tickets?unassigned=false')).body.items).toHaveLength(3)
  })

  test('who knows the machine is preferred', async () => {
    const { number } = await raise()
    await assign(number, { assignee: 'cem', reason: 'He is there.' })
    for (const step of [{ to: 'accepted' }, { to: 'resolved', failureCode: 'OHE' }]) await move(number, step)
    const next = await raise()
    expect(next.assignee).toBe('cem')
    expect(next.decision).toContain('1 job on this asset')
    const again = await decisions((await raise()).number)
    expect(again[0]?.candidates.map(({ facts }) => facts.openTickets)).toEqual([0, 0, 1])
  })

  test('skills of the route and distances count', async () => {
    await service.call('PATCH', '/sites/plant-1', { location: { latitude: 51.34, longitude: 12.37 } })
    const near = { latitude: 51.48, longitude: 11.97 }
    await service.call('POST', '/sites', { id: 'halle', name: 'Halle', timeZone: 'UTC', location: near })
    await change('anna', { site: 'halle' })
    await change('ben', { site: null })
    await change('cem', { skills: [{ skill: 'vibration-2' }] })
    await change('anna', { skills: [{ skill: 'vibration-2', validUntilMs: NOW + HOUR_MS }] })
    await route({
      team: 'electricians',
      routes: [
        {
          match: { class: 'pump', title: { regex: 'Job \\d+' } },
          team: 'mechanics',
          skills: ['vibration-2'],
        },
      ],
    })
    const ticket = await raise()
    expect(ticket.assignee).toBe('cem')
    const [decision] = await decisions(ticket.number)
    expect(
      decision?.candidates.map(({ technician, facts, rejected }) => [technician, facts.distanceKm, rejected]),
    ).toEqual([
      ['cem', 0, undefined],
      ['anna', 31.8, undefined],
      ['ben', null, 'Lacks vibration-2.'],
    ])
    service.clock.now = NOW + HOUR_MS // hers expires
    await change('cem', {
      absences: [{ fromMs: NOW + 2 * HOUR_MS, toMs: NOW + 3 * HOUR_MS, reason: 'holiday' }],
    })
    expect((await raise()).assignee).toBe('cem')
    service.clock.now = NOW + 2 * HOUR_MS // his absence begins
    const nobody = await raise()
    expect(nobody).toMatchObject({ team: 'mechanics', assignee: null, assignment: null })
    expect(nobody.decision).toContain('None of the 3 technicians of team mechanics can have it')
    expect((await decisions(nobody.number))[0]?.candidates.map(({ rejected }) => rejected)).toEqual([
      'Certificate vibration-2 expired 2026-01-31 13:00 (UTC).',
      'Is absent until 2026-01-31 15:00 (UTC) (holiday).',
      'Lacks vibration-2.',
    ])
    service.clock.now = NOW + 3 * HOUR_MS // he is back
    expect((await raise()).assignee).toBe('cem')
  })

  test('nobody can have it: it waits in the queue with the reason, and the lead hears of it', async () => {
    for (const id of ['anna', 'ben', 'cem']) await change(id, { capacity: 0 })
    const ticket = await raise()
    expect(ticket).toMatchObject({ team: 'mechanics', assignee: null, assignment: null })
    expect(ticket.events.at(-1)).toMatchObject({
      type: 'assigned',
      actor: 'system',
      reason:
        'None of the 3 technicians of team mechanics can have it (3 at capacity), so it waits in the team’s queue.',
    })
    expect(await notices(ticket.number)).toMatchObject([
      {
        type: 'dispatch.unassigned',
        recipients: ['technician:olga'],
        title: `Ticket ${ticket.number} waits in the queue of team mechanics`,
      },
    ])
    const queue = await service.call<Page<Ticket>>('GET', '/tickets?team=mechanics&unassigned=true&open=true')
    expect(queue.body.items.map(({ number }) => number)).toEqual([ticket.number])
    await service.call('PATCH', '/teams/mechanics', { lead: null, manager: 'eli' })
    expect((await notices((await raise()).number))[0]?.recipients).toEqual(['technician:eli'])
    await service.call('PATCH', '/teams/mechanics', { manager: null })
    expect((await notices((await raise()).number))[0]?.recipients).toEqual(['team:mechanics'])
  })

  test('a team without technicians and heads works from its queue, without notices', async () => {
    await route({ team: 'maintenance' })
    const ticket = await raise()
    expect(ticket).toMatchObject({ team: 'maintenance', assignee: null, version: 1 })
    expect(ticket.decision).toBe(
      'No route matches, so the default team maintenance takes it. Team maintenance has no technicians, so it waits in the team’s queue.',
    )
    expect(await notices(ticket.number)).toEqual([])
  })
})

describe('capacity', () => {
  test('50 tickets at once: everybody gets what they have room for, and the rest waits', async () => {
    await add('dora', 'mechanics', { capacity: 9 })
    const pool = new pg.Pool({ connectionString: service.database.url, max: 25 })
    try {
      const db = openDb(pool)
      const made = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          db.transaction().execute(trx => make(trx, planned(i), { actor: 'admin', nowMs: NOW })),
        ),
      )
      const given = new Map<string | null, number>()
      for (const { assignee } of made) given.set(assignee, (given.get(assignee) ?? 0) + 1)
      expect(Object.fromEntries(given)).toEqual({ anna: 5, ben: 5, cem: 5, dora: 9, null: 26 })
    } finally {
      await pool.end()
    }
  })

  test('resolved tickets make room; one that comes back may exceed it', async () => {
    for (const id of ['ben', 'cem']) await change(id, { active: false })
    await change('anna', { capacity: 1 })
    const first = await raise()
    expect(first.assignee).toBe('anna')
    expect((await raise()).assignee).toBeNull()
    for (const step of [{ to: 'accepted' }, { to: 'resolved', failureCode: 'OHE' }])
      await move(first.number, step)
    expect((await raise()).assignee).toBe('anna')
    const reopened = await move(first.number, { to: 'reopened', reason: 'It is hot again.' })
    expect(reopened.body.assignee).toBe('anna')
    expect((await raise()).assignee).toBeNull()
  })
})

type Planned = Omit<NewTicket, 'ground'>

async function make(trx: Trx, ticket: Planned, act: Act) {
  const ground = await groundOf(trx, { asset: 'pump-7', kind: ticket.kind })
  if (!ground) throw new Error('there is no pump-7')
  return createTicket(trx, { ...ticket, ground }, act, { reason: null })
}

const planned = (index: number): Planned => ({
  kind: 'corrective',
  source: 'planner',
  title: `Job ${index}`,
  faultKey: `fault_${index}`,
  priority: 'P3',
  severity: 'minor',
})

describe('a person decides', () => {
  test('gives it to somebody against the rules: it is kept, also when the ticket is handed out', async () => {
    const { number } = await raise()
    await change('ben', { capacity: 0 })
    const given = await assign(number, { assignee: 'ben', reason: 'He rebuilt this pump' })
    expect(given.status).toBe(200)
    expect(given.body).toMatchObject({ team: 'mechanics', assignee: 'ben', assignment: 'person' })
    expect(given.body.decision).toBe(
      'admin gave it to ben: He rebuilt this pump. By the rules ben could not have it: Has 0 of 0 tickets.',
    )
    expect(given.body.events.at(-1)).toMatchObject({
      type: 'assigned',
      actor: 'admin',
      reason: 'He rebuilt this pump',
      before: { assignee: 'anna', assignment: 'rule' },
      after: { assignee: 'ben', assignment: 'person' },
    })
    await move(number, { to: 'assigned' })
    expect(await detail(number)).toMatchObject({ state: 'assigned', assignee: 'ben', assignment: 'person' })
    expect((await decisions(number)).map(({ manual, actor }) => [manual, actor])).toEqual([
      [true, 'admin'],
      [false, 'system'],
    ])
    expect((await notices(number)).map(({ type, recipients }) => [type, ...recipients])).toEqual([
      ['dispatch.assigned', 'technician:ben'],
      ['dispatch.assigned', 'technician:ben'],
      ['ticket.created', 'planners:plant-1', 'technician:anna'],
    ])
  })

  test('to somebody of another team, whom it follows', async () => {
    const { number } = await raise()
    expect((await assign(number, { assignee: 'eli', reason: 'Cable.' })).body).toMatchObject({
      team: 'electricians',
      assignee: 'eli',
      decision: 'admin gave it to eli: Cable. The rules would have chosen the same.',
    })
    const helping = await assign(number, { assignee: 'eli', team: 'mechanics', reason: 'He helps out.' })
    expect(helping.body).toMatchObject({ team: 'mechanics', assignee: 'eli' })
    expect(helping.body.decision).toBe(
      'admin gave it to eli: He helps out. The rules would have chosen anna.',
    )
  })

  test('puts it back into the queue', async () => {
    const { number } = await raise()
    const back = await assign(number, { assignee: null, reason: 'Not now.' })
    expect(back.body).toMatchObject({ team: 'mechanics', assignee: null, assignment: 'person' })
    expect(back.body.decision).toBe('admin put it into the queue of team mechanics: Not now.')
  })

  test('transfers it: the rules choose in the other team, and it stays there', async () => {
    const { number } = await raise()
    const moved = await assign(number, { team: 'electricians', reason: 'It is the converter.' })
    expect(moved.body).toMatchObject({ team: 'electricians', assignee: 'eli', assignment: 'rule' })
    expect(moved.body.decision).toMatch(
      /^admin transferred it to team electricians: It is the converter\. eli gets it with score/,
    )
    await add('fee', 'electricians', { seniority: 5 })
    await move(number, { to: 'assigned' })
    const [newest, before] = await decisions(number)
    expect(newest).toMatchObject({ team: 'electricians', assignee: 'fee', manual: false, routeVersion: null })
    expect(newest?.reason).toMatch(/^A person transferred it to team electricians\./)
    expect(before).toMatchObject({ manual: true, actor: 'admin' })
    expect((await notices(number))[0]).toMatchObject({
      type: 'dispatch.assigned',
      recipients: ['technician:fee'],
    })
    await change('fee', { active: false })
    await change('eli', { active: false })
    const queued = await assign(number, { team: 'electricians', reason: 'Fee is ill.' })
    expect(queued.body).toMatchObject({ team: 'electricians', assignee: null })
    expect(queued.body.decision).toContain('(2 not active)')
    expect((await notices(number))[0]).toMatchObject({ type: 'dispatch.unassigned' })
  })

  test('what cannot be is refused with its place', async () => {
    await add('gone', 'mechanics', { active: false })
    const { number } = await raise()
    const wrong: [object, string][] = [
      [{ reason: 'x' }, '/assignee'],
      [{ assignee: 'anna' }, '/reason'],
      [{ assignee: 'anna', reason: ' ' }, '/reason'],
      [{ assignee: 'nobody', reason: 'x' }, '/assignee'],
      [{ team: 'nobody', reason: 'x' }, '/team'],
      [{ assignee: 'gone', reason: 'x' }, '/assignee'],
    ]
    for (const [body, pointer] of wrong) {
      const refused = await assign(number, body)
      expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer }]])
    }
  })

  test('a ticket that is over, or is not, is nobody’s', async () => {
    const { number } = await raise()
    await move(number, { to: 'cancelled', reason: 'x' })
    expect((await assign(number, { assignee: 'ben', reason: 'x' })).status).toBe(409)
    expect((await assign(999, { assignee: 'ben', reason: 'x' })).status).toBe(404)
    expect((await service.call('GET', '/tickets/999/decisions')).status).toBe(404)
  })
})

describe('shifts', () => {
  const early = [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, from: '06:00', to: '14:00' }))
  const calendar = { timeZone: 'Europe/Berlin', weekly: early, holidays: [], exceptions: [] }

  test('who is on shift, or comes in time for the response, can have it', async () => {
    expect((await change('anna', { shift: 'early' })).status).toBe(400)
    await service.call('PUT', '/calendars/early', { id: 'early', ...calendar })
    for (const id of ['anna', 'ben', 'cem']) expect((await change(id, { shift: 'early' })).status).toBe(200)
    expect((await service.call('DELETE', '/calendars/early')).status).toBe(409)
    expect((await raise()).assignee).toBe('anna') // 13:00 in Berlin
    service.clock.now = NOW + 2 * HOUR_MS // 15:00: P3 is to be responded to until 23:00
    const late = await raise()
    expect(late.assignee).toBeNull()
    expect((await decisions(late.number))[0]?.candidates[0]?.rejected).toBe(
      'Is off shift until 2026-02-01 05:00 (UTC), after it is due at 2026-01-31 22:00 (UTC).',
    )
    await change('cem', { shift: null })
    expect((await raise()).assignee).toBe('cem')
    service.clock.now = NOW + 13 * HOUR_MS // 02:00: the early shift comes in time
    const again = await decisions((await raise()).number)
    expect(again[0]?.candidates.map(({ technician, parts }) => [technician, parts.readiness])).toEqual([
      ['cem', 1],
      ['ben', 0.5],
      ['anna', 0.5],
    ])
  })
})

describe('a dry run', () => {
  const attempt = (body: object) => service.call<Trial & { errors?: object[] }>('POST', '/routing/try', body)

  test('says who would get a ticket that is not, by what counts or by what is given', async () => {
    const now = await attempt({ asset: 'pump-7' })
    expect(now.body).toMatchObject({ team: 'mechanics', assignee: 'anna', path: [], skills: [] })
    expect(now.body.candidates).toHaveLength(3)
    const tree: RouteTree = {
      team: 'mechanics',
      routes: [
        {
          match: { detector: 'band', fields: { area: ['7', '8'] }, within: { not: 'pump-8' } },
          team: 'electricians',
          skills: ['high-voltage'],
        },
      ],
    }
    const facts = {
      asset: 'pump-7',
      detector: 'band@1',
      fields: { area: 7 },
      requiredSkills: ['crane'],
      tree,
    }
    const other = await attempt(facts)
    expect(other.body).toMatchObject({
      team: 'electricians',
      assignee: null,
      path: [1],
      skills: ['high-voltage', 'crane'],
      reason:
        'Route 1 (detector is band and within is not pump-8 and fields.area is 7 or 8) sends it to team electricians. ' +
        'The only technician of team electricians cannot have it (1 without a valid skill or certificate), so it waits in the team’s queue.',
    })
    await change('anna', { seniority: 1 })
    await change('ben', { seniority: 5, site: null })
    const weights = { load: 0, distance: 0, experience: 0, seniority: 1, readiness: 0 }
    expect((await attempt({ asset: 'pump-7', weights })).body.assignee).toBe('ben')
    expect((await service.call<Page<Ticket>>('GET', '/tickets')).body.items).toEqual([])
  })

  test('refuses what cannot be, with its place', async () => {
    const wrong: [object, string][] = [
      [{}, '/asset'],
      [{ asset: 'nothing' }, '/asset'],
      [{ asset: 'pump-7', tree: { team: 'nobody' } }, '/tree/team'],
      [
        { asset: 'pump-7', tree: { team: 'mechanics', routes: [{ match: { site: { regex: '(' } } }] } },
        '/tree/routes/0/match/site/regex',
      ],
      [
        { asset: 'pump-7', tree: { team: 'mechanics', routes: [{ match: { color: 'red' } }] } },
        '/tree/routes/0/match/color',
      ],
      [{ asset: 'pump-7', weights: { load: -1 } }, '/weights/load'],
    ]
    for (const [body, pointer] of wrong) {
      const refused = await attempt(body)
      expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer }]])
    }
  })
})

describe('what if', () => {
  const ask = (body: object) =>
    service.call<WhatIf & { errors?: object[] }>('POST', '/routing/what-if', {
      fromMs: NOW,
      toMs: NOW + 24 * HOUR_MS,
      ...body,
    })
  const byFault: RouteTree = {
    team: 'mechanics',
    routes: [{ match: { title: { regex: 'Cable .*' } }, team: 'electricians' }],
  }

  /** Four tickets, an hour apart; a cable was sent to the mechanics, and the electrician repaired it. */
  async function aDay(): Promise<number[]> {
    const numbers: number[] = []
    for (const title of ['Bearing', 'Cable 1', 'Seal', 'Bearing again']) {
      numbers.push((await raise({ title })).number)
      service.clock.now += HOUR_MS
    }
    const [, cable = 0, seal = 0] = numbers
    await assign(cable, { assignee: 'eli', reason: 'It is a cable.' })
    for (const number of [cable, seal]) {
      for (const step of [{ to: 'accepted' }, { to: 'resolved', failureCode: 'OHE' }])
        await move(number, step)
    }
    return numbers
  }

  test('under what counted nothing changes, and the figures say how it was', async () => {
    await aDay()
    const load = { max: 2, mean: 1, spread: expect.closeTo(Math.SQRT1_2, 3) }
    const figures = {
      wrongDispatch: 1,
      resolved: 2,
      wrongDispatchShare: 0.5,
      unassigned: 0,
      loadPerTechnician: load,
    }
    expect((await ask({})).body).toEqual({
      tickets: 4,
      changed: [],
      figures: { before: figures, after: figures },
    })
    expect((await ask({ tree: { team: 'mechanics' } })).body).toMatchObject({ changed: [] })
    expect((await ask({ fromMs: NOW + 1, toMs: NOW + 2 })).body).toMatchObject({ tickets: 0 })
  })

  test('a changed tree sends the cable to the electrician', async () => {
    const [, cable, seal, again] = await aDay()
    const { body } = await ask({ tree: byFault })
    expect(body.changed).toMatchObject([
      {
        ticket: cable,
        before: { team: 'mechanics', assignee: 'ben' },
        after: { team: 'electricians', assignee: 'eli' },
      },
      { ticket: seal, before: { assignee: 'cem' }, after: { team: 'mechanics', assignee: 'ben' } },
      { ticket: again, before: { assignee: 'anna' }, after: { assignee: 'cem' } },
    ])
    expect(body.changed[0]?.after.reason).toMatch(
      /^Route 1 \(title matches Cable \.\*\) sends it to team electricians\./,
    )
    expect(body.figures.before).toMatchObject({ wrongDispatch: 1, resolved: 2 })
    expect(body.figures.after).toMatchObject({
      wrongDispatch: 1, // the seal, which cem repaired
      loadPerTechnician: { max: 1, mean: 1, spread: 0 },
    })
    expect(
      (await service.call<Page<Decision>>('GET', `/tickets/${cable}/decisions`)).body.items,
    ).toHaveLength(2)
  })

  test('refuses what cannot be', async () => {
    for (const [body, pointer] of [
      [{ toMs: NOW }, '/toMs'],
      [{ tree: { team: 'nobody' } }, '/tree/team'],
    ] as const) {
      const refused = await ask(body)
      expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer }]])
    }
  })
})

test('technicians: what is known of them is kept, changed, and guarded', async () => {
  const { call } = service
  const made = await call<Technician>('GET', '/technicians/anna')
  expect(made.body).toEqual({
    id: 'anna',
    name: 'anna',
    team: 'mechanics',
    site: 'plant-1',
    roles: ['technician'],
    skills: [],
    seniority: 3,
    capacity: 5,
    shift: null,
    absences: [],
    active: true,
  })
  const listed = await call<Page<Technician>>('GET', '/technicians?team=mechanics&limit=2')
  expect(listed.body.items.map(({ id }) => id)).toEqual(['anna', 'ben'])
  expect((await call('POST', '/technicians', { id: 'anna', name: 'Anna' })).status).toBe(409)
  const wrong = [
    [{ team: 'nobody' }, '/team'],
    [{ site: 'nowhere' }, '/site'],
    [{ absences: [{ fromMs: 2, toMs: 2, reason: 'x' }] }, '/absences/0/toMs'],
    [{ seniority: 6 }, '/seniority'],
    [{ roles: ['administrator'] }, '/roles/0'],
    [{ skills: [{ skill: 'Not A Skill' }] }, '/skills/0/skill'],
  ] as const
  for (const [body, pointer] of wrong) {
    const refused = await call<{ errors: object[] }>('PATCH', '/technicians/anna', body)
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer }]])
  }
  expect((await call('PATCH', '/teams/mechanics', { manager: 'nobody' })).status).toBe(400)
  expect((await call('DELETE', '/technicians/olga')).status).toBe(409)
  expect((await call('DELETE', '/technicians/cem')).status).toBe(204)
  await raise()
  expect((await call('DELETE', '/technicians/anna')).status).toBe(409)
  expect((await call('DELETE', '/teams/electricians')).status).toBe(409)
  const { rows } = await service.pool.query(
    `select type, before, after from ticketing.events where subject = 'technician' and subject_id = 'cem' order by id`,
  )
  expect(rows.map(({ type }) => type)).toEqual(['created', 'deleted'])
})
