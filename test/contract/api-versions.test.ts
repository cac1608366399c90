import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LedgerEvent } from '../../ticketing/domain/ledger.ts'
import { shippedWorkflow } from '../../ticketing/domain/shipped-workflow.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import { defaultPolicy } from '../../ticketing/domain/ticket-policy.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { finding } from './ticketing-fixtures.ts'
import { type Answer, NOW, request, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
  await service.call('POST', '/classes', press)
  await service.call('PUT', '/formats/presses', format)
  await service.call('PUT', '/calendars/office', office)
  await service.deliver(finding())
  await service.judged()
  await service.call('POST', '/maintenance-windows', pause)
})
afterAll(() => service.close())

const MINUTE = 60_000
const weekly = [{ day: 1, from: '08:00', to: '16:00' }]
const office = { id: 'office', timeZone: 'UTC', weekly, holidays: [], exceptions: [] }
const pause = { name: 'Pause', site: 'plant-1', once: { fromMs: NOW, toMs: NOW + MINUTE } }
const press = { id: 'press', name: 'Press', metrics: [{ key: 'force', unit: 'kN' }], acceptsAnyMetric: false }
const format = { id: 'presses', topic: 'factory/{site}/{device}', codec: 'json' }

const slaPolicy = {
  rules: [{ respond: 60, resolve: 600 }],
  pausing: ['paused'],
  warnings: [],
  escalation: [],
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const ask = <T = Record<string, unknown>>(
  method: Method,
  path: string,
  headers: Record<string, string>,
  payload?: object,
): Promise<Answer<T>> =>
  request<T>(service.app, { method, url: `/api/v1${path}`, headers, ...(payload && { payload }) })

const etagOf = async (path: string) => String((await ask('GET', path, {})).headers.etag)

const single: [path: string, method: Method, change: object, changes: string][] = [
  ['/sites/plant-1', 'PATCH', { name: 'Works' }, '/sites/plant-1'],
  ['/classes/press', 'PUT', { ...press, silentAfterS: 60 }, '/classes/press'],
  ['/assets/pump-7', 'PATCH', { criticality: 'B' }, '/assets/pump-7'],
  ['/devices/sensor-7', 'PATCH', { silentAfterS: 60 }, '/devices/sensor-7'],
  ['/teams/maintenance', 'PATCH', { name: 'Crew' }, '/teams/maintenance'],
  ['/formats/presses', 'PUT', { ...format, position: 7 }, '/formats/presses'],
  ['/routing', 'PUT', { team: 'maintenance', routes: [] }, '/routing'],
  ['/ticket-policy', 'PUT', defaultPolicy, '/ticket-policy'],
  ['/sla/policy', 'PUT', slaPolicy, '/sla/policy'],
  ['/calendars/office', 'PUT', { ...office, holidays: ['2026-12-25'] }, '/calendars/office'],
  ['/maintenance-windows/1', 'PUT', { ...pause, name: 'Longer' }, '/maintenance-windows/1'],
  ['/workflows/preventive', 'PUT', shippedWorkflow, '/workflows/preventive'],
  ['/tickets/1', 'POST', { to: 'accepted' }, '/tickets/1/transitions'],
]

describe.each(single)('%s', (path, method, change, changes) => {
  test('has a version: a change of another one is refused with the version of now, a change of this one makes a new one', async () => {
    const etag = await etagOf(path)
    expect(etag).toMatch(/^"\d+"$/)
    const stale = await ask<Problem>(method, changes, { 'if-match': '"999999"' }, change)
    expect(stale.body).toMatchObject({
      status: 412,
      code: 'precondition_failed',
      detail: expect.stringContaining(`its ETag is ${etag} now. Read it again`),
    })
    expect(await etagOf(path)).toBe(etag)
    const changed = await ask(method, changes, { 'if-match': etag }, change)
    expect(changed.status).toBe(200)
    expect(changed.headers.etag).toBe(await etagOf(path))
    expect(changed.headers.etag).not.toBe(etag)
    expect((await ask(method, changes, { 'if-match': etag }, change)).status).toBe(412)
  })
})

describe.each(single.filter(([path]) => !path.startsWith('/devices')))('%s', path => {
  test('is not sent again to who has it', async () => {
    const etag = await etagOf(path)
    for (const known of [etag, `W/${etag}`, `"0", ${etag}`, '*']) {
      const answer = await ask('GET', path, { 'if-none-match': known })
      expect([known, answer.status, answer.body, answer.headers.etag]).toEqual([known, 304, undefined, etag])
      expect(answer.headers['content-type']).toBeUndefined()
    }
    expect((await ask('GET', path, { 'if-none-match': '"0"' })).status).toBe(200)
  })
})

describe('If-Match', () => {
  const rename = (ifMatch: string, name: string) =>
    ask<Problem>('PATCH', '/sites/plant-1', { 'if-match': ifMatch }, { name })

  test('* takes any version, a list each of its own; a weak one is never equal', async () => {
    expect((await rename('*', 'A')).status).toBe(200)
    expect((await rename(`"0", ${await etagOf('/sites/plant-1')}`, 'B')).status).toBe(200)
    expect((await rename(`W/${await etagOf('/sites/plant-1')}`, 'C')).status).toBe(412)
    expect((await rename('"some-text"', 'C')).status).toBe(412)
  })

  test.each(['12', '"12', 'W/12', '"1" "2"', ''])(
    '%s is malformed, and 400 says what would be right',
    async header => {
      const { body } = await rename(header, 'C')
      expect(body).toMatchObject({ status: 400, code: 'invalid' })
      expect(body.errors).toEqual([
        { pointer: '/headers/if-match', detail: expect.stringContaining('in double quotes, such as "12"') },
      ])
    },
  )

  test('guards a deletion too, and what is not there is 404', async () => {
    await service.call('POST', '/sites', { id: 'doomed', name: 'Doomed', timeZone: 'UTC' })
    expect((await ask('DELETE', '/sites/doomed', { 'if-match': '"0"' })).status).toBe(412)
    expect(
      (await ask('DELETE', '/sites/doomed', { 'if-match': await etagOf('/sites/plant-1') })).status,
    ).toBe(412)
    expect((await ask('DELETE', '/sites/doomed', { 'if-match': await etagOf('/sites/doomed') })).status).toBe(
      204,
    )
    expect((await ask('DELETE', '/sites/doomed', { 'if-match': '"1"' })).status).toBe(404)
  })

  test('of 20 at once who have seen the same version one wins, and no change is lost unseen', async () => {
    const etag = await etagOf('/assets/pump-7')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ask('PATCH', '/assets/pump-7', { 'if-match': etag }, { name: `Pump ${n}` }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(19).fill(412)])
  })

  test('with an Idempotency-Key a change that was made is answered again, though the version is older now', async () => {
    const headers = { 'if-match': await etagOf('/sites/plant-1'), 'idempotency-key': 'conditional' }
    const first = await ask('PATCH', '/sites/plant-1', headers, { name: 'Once' })
    const second = await ask('PATCH', '/sites/plant-1', headers, { name: 'Once' })
    expect([second.status, second.headers.etag]).toEqual([200, first.headers.etag])
  })
})

describe('the ledger', () => {
  const events = async (query: string) =>
    (await service.call<{ items: LedgerEvent[]; nextCursor: string | null }>('GET', `/ledger?${query}`)).body

  test('has every change with what it was before and after, newest first', async () => {
    const { call } = service
    await call('POST', '/assets', { id: 'fan-1', site: 'plant-9', class: 'fan', criticality: 'C' })
    await call('PATCH', '/assets/fan-1', { criticality: 'A', name: 'Fan' })
    await call('PATCH', '/assets/fan-1', { criticality: 'A' }) // changes nothing
    await call('DELETE', '/assets/fan-1')
    const { items } = await events('subject=asset&id=fan-1')
    expect(items).toMatchObject([
      { type: 'deleted', actor: 'admin', before: { name: 'Fan', site: 'plant-9' }, after: {} },
      {
        type: 'changed',
        before: { criticality: 'C', name: 'fan-1' },
        after: { criticality: 'A', name: 'Fan' },
      },
      { type: 'created', before: {}, after: { id: 'fan-1', site: 'plant-9', class: 'fan' } },
    ])
    expect(items).toHaveLength(3)
    expect((await events('subject=site&id=plant-9')).items).toMatchObject([
      { type: 'created', actor: 'admin', after: { id: 'plant-9', timeZone: 'UTC' } },
    ])
  })

  test('a value that is taken away is in it as null', async () => {
    await service.call('PUT', '/classes/press', { ...press, silentAfterS: 90 })
    await service.call('PUT', '/classes/press', press)
    const { items } = await events('subject=class&id=press&limit=1')
    expect(items).toMatchObject([{ before: { silentAfterS: 90 }, after: { silentAfterS: null } }])
  })

  test('a new secret is in it, and not what it is; what a device says of itself is no change', async () => {
    const { body } = await service.call<{ secret: string }>('POST', '/devices/sensor-7/secret')
    const { items } = await events('subject=device&id=sensor-7')
    expect(items[0]).toMatchObject({ type: 'secret_renewed', before: {}, after: {} })
    expect(JSON.stringify(items)).not.toContain(body.secret)
    expect(JSON.stringify(items)).not.toMatch(/secretHash|lastSeenMs/)
  })

  test('takes filters and is read page by page', async () => {
    const all: LedgerEvent[] = []
    let cursor = ''
    do {
      const page = await events(`actor=admin&limit=3${cursor}`)
      all.push(...page.items)
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
    } while (cursor)
    const { rows } = await service.pool.query(
      `select id from ticketing.events where actor = 'admin' order by id desc`,
    )
    expect(all.map(({ id }) => id)).toEqual(rows.map(({ id }) => Number(id)))
    expect((await events(`subject=class&type=created&to=${NOW}`)).items).toHaveLength(11) // the seed's
    expect(
      (await events(`subject=class&type=created&from=${new Date(NOW).toISOString()}`)).items,
    ).toMatchObject([{ subjectId: 'press' }])
  })

  test('an id goes with a subject', async () => {
    const { body } = await service.call<Problem>('GET', '/ledger?id=pump-7')
    expect(body.errors).toMatchObject([{ pointer: '/query/id' }])
  })
})

describe('as it was at an instant', () => {
  const at = <T>(path: string, ms: number | string) => service.call<T>('GET', `${path}?at=${ms}`)

  test('a class with its limits, an asset; also when they are deleted', async () => {
    const { call, clock } = service
    const limits = (high: number) => ({
      ...press,
      id: 'oven',
      metrics: [{ key: 'heat', unit: '°C', limits: { high } }],
    })
    await call('POST', '/classes', limits(300))
    await call('POST', '/assets', { id: 'oven-1', site: 'plant-1', class: 'oven', criticality: 'C' })
    clock.now = NOW + MINUTE
    await call('PUT', '/classes/oven', limits(400))
    await call('PATCH', '/assets/oven-1', { criticality: 'A' })
    clock.now = NOW + 2 * MINUTE
    await call('DELETE', '/assets/oven-1')
    await call('DELETE', '/classes/oven')
    clock.now = NOW
    expect((await at('/classes/oven', NOW)).body).toEqual(limits(300))
    expect((await at('/classes/oven', new Date(NOW + MINUTE).toISOString())).body).toEqual(limits(400))
    expect((await at('/assets/oven-1', NOW + MINUTE - 1)).body).toMatchObject({
      criticality: 'C',
      availability: 'in_service',
    })
    expect((await at('/assets/oven-1', NOW + MINUTE)).body).toMatchObject({ criticality: 'A' })
    expect((await at<Problem>('/assets/oven-1', NOW - 1)).body).toMatchObject({
      status: 404,
      detail: `There was no asset oven-1 at ${new Date(NOW - 1).toISOString()}.`,
    })
    expect((await at('/assets/oven-1', NOW + 2 * MINUTE)).status).toBe(404)
    expect((await at('/assets/oven-1', 'yesterday')).status).toBe(400)
  })

  test('what was there before the ledger counts from the beginning', async () => {
    expect((await at('/classes/pump', '2001-01-01T00:00:00Z')).body).toMatchObject({
      id: 'pump',
      silentAfterS: 900,
    })
  })

  test('a ticket, with its history until then; and how long it was in each state', async () => {
    const { call, clock } = service
    await service.registerPump('pump-8', 'sensor-8')
    await service.deliver(finding({ asset: 'pump-8', device: 'sensor-8' }))
    await service.judged()
    const { rows } = await service.pool.query(`select number from ticketing.tickets where asset = 'pump-8'`)
    const path = `/tickets/${rows[0].number}`
    clock.now = NOW + 10 * MINUTE
    await call('POST', `${path}/transitions`, { to: 'accepted' })
    clock.now = NOW + 30 * MINUTE
    await call('POST', `${path}/transitions`, { to: 'on_hold', reason: 'A part is missing.' })
    clock.now = NOW + 45 * MINUTE

    const then = await at<TicketDetail>(path, NOW + 10 * MINUTE)
    expect(then.body).toMatchObject({
      state: 'accepted',
      category: 'active',
      updatedAtMs: NOW + 10 * MINUTE,
      findingCount: 1,
      transitions: [],
      clocks: {
        response: { state: 'met', metAtMs: NOW + 10 * MINUTE },
        resolution: { metAtMs: null, pausedMs: 0 },
      },
    })
    expect(then.body.events.map(({ type }) => type)).not.toContain('on_hold')
    expect((await at<TicketDetail>(path, NOW)).body).toMatchObject({
      state: 'proposed',
      version: 1,
      clocks: { response: { state: 'running', metAtMs: null, elapsedMs: 0 } },
    })
    const now = (await call<TicketDetail>('GET', path)).body
    expect((await at<TicketDetail>(path, NOW + 45 * MINUTE)).body).toMatchObject({
      state: 'on_hold',
      version: now.version,
    })
    expect((await at<Problem>(path, NOW - 1)).body.detail).toMatch(/^There was no ticket \d+ at 2026-/)
    expect((await call<{ items: object[] }>('GET', `${path}/dwell`)).body.items).toMatchObject([
      { state: 'proposed', category: 'review', ms: 10 * MINUTE, isPresent: false },
      { state: 'accepted', category: 'active', ms: 20 * MINUTE },
      { state: 'on_hold', category: 'paused', ms: 15 * MINUTE, isPresent: true },
    ])
    expect((await call('GET', '/tickets/999/dwell')).status).toBe(404)
    clock.now = NOW
  })
})
