import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EquipmentClass } from '../../contracts/registry.ts'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { finding } from './ticketing-fixtures.ts'
import { ADMIN_TOKEN, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
})
afterAll(() => service.close())

test('a request without a body may say that it is JSON, as many clients always do', async () => {
  await service.call('POST', '/sites', { id: 'empty', name: 'Empty', timeZone: 'UTC' })
  const { statusCode } = await service.app.inject({
    method: 'DELETE',
    url: '/api/v1/sites/empty',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
  })
  expect(statusCode).toBe(204)
})

test('an asset registers its site; PATCH changes what is given; DELETE works from the leaves', async () => {
  const { call } = service
  const asset = { id: 'line-1', site: 'plant-1', class: 'conveyor', criticality: 'B' }
  expect(await call('POST', '/assets', asset)).toMatchObject({
    status: 201,
    body: { ...asset, name: 'line-1', parent: null },
  })
  expect((await call('GET', '/sites/plant-1')).body).toEqual({
    id: 'plant-1',
    location: null,
    name: 'plant-1',
    timeZone: 'UTC',
  })
  const changed = await call('PATCH', '/sites/plant-1', { timeZone: 'Europe/Berlin' })
  expect(changed.body).toEqual({ id: 'plant-1', name: 'plant-1', timeZone: 'Europe/Berlin', location: null })

  await call('POST', '/assets', { ...asset, id: 'motor-1', class: 'motor', parent: 'line-1', name: 'Drive' })
  expect((await call('PATCH', '/assets/motor-1', { criticality: 'A' })).body).toEqual({
    id: 'motor-1',
    site: 'plant-1',
    class: 'motor',
    criticality: 'A',
    name: 'Drive',
    parent: 'line-1',
    availability: 'in_service',
  })
  expect((await call('PATCH', '/assets/motor-1', {})).status).toBe(200)
  expect((await call('PATCH', '/assets/line-1', { parent: 'motor-1' })).status).toBe(400)

  const device = { id: 'sensor-1', site: 'plant-1', asset: 'motor-1' }
  expect(await call('POST', '/devices', device)).toMatchObject({
    status: 201,
    body: { ...device, secret: expect.stringMatching(/^[\w-]{32}$/) },
  })
  expect((await call('GET', '/devices/sensor-1')).body).toMatchObject(device)
  expect((await call('PATCH', '/devices/sensor-1', { asset: 'line-1' })).body).toMatchObject({
    ...device,
    asset: 'line-1',
  })

  for (const [path, status] of [
    ['/assets/line-1', 409],
    ['/devices/sensor-1', 204],
    ['/assets/line-1', 409],
    ['/assets/motor-1', 204],
    ['/assets/line-1', 204],
    ['/sites/plant-1', 204],
    ['/sites/plant-1', 404],
  ] as const) {
    expect((await call('DELETE', path)).status, path).toBe(status)
  }
})

test('two assets that become each other’s parent at once never make a ring', async () => {
  const { call } = service
  const asset = { site: 'plant-2', class: 'pump', criticality: 'C' }
  for (let round = 0; round < 5; round++) {
    await call('POST', '/assets', { ...asset, id: `a-${round}` })
    await call('POST', '/assets', { ...asset, id: `b-${round}` })
    const answers = await Promise.all([
      call('PATCH', `/assets/a-${round}`, { parent: `b-${round}` }),
      call('PATCH', `/assets/b-${round}`, { parent: `a-${round}` }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
  }
})

test('an equipment class: added, replaced, deleted', async () => {
  const { call } = service
  const press = {
    id: 'press',
    name: 'Press',
    metrics: [{ key: 'force', unit: 'kN', limits: { high: 900, holdMs: 1000 } }],
    acceptsAnyMetric: false,
  }
  expect(await call('POST', '/classes', press)).toMatchObject({ status: 201, body: press })
  expect((await call('POST', '/classes', press)).status).toBe(409)
  const wider = { ...press, metrics: [...press.metrics, { key: 'stroke', unit: 'mm' }] }
  expect((await call('PUT', '/classes/press', wider)).body).toEqual(wider)
  expect((await call('PUT', '/classes/press', { ...press, id: 'other' })).status).toBe(400)
  const twice = { ...press, metrics: [...press.metrics, ...press.metrics] }
  expect((await call('PUT', '/classes/press', twice)).status).toBe(400)
  const upsideDown = { ...press, metrics: [{ key: 'force', unit: 'kN', limits: { low: 5, high: 5 } }] }
  expect((await call('PUT', '/classes/press', upsideDown)).body).toMatchObject({
    errors: [{ pointer: '/metrics/0/limits/low' }],
  })
  expect((await call('DELETE', '/classes/press')).status).toBe(204)
})

test('a route sends the next ticket to its team, and says why', async () => {
  const { call } = service
  await call('POST', '/teams', { id: 'mechanics', name: 'Mechanics' })
  const tree = {
    team: 'maintenance',
    routes: [
      { name: 'rotating equipment', match: { class: ['pump', 'fan'] }, team: 'mechanics', routes: [] },
    ],
  }
  expect((await call('PUT', '/routing', tree)).body).toEqual(tree)
  expect((await call('GET', '/routing')).body).toEqual(tree)
  await service.registerPump()
  await service.deliver(finding())
  await service.judged()
  const [row] = (await service.pool.query(`select number from ticketing.tickets where asset = 'pump-7'`)).rows
  const { body } = await call<TicketDetail>('GET', `/tickets/${row?.number}`)
  expect(body.team).toBe('mechanics')
  expect(body.events.find(({ type }) => type === 'routed')).toMatchObject({
    reason: 'Route 1 (rotating equipment) sends it to team mechanics.',
    data: { team: 'mechanics', path: [1] },
  })
  expect((await call('DELETE', '/teams/mechanics')).status).toBe(409)
})

test('failure codes can be added', async () => {
  const { call } = service
  expect((await call('POST', '/failure-codes', { code: 'MIS', name: 'Misalignment' })).status).toBe(201)
  expect((await call('POST', '/failure-codes', { code: 'MIS', name: 'Misalignment' })).status).toBe(409)
})

test('a class says how it fails; a mode that its metrics cannot show is refused, with the place', async () => {
  const { call } = service
  const shipped = (await call<EquipmentClass>('GET', '/classes/pump')).body.failureModes
  expect(shipped?.map(({ mode }) => mode)).toContain('cavitation')
  const mode = {
    mode: 'lining_wear',
    name: { en: 'wear of the lining', zh: '炉衬磨损' },
    failureCode: 'STD',
    signs: [{ metric: 'shell_temperature', symptom: 'high', weight: 1 }],
  }
  const kiln = (...failureModes: object[]) => ({
    ...{ id: 'kiln-2', name: 'Kiln', acceptsAnyMetric: false, failureModes },
    metrics: [{ key: 'shell_temperature', unit: '°C' }],
  })
  const [sign] = mode.signs
  const refused: [object, string][] = [
    [kiln(mode, mode), '/failureModes/1/mode'],
    [kiln({ ...mode, signs: [sign, { ...sign, metric: 'draught' }] }), '/failureModes/0/signs/1/metric'],
    [kiln({ ...mode, signs: [sign, sign] }), '/failureModes/0/signs/1'],
    [kiln({ ...mode, failureCode: 'XXX' }), '/failureModes/0/failureCode'],
    [kiln({ ...mode, signs: [{ ...sign, weight: 2 }] }), '/failureModes/0/signs/0/weight'],
  ]
  for (const [body, pointer] of refused) {
    const answer = await call<Problem>('POST', '/classes', body)
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer])
  }
  const made = await call<EquipmentClass>('POST', '/classes', kiln(mode))
  expect([made.status, made.body.failureModes]).toEqual([201, [mode]])
  const { failureModes: _, ...without } = kiln(mode)
  expect((await call<EquipmentClass>('PUT', '/classes/kiln-2', without)).body.failureModes).toBeUndefined()
})
