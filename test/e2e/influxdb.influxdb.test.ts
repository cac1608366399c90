import mqtt from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { ADMIN_TOKEN, eventually, place, startForewarn } from '../services/forewarn.ts'
import { startInfluxdb } from '../services/influxdb.ts'

const influxdb = await startInfluxdb()
const here = await place()
afterAll(async () => {
  await influxdb.stop()
  await here.remove()
})

test('with INFLUX_URL the telemetry goes to InfluxDB and is read from there', async () => {
  await influxdb.query('create database plant_data')
  const env = { INFLUX_URL: influxdb.url, INFLUX_DATABASE: 'plant_data' }
  const forewarn = await startForewarn(here, { env })
  await forewarn.api('POST', '/assets', { id: 'fan-1', site: 'plant', class: 'generic', criticality: 'C' })
  await forewarn.api('POST', '/devices', { id: 'fan-1', site: 'plant', asset: 'fan-1' })
  const client = await mqtt.connectAsync(forewarn.mqttUrl, { username: 'admin', password: ADMIN_TOKEN })
  await client.publishAsync(
    'telemetry/plant/fan-1',
    '{"ts": "2026-03-01T12:00:00Z", "values": {"speed": 1450}}',
    {
      qos: 1,
    },
  )
  await client.endAsync()

  const path = '/devices/fan-1/series?metric=speed&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z'
  const points = await eventually(async () => {
    const { items } = (await forewarn.api<{ items: SeriesPoint[] }>('GET', path)).body
    return items.length > 0 ? items : undefined
  })
  expect(points).toEqual([{ ts: Date.UTC(2026, 2, 1, 12), value: 1450 }])
  const stored = await influxdb.query('select count(speed) from plant_data.autogen.generic')
  expect(JSON.stringify(stored)).toContain('"count"')
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
})
