import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Attainment } from '../../ticketing/domain/attainment.ts'
import type { Calendar } from '../../ticketing/domain/calendar.ts'
import type { SlaPolicy, SlaPolicyVersion } from '../../ticketing/domain/sla.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { lockTicket } from '../../ticketing/store/change-ticket.ts'
import { changeAndFollow } from '../../ticketing/store/consequences.ts'
import { lookAtClocks } from '../../ticketing/store/sla.ts'
import { sweepClocks } from '../../ticketing/store/sla-sweep.ts'
import { type SlaTest, startSlaTest } from './sla-rig.ts'
import { HOUR_MS } from './ticketing-fixtures.ts'
import { NOW } from './ticketing-harness.ts'

const MINUTE_MS = 60_000
let service: SlaTest
let shipped: SlaPolicy
beforeAll(async () => {
  service = await startSlaTest()
  shipped = (await service.call<SlaPolicyVersion>('GET', '/sla/policy')).body.policy
})
afterAll(() => service.close())
beforeEach(() => {
  service.clock.now = NOW
})

const pass = (minutes: number) => {
  service.clock.now = NOW + minutes * MINUTE_MS
}
const look = (number: number) => lookAtClocks(service.db, number, service.clock.now)
const put = (policy: SlaPolicy) => service.call<SlaPolicyVersion>('PUT', '/sla/policy', policy)

test('a ticket has its clocks from its first moment, and the arithmetic of its due date', async () => {
  const number = await service.ticket('critical')
  pass(10)
  const ticket = await service.detail(number)
  expect(ticket.clocks.response).toEqual({
    state: 'running',
    policyVersion: 1,
    calendar: 'always',
    targetMs: 30 * MINUTE_MS,
    startedAtMs: NOW,
    dueAtMs: NOW + 30 * MINUTE_MS,
    metAtMs: null,
    elapsedMs: 10 * MINUTE_MS,
    pausedMs: 0,
    remainingMs: 20 * MINUTE_MS,
  })
  expect(ticket.clocks.resolution).toMatchObject({ state: 'running', dueAtMs: NOW + 4 * HOUR_MS })
  expect(ticket).toMatchObject({
    respondByMs: NOW + 30 * MINUTE_MS,
    resolveByMs: NOW + 4 * HOUR_MS,
    dueAtMs: NOW + 4 * HOUR_MS,
    due: {
      boundBy: 'target',
      explanation: 'Nothing is predicted, so the target of 2026-01-31T16:00Z counts.',
    },
  })

  await service.db.transaction().execute(async trx => {
    const locked = await lockTicket(trx, number)
    const act = { actor: 'admin', nowMs: service.clock.now }
    const set = { predictedCrossingAtMs: NOW + 5 * HOUR_MS, repairMinutes: 60, partLeadMinutes: 90 }
    await changeAndFollow(trx, locked, act, { type: 'changed', set })
  })
  expect(await service.detail(number)).toMatchObject({
    dueAtMs: NOW + 2.5 * HOUR_MS,
    due: {
      boundBy: 'prediction',
      explanation:
        'The limit is expected to be reached at 2026-01-31T17:00Z; less 60 min of repair and 90 min for parts that is ' +
        '2026-01-31T14:30Z, before the target of 2026-01-31T16:00Z.',
    },
  })
})

test('a pause stops the clocks, and the lists know it', async () => {
  const number = await service.ticket('critical')
  pass(20)
  await service.move(number, { to: 'accepted' })
  pass(60)
  const held = await service.move(number, { to: 'on_hold', reason: 'Waiting for a bearing.' })
  expect(held.body).toMatchObject({
    resolveByMs: null,
    dueAtMs: null,
    clocks: { resolution: { state: 'paused' } },
  })
  pass(1000)
  await service.move(number, { to: 'on_site' })
  pass(1010)
  expect(await service.detail(number)).toMatchObject({
    resolveByMs: NOW + 1180 * MINUTE_MS,
    clocks: {
      response: { state: 'met', metAtMs: NOW + 20 * MINUTE_MS },
      resolution: { state: 'running', pausedMs: 940 * MINUTE_MS, elapsedMs: 70 * MINUTE_MS },
    },
  })
  pass(1100)
  const resolved = await service.move(number, { to: 'resolved', failureCode: 'OHE' })
  expect(resolved.body.clocks.resolution).toMatchObject({ state: 'met', metAtMs: NOW + 1100 * MINUTE_MS })
  pass(5000)
  expect(await look(number)).toBe(0)
  await service.move(number, { to: 'reopened', reason: 'It shakes again.' })
  expect((await service.detail(number)).clocks.resolution).toMatchObject({
    state: 'running',
    elapsedMs: 160 * MINUTE_MS,
    dueAtMs: NOW + 5080 * MINUTE_MS,
  })
  const then = await service.call('GET', `/tickets/${number}?at=${NOW + 40 * MINUTE_MS}`)
  expect(then.body).toMatchObject({
    resolveByMs: NOW + 240 * MINUTE_MS,
    clocks: { response: { state: 'met' }, resolution: { state: 'running', elapsedMs: 40 * MINUTE_MS } },
  })
})

test('each threshold fires once, whoever looks however often and at once', async () => {
  const number = await service.ticket('critical')
  expect(await look(number)).toBe(0)
  pass(15)
  await Promise.all(Array.from({ length: 8 }, () => look(number)))
  expect(await service.fired(number)).toEqual(['response warning 60'])
  expect(await service.notices(number)).toEqual([
    `team:maintenance: Ticket ${number} must be accepted within 15 min`,
  ])
  pass(4 * 60 + 130) // nobody was there for hours
  await Promise.all(Array.from({ length: 8 }, () => look(number)))
  expect(await service.fired(number)).toEqual([
    'response warning 60',
    'response breach',
    'response escalation 0 lead',
    'response escalation 120 manager',
    'resolution warning 60',
    'resolution breach',
    'resolution escalation 0 lead',
    'resolution escalation 120 manager',
  ])
  expect((await service.notices(number)).filter(notice => notice.includes('within'))).toHaveLength(1)
  expect(await service.notices(number)).toContain(
    `team:maintenance: Ticket ${number} should have been resolved 120 min ago`.replace('120 min', '2 h'),
  )
  expect(await look(number)).toBe(0)
})

test('nobody is told of what was done before anybody looked', async () => {
  const number = await service.ticket('critical')
  pass(45)
  await service.move(number, { to: 'accepted' })
  expect(await service.fired(number)).toEqual([
    'response warning 60',
    'response breach',
    'response escalation 0 lead',
  ])
  expect(await service.notices(number)).toEqual([])
})

test('a phone that was offline takes back a breach; a later one fires again', async () => {
  const number = await service.ticket('critical')
  pass(31)
  await look(number)
  expect(await service.fired(number)).toContain('response breach')
  pass(60)
  const late = await service.move(number, { to: 'accepted', deviceTimeMs: NOW + 25 * MINUTE_MS })
  expect(late.body.clocks.response).toMatchObject({ state: 'met', metAtMs: NOW + 25 * MINUTE_MS })
  const lapsed = await service.pool.query(
    `select threshold from ticketing.sla_firings where ticket = $1 and lapsed_at_ms is not null order by 1`,
    [number],
  )
  expect(lapsed.rows.map(row => row.threshold)).toEqual(['breach', 'escalation 0 lead'])
})

test('a merged ticket keeps the earlier start', async () => {
  const source = await service.ticket('critical')
  pass(60)
  const target = await service.ticket('critical')
  expect((await service.detail(target)).clocks.resolution?.startedAtMs).toBe(NOW + 60 * MINUTE_MS)
  await service.db.transaction().execute(async trx => {
    const act = { actor: 'admin', nowMs: service.clock.now }
    const set = { state: 'cancelled', category: 'cancelled', mergedInto: target } as const
    await changeAndFollow(trx, await lockTicket(trx, source), act, { type: 'changed', set })
  })
  expect(await service.detail(target)).toMatchObject({
    resolveByMs: NOW + 4 * HOUR_MS,
    clocks: { resolution: { startedAtMs: NOW, elapsedMs: HOUR_MS }, response: { state: 'breached' } },
  })
  expect((await service.detail(source)).clocks.resolution).toMatchObject({ state: 'void', dueAtMs: null })
  expect(await service.fired(target)).toContain('response breach')
})

test('the list by due date has every ticket once, what is never due last', async () => {
  const held = await service.ticket('critical')
  await service.move(held, { to: 'accepted' })
  await service.move(held, { to: 'on_hold', reason: 'Waiting.' })
  const late = await service.ticket('minor', 'C')
  const found: Ticket[] = []
  let cursor = ''
  do {
    const page = await service.call<{ items: Ticket[]; nextCursor: string | null }>(
      'GET',
      `/tickets?open=true&sort=due&limit=2${cursor}`,
    )
    expect(page.status).toBe(200)
    found.push(...page.body.items)
    cursor = page.body.nextCursor ? `&cursor=${page.body.nextCursor}` : ''
  } while (cursor)
  const all = await service.call<{ items: Ticket[] }>('GET', '/tickets?open=true&limit=500')
  expect(new Set(found.map(({ number }) => number))).toEqual(
    new Set(all.body.items.map(({ number }) => number)),
  )
  const key = ({ dueAtMs, number }: Ticket) => [dueAtMs ?? Number.MAX_SAFE_INTEGER, number] as const
  expect(found).toEqual(found.toSorted((a, b) => key(a)[0] - key(b)[0] || key(a)[1] - key(b)[1]))
  expect(found.at(-1)?.dueAtMs).toBeNull()
  expect(found.map(({ number }) => number)).toEqual(expect.arrayContaining([held, late]))
  const wrong = await service.call('GET', `/tickets?sort=due&cursor=${btoa('["tickets",{"number":1}]')}`)
  expect(wrong.status).toBe(400)
})

describe('policies', () => {
  test('a changed policy counts for open tickets from their beginning, and not for what is over', async () => {
    const over = await service.ticket('critical')
    await service.move(over, { to: 'accepted' })
    const open = await service.ticket('critical')
    pass(90)
    const version = await put({ ...shipped, rules: [{ respond: 10, resolve: 100 }], warnings: [] })
    expect(version.status).toBe(200)
    await sweepClocks(service.db, service.clock.now)
    expect(await service.detail(open)).toMatchObject({
      resolveByMs: NOW + 100 * MINUTE_MS,
      clocks: { response: { state: 'breached', policyVersion: version.body.version } },
    })
    expect((await service.detail(over)).clocks.response).toMatchObject({ state: 'met', policyVersion: 1 })
    await look(open) // as the alarm that the sweep has set does
    expect(await service.fired(open)).toEqual(['response breach', 'response escalation 0 lead'])

    await put(shipped)
    await put({ ...shipped, rules: [{ respond: 1000, resolve: 1000 }], warnings: [] })
    await look(open)
    expect((await service.detail(open)).clocks.response).toMatchObject({ state: 'running' })
    pass(1000)
    await look(open)
    expect((await service.fired(open)).slice(2)).toEqual([
      'response breach again (2)',
      'response escalation 0 lead again (2)',
      'resolution breach',
      'resolution escalation 0 lead',
    ])
    await put(shipped)
  })

  test('earlier versions are kept', async () => {
    const first = await service.call<SlaPolicyVersion>('GET', '/sla/policy?version=1')
    expect(first.body).toMatchObject({ version: 1, actor: 'system', policy: shipped })
    expect((await service.call('GET', '/sla/policy?version=99')).status).toBe(404)
    const newest = await service.call<SlaPolicyVersion>('GET', '/sla/policy')
    expect(newest.body.actor).toBe('admin')
  })

  test.each<[object, string]>([
    [{ rules: [] }, '/rules'],
    [{ rules: [{ respond: 0, resolve: 1 }] }, '/rules/0/respond'],
    [{ rules: [{ respond: 1 }] }, '/rules/0/resolve'],
    [{ rules: [{ priority: 'P9', respond: 1, resolve: 1 }] }, '/rules/0/priority'],
    [{ rules: [{ respond: 1, resolve: 1, calendar: 'nowhere' }] }, '/rules/0/calendar'],
    [
      {
        rules: [
          { respond: 1, resolve: 1 },
          { respond: 1, resolve: 1 },
        ],
      },
      '/rules/1',
    ],
    [{ pausing: ['closed'] }, '/pausing/0'],
    [{ warnings: [0] }, '/warnings/0'],
    [{ warnings: [60, 60] }, '/warnings'],
    [{ escalation: [{ after: 0, to: 'boss' }] }, '/escalation/0/to'],
  ])('%j is refused at %s', async (part, pointer) => {
    const { status, body } = await service.call<{ errors: { pointer: string }[] }>('PUT', '/sla/policy', {
      ...shipped,
      ...part,
    })
    expect(status).toBe(400)
    expect(body.errors.map(error => error.pointer)).toContain(pointer)
  })
})

const office: Calendar = {
  id: 'office',
  timeZone: 'Europe/Berlin',
  weekly: [1, 2, 3, 4, 5].map(day => ({ day, from: '08:00', to: '17:00' })),
  holidays: ['2026-04-03', '2026-04-06', '2026-12-25'],
  exceptions: [{ date: '2026-12-24', hours: [{ from: '08:00', to: '12:00' }] }],
}

describe('calendars', () => {
  /** Made by hand: 27 h of office time. */
  test.each([
    ['a week without anything', '2026-06-08T06:00Z', '2026-06-10T15:00Z'],
    ['over a weekend', '2026-06-12T12:00Z', '2026-06-17T12:00Z'],
    ['over the spring change', '2026-03-27T13:00Z', '2026-04-01T12:00Z'],
    ['over the autumn change', '2026-10-23T12:00Z', '2026-10-28T13:00Z'],
    ['over Easter', '2026-04-02T06:00Z', '2026-04-08T15:00Z'],
    ['over Christmas', '2026-12-23T07:00Z', '2026-12-29T12:00Z'],
    ['from the middle of a night', '2026-06-08T23:30Z', '2026-06-11T15:00Z'],
  ])('%s: made at %s, due at %s', async (_, made, due) => {
    await service.call('PUT', '/calendars/office', office)
    await put({ ...shipped, rules: [{ respond: null, resolve: 27 * 60, calendar: 'office' }] })
    service.clock.now = Date.parse(made)
    const ticket = await service.detail(await service.ticket('major'))
    expect(new Date(ticket.resolveByMs ?? 0).toISOString()).toBe(new Date(due).toISOString())
    expect(ticket.clocks).toMatchObject({ response: null, resolution: { calendar: 'office' } })
    service.clock.now = Date.parse(made)
    await put(shipped)
  })

  test('a holiday that is entered late moves what is due', async () => {
    await service.call('PUT', '/calendars/late', { ...office, id: 'late' })
    await put({ ...shipped, rules: [{ respond: null, resolve: 60, calendar: 'late' }] })
    service.clock.now = Date.parse('2026-06-12T14:30Z')
    const number = await service.ticket('major')
    expect((await service.detail(number)).resolveByMs).toBe(Date.parse('2026-06-15T06:30Z'))
    await service.call('PUT', '/calendars/late', { ...office, id: 'late', holidays: ['2026-06-15'] })
    await sweepClocks(service.db, service.clock.now)
    expect((await service.detail(number)).resolveByMs).toBe(Date.parse('2026-06-16T06:30Z'))
    await put(shipped)
  })

  test('one that is used stays, one that is not goes', async () => {
    await service.call('PUT', '/calendars/unused', { ...office, id: 'unused' })
    expect((await service.call('DELETE', '/calendars/unused')).status).toBe(204)
    expect((await service.call('DELETE', '/calendars/unused')).status).toBe(404)
    const used = await service.call<{ detail: string }>('DELETE', '/calendars/late')
    expect(used.status).toBe(409)
    expect(used.body.detail).toMatch(/^Calendar late is used by version \d+ of the SLA policy\.$/)
    expect((await service.call('DELETE', '/calendars/always')).status).toBe(409)
    expect((await service.call('PUT', '/calendars/always', { ...office, id: 'always' })).status).toBe(409)
    const listed = await service.call<{ items: Calendar[] }>('GET', '/calendars')
    expect(listed.body.items.map(({ id }) => id)).toEqual(['always', 'late', 'office'])
  })

  test.each<[object, string]>([
    [{ id: 'other' }, '/id'],
    [{ timeZone: 'Europe/Atlantis' }, '/timeZone'],
    [{ weekly: [{ day: 8, from: '08:00', to: '17:00' }] }, '/weekly/0/day'],
    [{ weekly: [{ day: 1, from: '8:00', to: '17:00' }] }, '/weekly/0/from'],
    [{ weekly: [{ day: 1, from: '24:00', to: '08:00' }] }, '/weekly/0/from'],
    [{ weekly: [{ day: 1, from: '08:00', to: '08:00' }] }, '/weekly/0/to'],
    [{ holidays: ['2026-02-29'] }, '/holidays/0'],
    [{ exceptions: [{ date: '2026-12-24' }] }, '/exceptions/0/hours'],
  ])('%j is refused at %s', async (part, pointer) => {
    const { status, body } = await service.call<{ errors: { pointer: string }[] }>(
      'PUT',
      '/calendars/wrong',
      {
        ...office,
        id: 'wrong',
        ...part,
      },
    )
    expect(status).toBe(400)
    expect(body.errors.map(error => error.pointer)).toContain(pointer)
  })
})

test('attainment counts what was kept, what was not and what is not decided', async () => {
  service.clock.now = Date.UTC(2027, 0, 4)
  const from = service.clock.now
  const numbers = [
    await service.ticket('critical'),
    await service.ticket('critical'),
    await service.ticket('major'),
  ]
  const [kept = 0, , cancelled = 0] = numbers
  await service.ticket('minor', 'B')
  service.clock.now += 20 * MINUTE_MS
  await service.move(kept, { to: 'accepted' })
  await service.move(cancelled, { to: 'cancelled', reason: 'Nothing to see.' })
  service.clock.now += 20 * MINUTE_MS
  const { status, body } = await service.call<Attainment>('GET', `/sla/attainment?from=${from}&by=priority`)
  expect(status).toBe(200)
  const none = { met: 0, missed: 0, running: 0, share: null }
  expect(body.items).toEqual([
    {
      key: 'P1',
      tickets: 2,
      response: { met: 1, missed: 1, running: 0, share: 0.5 },
      resolution: { ...none, running: 2 },
    },
    { key: 'P2', tickets: 1, response: none, resolution: none },
    { key: 'P4', tickets: 1, response: { ...none, running: 1 }, resolution: { ...none, running: 1 } },
  ])
  expect(body.total).toMatchObject({ tickets: 4, response: { met: 1, missed: 1, running: 1, share: 0.5 } })
  const byTeam = await service.call<Attainment>('GET', `/sla/attainment?from=${from}&by=team`)
  expect(byTeam.body.items.map(({ key }) => key)).toEqual(['maintenance'])
  expect((await service.call('GET', `/sla/attainment?from=${from}&to=${from}`)).status).toBe(400)
  const empty = await service.call<Attainment>('GET', `/sla/attainment?from=1&to=2`)
  expect(empty.body).toMatchObject({ items: [], total: { tickets: 0 } })
})

test('a priority that is changed by hand moves the clocks', async () => {
  const number = await service.ticket('major')
  pass(60)
  await service.db.transaction().execute(async trx => {
    const act = { actor: 'admin', nowMs: service.clock.now }
    const set = { priority: 'P1' } as const
    await changeAndFollow(trx, await lockTicket(trx, number), act, {
      type: 'priority',
      set,
      reason: 'It smokes.',
    })
  })
  expect(await service.detail(number)).toMatchObject({
    respondByMs: NOW + 30 * MINUTE_MS,
    resolveByMs: NOW + 240 * MINUTE_MS,
    clocks: { response: { state: 'breached' }, resolution: { state: 'running' } },
  })
  expect(await service.fired(number)).toEqual([
    'response warning 60',
    'response breach',
    'response escalation 0 lead',
  ])
})
