import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import {
  ADMIN_TOKEN,
  eventually,
  type Place,
  place,
  type RunningForewarn,
  startForewarn,
} from '../services/forewarn.ts'

let here: Place
let forewarn: RunningForewarn

beforeAll(async () => {
  here = await place({ empty: true })
  forewarn = await startForewarn(here)
})
afterAll(async () => {
  const ended = await forewarn.end('SIGTERM')
  expect(ended).toEqual({ code: 0, signal: null })
  await here.remove()
})

const HOUR_MS = 3_600_000

type List<Item> = { items: Item[] }
type DeadLetter = { reason: string; payload: string }
type Problem = { errors: { pointer: string; detail: string }[] }
type Credentials = { id: string; secret: string }

/** Publishes as any MQTT 3.1.1 client would; resolves when every message is acknowledged. */
async function publish(
  device: { id: string; secret: string },
  site: string,
  bodies: object[],
): Promise<void> {
  const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: device.id, password: device.secret })
  await Promise.all(
    bodies.map(body =>
      client.publishAsync(`telemetry/${site}/${device.id}`, JSON.stringify(body), { qos: 1 }),
    ),
  )
  await client.endAsync()
}

describe('from a reading to a closed ticket', () => {
  test('a limit that is crossed becomes a ticket, and a technician closes it', async () => {
    const press = {
      id: 'press',
      name: 'Press',
      metrics: [{ key: 'oil_temperature', unit: '°C', limits: { high: 80, holdMs: 120_000 } }],
      acceptsAnyMetric: false,
    }
    expect((await forewarn.api('POST', '/classes', press)).status).toBe(201)
    const asset = { id: 'press-1', site: 'plant', class: 'press', criticality: 'A' }
    expect((await forewarn.api('POST', '/assets', asset)).status).toBe(201)
    const device = (
      await forewarn.api<Credentials>('POST', '/devices', { id: 'press-1', site: 'plant', asset: 'press-1' })
    ).body
    expect(device.secret).toMatch(/^[\w-]{32,}$/)

    const startMs = Date.UTC(2026, 4, 4, 6)
    const values = [71, 72, 71, 85, 86, 88, 90, 91, 92, 93]
    const samples = values.map((value, minute) => ({
      ts: startMs + minute * 60_000,
      values: { oil_temperature: value },
    }))
    await publish(device, 'plant', samples)

    const ticket = await eventually(
      async () => (await forewarn.api<List<Ticket>>('GET', '/tickets?asset=press-1')).body.items[0],
    )
    expect(ticket).toMatchObject({
      kind: 'predictive',
      state: 'proposed',
      asset: 'press-1',
      criticality: 'A',
      metric: 'oil_temperature',
      team: 'maintenance',
      observedAtMs: startMs + 3 * 60_000,
    })
    const { body: detail } = await forewarn.api<TicketDetail>('GET', `/tickets/${ticket.number}`)
    expect(detail.firstFinding?.explanation).toContain('Oil temperature')
    expect(detail.firstFinding?.evidence).toMatchObject({ limit: 80 })
    expect(detail.firstFinding?.evidence.series.length).toBeGreaterThan(3)

    const move = (to: string, more = {}) =>
      forewarn.api<TicketDetail & Problem>('POST', `/tickets/${ticket.number}/transitions`, { to, ...more })
    expect((await move('closed')).status).toBe(409)
    expect((await move('accepted')).body.state).toBe('accepted')
    expect((await move('on_site')).body.state).toBe('on_site')
    const incomplete = await move('resolved')
    expect(incomplete.status).toBe(400)
    expect(incomplete.body.errors.map(error => error.pointer)).toEqual(['/failureCode'])
    expect((await move('resolved', { failureCode: 'OHE', resolution: 'cooler cleaned' })).body.state).toBe(
      'verifying',
    )
    expect((await move('closed')).body.errors.map(error => error.pointer)).toEqual(['/outcome'])
    const closed = (await move('closed', { outcome: 'found_as_predicted' })).body
    expect(closed.state).toBe('closed')
    expect(closed.events.map(event => event.to).filter(Boolean)).toEqual([
      'proposed',
      'accepted',
      'on_site',
      'resolved',
      'verifying',
      'closed',
    ])

    const series = await forewarn.api<List<SeriesPoint>>(
      'GET',
      '/devices/press-1/series?metric=oil_temperature&from=2026-05-04T06:00:00Z',
    )
    expect(series.body.items.map(point => point.value)).toEqual(values)
  })

  test('later findings of an episode are added to its ticket, a later episode gets its own', async () => {
    const asset = { id: 'press-2', site: 'plant', class: 'press', criticality: 'C' }
    await forewarn.api('POST', '/assets', asset)
    const device = (
      await forewarn.api<Credentials>('POST', '/devices', { id: 'press-2', site: 'plant', asset: 'press-2' })
    ).body
    const startMs = Date.UTC(2026, 4, 4)
    const hot = (hour: number) => hour < 20 || hour > 60
    const samples = Array.from({ length: 24 * 60 }, (_, i) => i * 0.05).map(hour => ({
      ts: Math.round(startMs + hour * HOUR_MS),
      values: { oil_temperature: hot(hour) ? 85 : 70 },
    }))
    await publish(device, 'plant', samples)
    const tickets = await eventually(async () => {
      const { items } = (await forewarn.api<List<Ticket>>('GET', '/tickets?asset=press-2')).body
      return items.length === 2 && (items[0]?.findingCount ?? 0) > 1 ? items : undefined
    })
    expect(tickets[1]?.findingCount).toBeGreaterThan(2)
    expect(tickets[1]?.cleared).toBe(true)
  })

  test('what is not a sample is a dead letter with its reason, not lost', async () => {
    const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'admin', password: ADMIN_TOKEN })
    await client.publishAsync('telemetry/plant/nobody', '{"values": {"t": 1}}', { qos: 1 })
    await client.publishAsync('telemetry/plant/press-1', '{"values": {"shoe_size": 43}}', { qos: 1 })
    await client.publishAsync('telemetry/plant/press-1', 'not JSON', { qos: 1 })
    await client.endAsync()
    const letters = await eventually(async () => {
      const { items } = (await forewarn.api<List<DeadLetter>>('GET', '/dead-letters')).body
      return items.length >= 3 ? items : undefined
    })
    expect(letters.map(letter => letter.reason).toSorted()).toEqual([
      'malformed_payload',
      'unknown_device',
      'unknown_metric',
    ])
    expect(letters.find(letter => letter.reason === 'malformed_payload')?.payload).toBe('not JSON')
  })
})

test('the pages that describe and observe the service are there', async () => {
  const get = (path: string) => fetch(forewarn.httpUrl + path)
  expect(await (await get('/openapi.json')).json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
  expect((await get('/docs')).status).toBe(200)
  expect((await get('/healthz')).status).toBe(200)
  const metrics = await (await get('/metrics')).text()
  expect(metrics).toMatch(/forewarn_broker_\w+\{.*role="pipeline"/)
  expect(metrics).toMatch(/role="ticketing"/)
  expect(await (await get('/')).text()).toContain('<div id="root">')
  expect((await get('/api/v1/tickets')).status).toBe(401)
})

test('a second start on the same data directory says who has it, and leaves the first one alone', async () => {
  const { dataDir } = here
  const second = place({ empty: true }).then(other => startForewarn({ ...other, dataDir }))
  await expect(second).rejects.toThrow(/another process uses .*fuser/)
  expect((await fetch(`${forewarn.httpUrl}/readyz`)).status).toBe(200)
})
