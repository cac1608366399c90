import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import type { InfluxOptions } from '../../ingest/stores/influx/client.ts'
import { openInfluxStore } from '../../ingest/stores/influx/influx-store.ts'
import { type InfluxServer, startInfluxdb } from '../services/influxdb.ts'
import { telemetryStoreContract } from './telemetry-store.ts'

telemetryStoreContract('influx', async () => {
  const server = await startInfluxdb()
  await server.query('create database telemetry')
  const store = openInfluxStore({ url: server.url, database: 'telemetry' })
  return {
    store,
    refused: { observedAtMs: Date.UTC(2300) }, // nanoseconds in 64 bits end in 2262
    async stop() {
      await store.close()
      await server.stop()
    },
  }
})

const sample = (device: string, more: Partial<Sample> = {}): Sample => ({
  site: 's',
  asset: 'a',
  device,
  class: 'pump',
  observedAtMs: Date.UTC(2026),
  receivedAtMs: Date.UTC(2026),
  values: { t: 1 },
  ...more,
})
const range = { class: 'pump', metric: 't', fromMs: 0, toMs: Date.UTC(2100), limit: 1_000 }

describe('telemetry store influx, its own', () => {
  const admin = { username: 'root', password: "a:b'ü" }
  let server: InfluxServer
  const open = (more: Partial<InfluxOptions> = {}) =>
    openInfluxStore({ url: server.url, database: 'plant', ...admin, ...more })
  beforeAll(async () => {
    server = await startInfluxdb({ authentication: true })
    await server.query(`create user root with password 'a:b\\'ü' with all privileges`)
    await server.query('create database plant', admin)
    await server.query('create retention policy short on plant duration 1h replication 1', admin)
  })
  afterAll(() => server?.stop())

  test('a wrong password or none is for an operator', async () => {
    for (const wrong of [{ password: 'wrong' }, { username: '', password: '' }]) {
      const store = open(wrong)
      await expect(store.check()).rejects.toMatchObject({ code: 'store_misconfigured', retryable: true })
      await expect(store.write([sample('x')])).rejects.toMatchObject({
        code: 'store_misconfigured',
        message: expect.stringContaining('INFLUX_TOKEN'),
      })
      await store.close()
    }
  })

  test('a missing database is for an operator, and is not created', async () => {
    const store = open({ database: 'missing' })
    await expect(store.check()).rejects.toMatchObject({
      code: 'store_misconfigured',
      message: expect.stringContaining('missing'),
    })
    await expect(store.write([sample('x')])).rejects.toMatchObject({
      code: 'store_misconfigured',
      message: expect.stringMatching(/database not found: "missing".*INFLUX_DATABASE/),
    })
    await expect(store.series({ ...range, device: 'x' })).rejects.toMatchObject({
      code: 'store_misconfigured',
    })
    expect(JSON.stringify(await server.query('show databases', admin))).not.toContain('missing')
    await store.close()
  })

  test('a missing retention policy is for an operator', async () => {
    const store = open({ database: 'plant/none' })
    await expect(store.write([sample('x')])).rejects.toMatchObject({ code: 'store_misconfigured' })
    await store.close()
  })

  test('points older than the retention are named, however many they are', async () => {
    const store = open({ database: 'plant/short' })
    const now = sample('now', { observedAtMs: Date.now() })
    const old = Array.from({ length: 50 }, (_, n) => sample('old', { observedAtMs: Date.UTC(2014) + n }))
    const { rejected } = await store.write([...old, now])
    expect(rejected.map(each => each.sample)).toEqual(old)
    expect(rejected[0]?.detail).toMatch(/beyond retention policy/)
    expect(await store.series({ ...range, device: 'now' })).toHaveLength(1)
    await store.close()
  })

  test('a column that somebody made of text refuses its own points only', async () => {
    const made = await fetch(`${server.url}/write?db=plant&u=root&p=${encodeURIComponent(admin.password)}`, {
      method: 'POST',
      body: `fan,device=other speed="fast" ${Date.UTC(2026)}000000`,
    })
    expect(made.status).toBe(204)
    const store = open()
    const fans = [0, 1, 2].map(n => sample(`fan-${n}`, { class: 'fan', values: { speed: n } }))
    const pumps = [0, 1, 2].map(n => sample(`pump-${n}`))
    const { rejected } = await store.write(
      [...fans, ...pumps].sort((a, b) => a.device.localeCompare(b.device)),
    )
    expect(rejected.map(each => each.sample.device)).toEqual(['fan-0', 'fan-1', 'fan-2'])
    expect(rejected[0]?.detail).toMatch(/field type conflict/)
    for (const { device } of pumps) expect(await store.series({ ...range, device })).toHaveLength(1)
    await store.close()
  })

  test('a server that is gone is temporary', async () => {
    const gone = await startInfluxdb()
    await gone.query('create database plant')
    const store = openInfluxStore({ url: gone.url, database: 'plant' })
    await store.write([sample('x')])
    await gone.stop()
    await expect(store.check()).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    await expect(store.write([sample('x')])).rejects.toMatchObject({ code: 'store_unavailable' })
    await store.close()
  })
})
