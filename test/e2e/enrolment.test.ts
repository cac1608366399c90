import mqtt from 'mqtt'
import { expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { eventually, place, startForewarn } from '../services/forewarn.ts'

const ID = 'press-9'
const topic = `telemetry/plant/${ID}`
const login = { username: ID, password: 'chosen by the maker', reconnectPeriod: 200 }
const said = (n: number) => JSON.stringify({ ts: Date.UTC(2026, 0, 1) + n, values: { force: n } })

interface Waiting {
  name: string
  hasSecret: boolean
  sample: string
  metrics: string[]
}

test('a device enrols itself, is approved, and all that it said before and after is readable', async () => {
  const here = await place()
  const closed = await startForewarn(here)
  await expect(
    mqtt.connectAsync(closed.mqttUrl, { ...login, reconnectPeriod: 0, protocolVersion: 4 }, false),
  ).rejects.toMatchObject({ code: 4 })
  await eventually(async () => (/press-9.*DEVICE_ENROLMENT=open/.test(closed.output()) ? true : undefined))
  expect((await closed.end('SIGTERM')).code).toBe(0)

  const forewarn = await startForewarn(here, { env: { DEVICE_ENROLMENT: 'open' } })
  await forewarn.api('POST', '/assets', { id: 'press', site: 'plant', class: 'generic', criticality: 'B' })
  const device = await mqtt.connectAsync(forewarn.mqttUrl, { ...login, protocolVersion: 4 })
  let connected = 1
  device.on('connect', () => {
    connected += 1
  })
  for (let n = 0; n < 5; n++) await device.publishAsync(topic, said(n), { qos: 1 })
  const waiting = await eventually(async () => {
    const { body } = await forewarn.api<{ items: Waiting[] }>('GET', '/quarantine')
    return body.items.find(({ metrics }) => metrics.length > 0)
  })
  expect(waiting).toMatchObject({ name: ID, hasSecret: true, metrics: ['force'] })
  expect(JSON.parse(waiting.sample)).toMatchObject({ values: { force: expect.any(Number) } })

  const approved = await forewarn.api<object>('POST', `/quarantine/${ID}/approval`, { asset: 'press' })
  expect([approved.status, 'secret' in approved.body]).toEqual([201, false])
  await eventually(async () => (connected > 1 ? true : undefined), { what: 'a login as a device' })
  const [granted] = await device.subscribeAsync(`commands/plant/${ID}`, { qos: 1 })
  expect(granted?.qos).toBe(1)
  for (let n = 5; n < 60; n++) await device.publishAsync(topic, said(n), { qos: 1 })
  await eventually(async () => {
    const path = `/devices/${ID}/series?metric=force&from=${Date.UTC(2026, 0, 1)}&to=${Date.UTC(2026, 0, 2)}`
    const { body } = await forewarn.api<{ items: SeriesPoint[] }>('GET', path)
    return body.items.length === 60 ? true : undefined
  })
  const dead = () => forewarn.api<{ items: object[] }>('GET', '/dead-letters')
  await eventually(async () => ((await dead()).body.items.length === 0 ? true : undefined))
  await device.endAsync()
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
  await here.remove()
})
