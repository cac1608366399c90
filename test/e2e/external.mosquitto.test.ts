import mqtt from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { eventually, place, type RunningForewarn, startForewarn } from '../services/forewarn.ts'
import { startMosquitto } from '../services/mosquitto.ts'

const plant = await startMosquitto()
const here = await place()
afterAll(async () => {
  await plant.stop()
  await here.remove()
})

test("what a device says to the plant's broker is stored, also what it said while Forewarn was away", async () => {
  const env = { EXTERNAL_MQTT_URL: plant.url }
  const first = await startForewarn(here, { env })
  await first.api('POST', '/assets', { id: 'fan-1', site: 'plant', class: 'generic', criticality: 'C' })
  await first.api('POST', '/devices', { id: 'fan-1', site: 'plant', asset: 'fan-1' })
  await eventually(async () => {
    const metrics = await (await fetch(`${first.httpUrl}/metrics`)).text()
    return /^forewarn_external_connections\{.*\} 1$/m.test(metrics) ? true : undefined
  })
  const device = await mqtt.connectAsync(plant.url)
  const say = (speed: number) =>
    device.publishAsync('telemetry/plant/fan-1', JSON.stringify({ values: { speed } }), { qos: 1 })
  // A SUBSCRIBE may still be under way: what comes through says that it is done.
  const stored = async ({ api }: RunningForewarn, speed: number) => {
    const { body } = await api<{ items: SeriesPoint[] }>('GET', '/devices/fan-1/series?metric=speed')
    return body.items.some(({ value }) => value === speed) ? true : undefined
  }
  await eventually(async () => {
    await say(1450)
    return stored(first, 1450)
  })
  expect((await first.end('SIGTERM')).code).toBe(0)
  await say(2900)
  const second = await startForewarn(here, { env })
  await eventually(() => stored(second, 2900))
  await device.endAsync()
  expect((await second.end('SIGTERM')).code).toBe(0)
})
