import mqtt from 'mqtt'
import { expect, test } from 'vitest'
import type { Format } from '../../contracts/format.ts'
import type { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { ADMIN_TOKEN, eventually, place, startForewarn } from '../services/forewarn.ts'

test('a format opens its topic at once, and what comes there is read', async () => {
  const here = await place()
  const forewarn = await startForewarn(here)
  await forewarn.api('POST', '/assets', { id: 'saw-1', site: 'plant', class: 'generic', criticality: 'C' })
  await forewarn.api('POST', '/devices', { id: 'saw-1', site: 'plant', asset: 'saw-1' })
  const format: Format = {
    id: 'factory',
    topic: 'factory/{site}/{device}/up',
    codec: 'json',
    mapping: { values: '/data' },
  }
  const put = await forewarn.api('PUT', '/formats/factory', format)
  expect(put.status, JSON.stringify(put.body)).toBeLessThan(300)
  // Until the broker has heard of it, it hangs up.
  await eventually(async () => {
    const client = await mqtt.connectAsync(forewarn.mqttUrl, {
      username: 'admin',
      password: ADMIN_TOKEN,
      reconnectPeriod: 0,
    })
    const lost = new Promise<undefined>(resolve => client.once('close', () => resolve(undefined)))
    const sent = client.publishAsync('factory/plant/saw-1/up', '{"data": {"speed": 31}}', { qos: 1 })
    const answer = await Promise.race([sent, lost]).catch(() => undefined)
    await client.endAsync(true)
    return answer && true
  })
  await eventually(async () => {
    const { body } = await forewarn.api<{ items: SeriesPoint[] }>('GET', '/devices/saw-1/series?metric=speed')
    return body.items[0]?.value === 31 ? true : undefined
  })
  expect((await forewarn.end('SIGTERM')).code).toBe(0)
  await here.remove()
})
