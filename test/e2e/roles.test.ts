import mqtt from 'mqtt'
import { afterAll, expect, test } from 'vitest'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { eventually, place, startForewarn } from '../services/forewarn.ts'
import { testDatabase } from '../services/postgres.ts'

const database = await testDatabase()
const places = [await place({ empty: true }), await place({ empty: true })] as const
afterAll(async () => {
  for (const { remove } of places) await remove()
  await database.drop()
})

test('the roles run as two processes on one database, as Compose runs them', async () => {
  const env = { DATABASE_URL: database.url }
  const [pipeline, ticketing] = await Promise.all([
    startForewarn(places[0], { command: ['start', '--role', 'pipeline'], env }),
    startForewarn(places[1], { command: ['start', '--role', 'ticketing'], env }),
  ])
  await ticketing.api('POST', '/assets', { id: 'fan-1', site: 'plant', class: 'generic', criticality: 'C' })
  const device = { id: 'fan-1', site: 'plant', asset: 'fan-1' }
  const { body } = await ticketing.api<{ secret: string }>('POST', '/devices', device)
  const client = await mqtt.connectAsync(pipeline.mqttUrl, { username: 'fan-1', password: body.secret })
  await client.publishAsync('telemetry/plant/fan-1', '{"values": {"speed": 1450}}', { qos: 1 })
  await client.endAsync()
  await eventually(async () => {
    const series = await ticketing.api<{ items: SeriesPoint[] }>('GET', '/devices/fan-1/series?metric=speed')
    return series.body.items[0]?.value === 1450 ? true : undefined
  })

  const text = async (url: string) => (await fetch(url)).text()
  expect(await text(`${pipeline.httpUrl}/metrics`)).toContain(
    'forewarn_broker_messages_stored_total{role="pipeline",thread="intake"} 1',
  )
  expect(await text(`${pipeline.httpUrl}/readyz`)).toContain('messageLog')
  expect(await text(`${ticketing.httpUrl}/metrics`)).not.toContain('role="pipeline"')
  const ends = await Promise.all([pipeline.end('SIGTERM'), ticketing.end('SIGTERM')])
  expect(ends.map(({ code }) => code)).toEqual([0, 0])
})
