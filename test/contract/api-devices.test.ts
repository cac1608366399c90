import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Device } from '../../ticketing/domain/registry.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.registerPump('gateway', 'gateway-1')
})
afterAll(() => service.close())

const placed = { site: 'plant-1', asset: 'pump-7' }
const create = (device: object) =>
  service.call<Device & Problem & { secret: string }>('POST', '/devices', { ...placed, ...device })
const change = (id: string, to: object) => service.call<Device & Problem>('PATCH', `/devices/${id}`, to)

describe('a device with everything', () => {
  const options = {
    address: 'Plant 1/Press line/Press 4',
    gateway: 'gateway-1',
    metrics: [
      { source: 'Temperatures/Motor 1', metric: 'temperature', unit: '°F', scale: 0.1, offset: -2 },
      { source: 'N', metric: 'speed' },
    ],
    silentAfterS: 86_400,
  }

  test('answers what was given, and nothing is known of it yet', async () => {
    const { status, body } = await create({ id: 'press-4', ...options })
    expect(status).toBe(201)
    expect(body).toMatchObject({ id: 'press-4', ...placed, ...options })
    expect((await service.call<Device>('GET', '/devices/press-4')).body.state).toEqual({
      status: null,
      statusSinceMs: null,
      lastSeenMs: null,
      lastObservedMs: null,
      clockAheadMs: null,
      silentSinceMs: null,
      attributes: {},
    })
  })

  test('is listed by its gateway, which cannot be deleted', async () => {
    const { body } = await service.call<{ items: Device[] }>('GET', '/devices?gateway=gateway-1')
    expect(body.items.map(({ id }) => id)).toEqual(['press-4'])
    const refused = await service.call<Problem>('DELETE', '/devices/gateway-1')
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('press-4')])
  })

  test('changes one thing and keeps the others; null clears', async () => {
    expect((await change('press-4', { silentAfterS: 60 })).body).toMatchObject({
      ...options,
      silentAfterS: 60,
    })
    const cleared = { address: null, gateway: null, metrics: [], silentAfterS: null }
    expect((await change('press-4', cleared)).body).toMatchObject(cleared)
    expect((await change('press-4', { address: options.address })).body).toMatchObject({
      address: options.address,
    })
  })
})

describe('a name leads to one device', () => {
  beforeAll(async () => {
    await create({ id: 'a-1', address: 'A one' })
  })

  test.each([
    ['an id that is an id', { id: 'a-1' }, 'Device a-1 exists already'],
    ['an address that is an id', { id: 'a-2', address: 'sensor-7' }, 'sensor-7 is a name of device sensor-7'],
    ['an address that is an address', { id: 'a-2', address: 'A one' }, 'A one is a name of device a-1'],
  ])('%s', async (_, device, detail) => {
    const { status, body } = await create(device)
    expect([status, body.detail]).toEqual([409, expect.stringContaining(detail)])
  })

  test('an id that is an address', async () => {
    await create({ id: 'b-1', address: 'b-2' })
    expect((await create({ id: 'b-2' })).body.detail).toContain('b-2 is a name of device b-1')
    await change('b-1', { address: null })
    expect((await create({ id: 'b-2' })).status).toBe(201)
  })

  test('a change to a name that is taken', async () => {
    const { status, body } = await change('sensor-7', { address: 'A one' })
    expect([status, body.detail]).toEqual([409, expect.stringContaining('device a-1')])
    expect((await change('a-1', { address: 'A one' })).status).toBe(200)
  })

  test('under a race one wins', async () => {
    for (let round = 0; round < 5; round++) {
      const address = `race ${round}`
      const answers = await Promise.all([0, 1, 2, 3].map(n => create({ id: `race-${round}-${n}`, address })))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
    }
  })
})

test.each<[string, object, string, string]>([
  ['its own address', { address: 'c-1' }, '/address', 'leave it out'],
  ['the administrator as address', { address: 'admin' }, '/address', 'no name for a device'],
  ['the external broker as address', { address: '$external' }, '/address', 'no name for a device'],
  ['an address with a line end', { address: 'a\nb' }, '/address', 'must be'],
  ['itself as gateway', { gateway: 'c-1' }, '/gateway', 'not its own gateway'],
  ['an unknown gateway', { gateway: 'nobody' }, '/gateway', 'register the gateway first'],
  ['a gateway at another site', { gateway: 'far-1' }, '/gateway', 'is at site plant-2'],
  [
    'a source twice',
    { metrics: ['t', 'u'].map(metric => ({ source: 'x', metric })) },
    '/metrics/1/source',
    'twice',
  ],
  ['a metric that is no key', { metrics: [{ source: 'x', metric: '1/x' }] }, '/metrics/0/metric', 'must be'],
  ['no patience', { silentAfterS: 5 }, '/silentAfterS', 'from 10'],
])('is refused: %s', async (_, options, pointer, words) => {
  const far = { site: 'plant-2', class: 'pump', criticality: 'C' }
  await service.call('POST', '/assets', { id: 'far', ...far })
  await service.call('POST', '/devices', { id: 'far-1', site: 'plant-2', asset: 'far' })
  const { status, body } = await create({ id: 'c-1', ...options })
  expect(status).toBe(400)
  expect(body.errors).toEqual([{ pointer, detail: expect.stringContaining(words) }])
})

test('a class says after which silence its devices are looked for', async () => {
  const { call } = service
  expect((await call('GET', '/classes/pump')).body).toMatchObject({ silentAfterS: 900 })
  expect((await call('GET', '/classes/generic')).body).toMatchObject({ silentAfterS: 3_600 })
  const oven = { id: 'oven', name: 'Oven', metrics: [], acceptsAnyMetric: true }
  expect((await call('POST', '/classes', oven)).body).toEqual(oven)
  const watched = { ...oven, silentAfterS: 120 }
  expect((await call('PUT', '/classes/oven', watched)).body).toEqual(watched)
  expect((await call('GET', '/classes/oven')).body).toEqual(watched)
  expect((await call('PUT', '/classes/oven', oven)).body).toEqual(oven)
})
