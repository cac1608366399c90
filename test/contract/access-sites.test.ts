import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccessRole, Grant } from '../../ticketing/domain/access.ts'
import type { Comment } from '../../ticketing/domain/comment.ts'
import type { Trial } from '../../ticketing/domain/dispatch.ts'
import type { LedgerEvent } from '../../ticketing/domain/ledger.ts'
import type { Signature } from '../../ticketing/domain/signature.ts'
import type { Technician } from '../../ticketing/domain/technician.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { openEventStreams } from '../../ticketing/http/event-streams.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { finding } from './ticketing-fixtures.ts'
import {
  type Answer,
  eventually,
  quiet,
  request,
  startTicketingTest,
  type TicketingTest,
} from './ticketing-harness.ts'

/* Two sites with the same things; whoever plans for the one must neither see nor touch the other. */

let service: TicketingTest
let app: FastifyInstance
const tickets = { own: 0, foreign: 0 }
const tokens = new Map<string, string>()

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Body<T> = Promise<Answer<T & Problem>>

async function tokenOf(...grants: Grant[]): Promise<string> {
  const key = JSON.stringify(grants)
  const known = tokens.get(key)
  if (known) return known
  const scopes = ['read', 'tickets:write', 'registry:write', 'settings:write']
  const { body } = await service.call<{ token: string }>('POST', '/tokens', { name: 'test', grants, scopes })
  tokens.set(key, body.token)
  return body.token
}

async function as<T = object>(
  who: AccessRole | Grant[],
  method: Method,
  path: string,
  payload?: object,
): Body<T> {
  const token = await tokenOf(...(Array.isArray(who) ? who : [{ role: who, site: 'own' }]))
  const headers = { authorization: `Bearer ${token}` }
  return request(app, { method, url: `/api/v1${path}`, headers, ...(payload && { payload }) })
}

beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  app = service.app
  for (const site of ['own', 'foreign'] as const) {
    await service.call('POST', '/assets', { id: `pump-${site}`, site, class: 'pump', criticality: 'A' })
    await service.call('POST', '/devices', { id: `sensor-${site}`, site, asset: `pump-${site}` })
    const absences = [{ fromMs: 0, toMs: 9_999_999_999_999, reason: 'parental leave' }]
    const person = { id: `tech-${site}`, name: `Person ${site}`, team: 'maintenance', site, absences }
    await service.call('POST', '/technicians', person)
    const once = { fromMs: service.clock.now, toMs: service.clock.now + 1 }
    await service.call('POST', '/maintenance-windows', { name: `At ${site}`, asset: `pump-${site}`, once })
    const asked = {
      ...{ asset: `pump-${site}`, kind: 'corrective', title: `Oil at ${site}` },
      requester: { name: 'Rita Requester', contact: '555-1234' },
    }
    const { body } = await service.call<TicketDetail>('POST', '/tickets', asked)
    tickets[site] = body.number
    for (const visibility of ['internal', 'public'])
      await service.call('POST', `/tickets/${body.number}/comments`, {
        body: `${visibility} ${site}`,
        visibility,
      })
    await service.deliver(finding({ asset: `pump-${site}`, site, device: `sensor-${site}` }))
  }
  await service.judged()
})
afterAll(() => service.close())

const lists = [
  ...['/tickets', '/tickets/counts', '/assets', '/devices', '/sites', '/technicians', '/maintenance-windows'],
  ...['/findings', '/ledger', '/notices', '/outcomes', '/detectors/performance', '/quarantine', '/backtests'],
  ...[
    '/profile-proposals',
    '/sla/attainment?from=0',
    '/tickets?sort=priority',
    '/tickets?sort=due',
    '/tokens',
  ],
]

test.each(lists)('GET %s has nothing of another site, whatever is asked for', async path => {
  const all = await service.call<object>('GET', path)
  const mine = await as('planner', 'GET', path)
  if (path !== '/tokens') expect(mine.status).toBe(200)
  expect(JSON.stringify(mine.body)).not.toMatch(/foreign/)
  const join = path.includes('?') ? '&' : '?'
  for (const filter of [
    'site=foreign',
    'asset=pump-foreign',
    'device=sensor-foreign',
    `ticket=${tickets.foreign}`,
  ]) {
    const { status, body } = await as<{ items?: object[] }>('planner', 'GET', `${path}${join}${filter}`)
    if (status === 200 && body.items) expect([filter, body.items]).toEqual([filter, []])
  }
  expect(JSON.stringify(all.body)).not.toEqual('')
})

test('counts are of own sites, and several sites are their sum', async () => {
  const total = async (who: Grant[]) => {
    const { body } = await as<Record<string, unknown>>(who, 'GET', '/tickets/counts')
    return Object.values(body).reduce<number>((sum, count) => sum + Number(count), 0)
  }
  const at = (...sites: (string | null)[]) => sites.map((site): Grant => ({ role: 'viewer', site }))
  const [own, foreign, both, all] = await Promise.all(
    [at('own'), at('foreign'), at('own', 'foreign'), at(null)].map(total),
  )
  expect([own, foreign]).toEqual([2, 2])
  expect([both, all]).toEqual([4, 4])
  const { body } = await as<{ items: object[] }>(at('own', 'foreign'), 'GET', '/tickets?site=own')
  expect(body.items).toHaveLength(2)
})

describe('what a body names must be of an own site', () => {
  const named: [string, Method, () => string, () => object][] = [
    [
      'a ticket for an asset',
      'POST',
      () => '/tickets',
      () => ({ asset: 'pump-foreign', kind: 'corrective', title: 'x' }),
    ],
    [
      'a parent of a new ticket',
      'POST',
      () => '/tickets',
      () => ({ asset: 'pump-own', kind: 'corrective', title: 'x', parent: tickets.foreign }),
    ],
    ['a parent', 'PATCH', () => `/tickets/${tickets.own}`, () => ({ parent: tickets.foreign })],
    [
      'a merge',
      'POST',
      () => `/tickets/${tickets.own}/merge`,
      () => ({ into: tickets.foreign, reason: 'one' }),
    ],
    [
      'a split',
      'POST',
      () => `/tickets/${tickets.own}/split`,
      () => ({ title: 'x', reason: 'two', asset: 'pump-foreign' }),
    ],
    [
      'an assignee',
      'POST',
      () => `/tickets/${tickets.own}/assignment`,
      () => ({ assignee: 'tech-foreign', reason: 'x' }),
    ],
    ['a watcher', 'PUT', () => `/tickets/${tickets.own}/watchers/tech-foreign`, () => ({})],
    [
      'a mention',
      'POST',
      () => `/tickets/${tickets.own}/comments`,
      () => ({ body: 'x', mentions: ['tech-foreign'] }),
    ],
    ['the site of an asset', 'PATCH', () => '/assets/pump-own', () => ({ site: 'foreign' })],
    ['the parent of an asset', 'PATCH', () => '/assets/pump-own', () => ({ parent: 'pump-foreign' })],
    [
      'a new asset',
      'POST',
      () => '/assets',
      () => ({ id: 'x', site: 'foreign', class: 'pump', criticality: 'A' }),
    ],
    [
      'a new site',
      'POST',
      () => '/assets',
      () => ({ id: 'x', site: 'made-up', class: 'pump', criticality: 'A' }),
    ],
    ['the asset of a device', 'PATCH', () => '/devices/sensor-own', () => ({ asset: 'pump-foreign' })],
    ['a new device', 'POST', () => '/devices', () => ({ id: 'x', site: 'foreign', asset: 'pump-foreign' })],
    ['a gateway', 'PATCH', () => '/devices/sensor-own', () => ({ gateway: 'sensor-foreign' })],
    ['the site of a technician', 'PATCH', () => '/technicians/tech-own', () => ({ site: 'foreign' })],
    [
      'a window',
      'POST',
      () => '/maintenance-windows',
      () => ({ name: 'x', site: 'foreign', once: { fromMs: 0, toMs: 1 } }),
    ],
    ['a trial of routing', 'POST', () => '/routing/try', () => ({ asset: 'pump-foreign' })],
    [
      'a backtest',
      'POST',
      () => '/backtests',
      () => ({ scope: 'asset', subject: 'pump-foreign', fromMs: 0, toMs: service.clock.now }),
    ],
  ]

  test.each(named)('%s', async (_, method, path, body) => {
    const refused = await as('planner', method, path(), body())
    expect(refused.body).toMatchObject({ status: 404, code: 'not_found' })
    const unknown = JSON.parse(
      JSON.stringify(body()).replaceAll('foreign', 'nowhere').replaceAll(`${tickets.foreign}`, '777'),
    )
    const same = await as('planner', method, path().replaceAll('foreign', 'nowhere'), unknown)
    expect(same.status).toBe(404)
    const plain = (detail: string) => detail.replaceAll(/foreign|nowhere|777|\d+/g, '?')
    expect(plain(refused.body.detail)).toBe(plain(same.body.detail))
  })

  test('who works at every site is added and changed by who plans for every site', async () => {
    expect((await as('planner', 'POST', '/technicians', { id: 'x', name: 'x' })).status).toBe(400)
    expect((await as('planner', 'PATCH', '/technicians/tech-own', { site: null })).status).toBe(400)
    await service.call('POST', '/technicians', { id: 'roamer', name: 'Roamer' })
    expect((await as('planner', 'GET', '/technicians/roamer')).status).toBe(200)
    expect((await as('planner', 'PATCH', '/technicians/roamer', { capacity: 1 })).status).toBe(403)
  })

  test('a class belongs to everybody, so only who may everywhere runs a backtest over it', async () => {
    const over = { scope: 'class', subject: 'pump', fromMs: 0, toMs: service.clock.now }
    expect((await as('planner', 'POST', '/backtests', over)).status).toBe(403)
  })
})

test('bulk acts on own tickets only, by the role that holds where each is', async () => {
  const bulk = { tickets: [tickets.own, tickets.foreign], change: { description: 'looked at' } }
  const { body } = await as<{ items: { status: number }[] }>('planner', 'POST', '/tickets/bulk', bulk)
  expect(body.items.map(({ status }) => status)).toEqual([200, 404])
  const after = await service.call<TicketDetail>('GET', `/tickets/${tickets.foreign}`)
  expect(after.body.description).toBeNull()
  const mixed: Grant[] = [
    { role: 'planner', site: 'own' },
    { role: 'viewer', site: 'foreign' },
  ]
  const again = await as<{ items: { status: number }[] }>(mixed, 'POST', '/tickets/bulk', bulk)
  expect(again.body.items.map(({ status }) => status)).toEqual([200, 404])
  const single = await as(mixed, 'PATCH', `/tickets/${tickets.foreign}`, { description: 'x' })
  expect(single.body).toMatchObject({ status: 403, code: 'forbidden' })
})

test('relations to another site are not told', async () => {
  const child = { asset: 'pump-own', kind: 'corrective', title: 'Child', parent: tickets.foreign }
  const { body } = await service.call<TicketDetail>('POST', '/tickets', child)
  const seen = await as<TicketDetail>('planner', 'GET', `/tickets/${body.number}`)
  expect(seen.body.parent).toBeNull()
  expect((await as('planner', 'GET', `/tickets/${body.number}/relations`)).body).toMatchObject({
    parent: null,
  })
  const [own, all] = await Promise.all([
    as<{ children: number[] }>(
      [{ role: 'planner', site: 'foreign' }],
      'GET',
      `/tickets/${tickets.foreign}/relations`,
    ),
    service.call<{ children: number[] }>('GET', `/tickets/${tickets.foreign}/relations`),
  ])
  expect([own.body.children, all.body.children]).toEqual([[], [body.number]])
})

test('what cannot be done because of another site is refused without a word of what is there', async () => {
  const work = { asset: 'pump-own', kind: 'corrective', title: 'Whole' }
  const { number } = (await service.call<TicketDetail>('POST', '/tickets', work)).body
  const part = { asset: 'pump-foreign', kind: 'corrective', title: 'Part', parent: number }
  expect((await service.call('POST', '/tickets', part)).status).toBe(201)
  const merge = { into: tickets.foreign, reason: 'The same.' }
  const across = await service.call<Problem>('POST', `/tickets/${number}/merge`, merge)
  expect(across.body).toMatchObject({ status: 409 })
  for (const to of ['accepted', 'on_site'])
    expect((await as('technician', 'POST', `/tickets/${number}/transitions`, { to })).status).toBe(200)
  const done = { to: 'resolved', failureCode: 'ELU' }
  expect((await as('technician', 'POST', `/tickets/${number}/transitions`, done)).status).toBe(200)
  const closing = await as('planner', 'POST', `/tickets/${number}/transitions`, {
    to: 'closed',
    outcome: 'found_other',
  })
  expect(closing.body).toMatchObject({ status: 409 })
  expect(closing.body.detail).toBe(`Ticket ${number} cannot be closed while its children are open: 1 more.`)
  await service.call('PATCH', '/devices/sensor-foreign', { address: 'old name' })
  const named = { id: 'sensor-new', site: 'own', asset: 'pump-own', address: 'old name' }
  expect((await as('planner', 'POST', '/devices', named)).body.detail).toBe(
    'old name is a name of another device; a name leads to one device.',
  )
  for (const [path, body] of [
    ['/assets', { id: 'pump-foreign', site: 'own', class: 'pump', criticality: 'A' }],
    ['/devices', { id: 'sensor-foreign', site: 'own', asset: 'pump-own' }],
    ['/technicians', { id: 'tech-foreign', name: 'x', site: 'own' }],
  ] as const) {
    const taken = await as('planner', 'POST', path, body)
    expect(taken.body).toMatchObject({ status: 409 })
    expect(JSON.stringify(taken.body).replaceAll(body.id, '')).not.toMatch(/foreign/)
  }
})

test('who has an account is given no work of a site where it has no role', async () => {
  const grants = [{ role: 'technician', site: 'own' }]
  const account = { name: 'tech-own', technician: 'tech-own', grants }
  const { body } = await service.call<{ id: number }>('POST', '/accounts', account)
  const why = async () => {
    const trial = await service.call<Trial>('POST', '/routing/try', { asset: 'pump-foreign' })
    const all = trial.body.candidates.map(({ technician, rejected }) => [technician, rejected])
    return String(Object.fromEntries(all)['tech-own'])
  }
  expect(await why()).toMatch(/no role at foreign/)
  await service.call('PATCH', `/accounts/${body.id}`, { grants: [{ role: 'technician', site: null }] })
  expect(await why()).not.toMatch(/no role/)
  const own = await as<Trial>('planner', 'POST', '/routing/try', { asset: 'pump-own' })
  expect(own.body.candidates.map(({ technician }) => technician)).toEqual(['tech-own'])
})

test('only those transitions are offered that whoever asks may make', async () => {
  const offered = async (
    token: string,
    method: Method = 'GET',
    path = `/tickets/${tickets.own}`,
    payload?: object,
  ) => {
    const headers = { authorization: `Bearer ${token}` }
    const options = { method, url: `/api/v1${path}`, headers, ...(payload && { payload }) }
    const { body } = await request<TicketDetail>(app, options)
    return body.transitions.filter(({ blockedBy }) => blockedBy.length === 0).map(({ to }) => to)
  }
  for (const role of ['requester', 'viewer'] as const)
    expect([role, await offered(await tokenOf({ role, site: 'own' }))]).toEqual([role, []])
  const grants = [{ role: 'planner', site: 'own' }]
  const reading = { name: 'reads', grants, scopes: ['read'] }
  const made = await service.call<{ token: string }>('POST', '/tokens', reading)
  expect(await offered(made.body.token)).toEqual([])
  const planner = await tokenOf({ role: 'planner', site: 'own' })
  expect(await offered(planner)).toContain('rejected')
  const work = { asset: 'pump-own', kind: 'corrective', title: 'New' }
  expect(await offered(planner, 'POST', '/tickets', work)).toContain('rejected')
  expect(await offered(await tokenOf({ role: 'requester', site: 'own' }), 'POST', '/tickets', work)).toEqual(
    [],
  )
})

test('the ledger of a site has its things, and neither settings nor accounts', async () => {
  const { body } = await as<{ items: LedgerEvent[] }>('planner', 'GET', '/ledger?limit=500')
  const subjects = new Set(body.items.map(({ subject }) => subject))
  expect([...subjects].toSorted()).toEqual([
    'asset',
    'device',
    'maintenance_window',
    'site',
    'technician',
    'ticket',
  ])
  for (const subject of ['account', 'token', 'routing', 'class'])
    expect(
      (await as<{ items: object[] }>('planner', 'GET', `/ledger?subject=${subject}`)).body.items,
    ).toEqual([])
})

describe('people', () => {
  test('who asked for work is known to those who work on it', async () => {
    const seenBy = async (role: AccessRole) =>
      JSON.stringify((await as(role, 'GET', `/tickets/${tickets.own}/requesters`)).body)
    expect(await seenBy('technician')).toMatch(/Rita Requester.*555-1234/)
    expect(await seenBy('viewer')).not.toMatch(/Rita|555/)
    expect(await seenBy('requester')).not.toMatch(/Rita|555/)
  })

  test('who works here is known to those who work with them, and why they are away to planners', async () => {
    const seenBy = async (role: AccessRole) => {
      const one = (await as<Technician>(role, 'GET', '/technicians/tech-own')).body
      const list = (await as<{ items: Technician[] }>(role, 'GET', '/technicians?team=maintenance')).body
        .items
      expect(list).toContainEqual(one)
      return [one.name, one.absences.map(({ reason }) => reason)]
    }
    expect(await seenBy('planner')).toEqual(['Person own', ['parental leave']])
    expect(await seenBy('technician')).toEqual(['Person own', ['***']])
    expect(await seenBy('viewer')).toEqual(['***', []])
    expect((await as('requester', 'GET', '/technicians')).status).toBe(403)
    const assignment = { assignee: 'tech-own', reason: 'tech-own is there today' }
    await as('planner', 'POST', `/tickets/${tickets.own}/assignment`, assignment)
    const { body: ticket } = await as<TicketDetail>('viewer', 'GET', `/tickets/${tickets.own}`)
    expect(ticket.events.findLast(({ type }) => type === 'assigned')?.reason).toBe('***')
    const signatures = `/tickets/${tickets.own}/signatures`
    await as('technician', 'POST', signatures, { name: 'Person own', meaning: 'performed' })
    const signedBy = async (role: AccessRole) =>
      (await as<{ items: Signature[] }>(role, 'GET', signatures)).body.items.map(({ name }) => name)
    expect([await signedBy('technician'), await signedBy('viewer')]).toEqual([['Person own'], ['***']])
  })
})

describe('a requester', () => {
  test('asks for work, and does not say how urgent it is', async () => {
    const asked = { asset: 'pump-own', kind: 'corrective', title: 'It drips' }
    expect((await as('requester', 'POST', '/tickets', asked)).status).toBe(201)
    expect((await as('requester', 'POST', '/tickets', { ...asked, priority: 'P1' })).status).toBe(403)
    expect((await as('requester', 'POST', '/tickets', { ...asked, parent: tickets.own })).status).toBe(403)
  })

  test('reads and writes what is public', async () => {
    const path = `/tickets/${tickets.own}/comments`
    const bodies = async (role: AccessRole) =>
      (await as<{ items: Comment[] }>(role, 'GET', path)).body.items.map(({ body }) => body)
    expect(await bodies('viewer')).toContain('internal own')
    expect(await bodies('requester')).not.toContain('internal own')
    expect((await as('requester', 'POST', path, { body: 'x', visibility: 'internal' })).status).toBe(403)
    for (const id of ['tech-own', 'tech-foreign', 'tech-nowhere'])
      expect((await as('requester', 'POST', path, { body: 'x', mentions: [id] })).body).toMatchObject({
        ...{ status: 403, detail: 'A requester mentions nobody; leave mentions out.' },
      })
    const said = await as<Comment>('requester', 'POST', path, { body: 'still drips @tech-own' })
    expect(said.body).toMatchObject({ visibility: 'public', mentions: [] })
    const seen = await as<TicketDetail>('requester', 'GET', `/tickets/${tickets.own}`)
    expect(seen.body.decision).toBeNull()
    expect(JSON.stringify(seen.body.events)).not.toMatch(/internal|assigned/)
  })
})

describe('the event stream', () => {
  test('tells of own tickets only', async () => {
    const origin = await app.listen({ host: '127.0.0.1', port: 0 })
    const token = await tokenOf({ role: 'viewer', site: 'own' })
    const aborted = new AbortController()
    const answer = await fetch(`${origin}/api/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: aborted.signal,
    })
    let text = ''
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString()
    })().catch(() => undefined)
    await eventually(() => text.includes('retry'))
    for (const number of [tickets.foreign, tickets.own, tickets.foreign, tickets.own])
      await service.call('POST', `/tickets/${number}/comments`, { body: 'x' })
    for (const number of [tickets.foreign, tickets.own])
      await service.call('PATCH', `/tickets/${number}`, { description: 'changed' })
    await eventually(() => text.includes(`{"number": ${tickets.own}}`))
    expect(text).not.toContain(`{"number": ${tickets.foreign}}`)
    aborted.abort()
    await reading
  })

  test('ends when who listens may no more', async () => {
    let still = true
    let ended = 0
    const { pool } = service
    const streams = openEventStreams({ pool, logger: quiet, siteOf: async () => 'own', heartbeatMs: 5 })
    const stream = { writableLength: 0, write: () => true, end: () => void ended++, destroy() {}, once() {} }
    streams.add({ stream, principal: 'account:1', sites: ['own'], stillMay: async () => still })
    await eventually(() => ended === 0)
    still = false
    await eventually(() => ended > 0)
    await streams.close()
  })
})
