import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AssetRegistry, LoginChanges } from '../../contracts/registry.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { finding } from './ticketing-fixtures.ts'
import {
  ADMIN_TOKEN,
  eventually,
  quiet,
  startTicketingTest,
  type TicketingTest,
} from './ticketing-harness.ts'

let service: TicketingTest
let pool: pg.Pool
let registry: AssetRegistry & LoginChanges & { close(): Promise<void> }

beforeAll(async () => {
  service = await startTicketingTest()
  pool = new pg.Pool({ connectionString: service.database.url, max: 3 })
  registry = await openAssetRegistry({ pool, adminToken: ADMIN_TOKEN, logger: quiet })
})
afterAll(async () => {
  await registry.close()
  await pool.end()
  await service.close()
})

/** The registry promises changes within a second. */
const withinASecond = (holds: () => Promise<boolean>) => eventually(holds, 1_000)

async function look(id: string) {
  await registry.resolve([id])
  return registry.device(id)
}

test('a device is known with its asset, class and criticality', async () => {
  await service.registerPump()
  expect(registry.device('sensor-7')).toBeUndefined()
  expect(await look('sensor-7')).toMatchObject({
    id: 'sensor-7',
    site: 'plant-1',
    asset: 'pump-7',
    criticality: 'A',
    class: { id: 'pump', acceptsAnyMetric: false },
  })
})

test('an id that was unknown is known within a second after it was registered', async () => {
  expect(await look('sensor-8')).toBeUndefined()
  await service.registerPump('pump-8', 'sensor-8')
  await withinASecond(async () => (await look('sensor-8')) !== undefined)
})

test('changes of the asset and of the class arrive, and nothing is forgotten meanwhile', async () => {
  await look('sensor-7')
  await service.call('PATCH', '/assets/pump-7', { criticality: 'C' })
  await withinASecond(async () => {
    expect(registry.device('sensor-7')).toBeDefined()
    return (await look('sensor-7'))?.criticality === 'C'
  })
  const metrics = [{ key: 'temperature', unit: 'K', limits: { high: 350 } }]
  await service.call('PUT', '/classes/pump', { id: 'pump', name: 'Pump', metrics, acceptsAnyMetric: false })
  await withinASecond(async () => (await look('sensor-7'))?.class.metrics[0]?.unit === 'K')
})

test('a deleted device is gone within a second', async () => {
  await service.registerPump('pump-9', 'sensor-9')
  await look('sensor-9')
  await service.call('DELETE', '/devices/sensor-9')
  await withinASecond(async () => (await look('sensor-9')) === undefined)
})

test('secrets: the right one, a wrong one, a renewed one, the administrator', async () => {
  const { secret } = await service.registerPump('pump-10', 'sensor-10')
  expect(secret).toMatch(/^[A-Za-z0-9_-]{32,}$/)
  expect(await registry.verifySecret('sensor-10', secret)).toBe(true)
  expect(await registry.verifySecret('sensor-10', `${secret}x`)).toBe(false)
  expect(await registry.verifySecret('sensor-7', secret)).toBe(false)
  expect(await registry.verifySecret('nobody', '')).toBe(false)
  expect(await registry.verifySecret('admin', ADMIN_TOKEN)).toBe(true)
  expect(await registry.verifySecret('admin', 'guess')).toBe(false)
  const renewed = await service.call<{ secret: string }>('POST', '/devices/sensor-10/secret')
  await withinASecond(() => registry.verifySecret('sensor-10', renewed.body.secret))
  expect(await registry.verifySecret('sensor-10', secret)).toBe(false)
})

test('it tells whose login no longer holds: moved, a new secret, deleted; and nobody else', async () => {
  const revoked: string[] = []
  registry.onRevoked(ids => revoked.push(...ids))
  for (const n of [11, 12, 13, 14]) {
    await service.registerPump(`pump-${n}`, `sensor-${n}`)
    await look(`sensor-${n}`)
  }
  await service.call('PATCH', '/assets/pump-11', { criticality: 'B' })
  await service.call('POST', '/devices/sensor-12/secret')
  await withinASecond(async () => revoked.includes('sensor-12'))
  await service.call('DELETE', '/devices/sensor-13')
  await withinASecond(async () => revoked.includes('sensor-13'))
  await service.call('POST', '/sites', { id: 'plant-2', name: 'Plant 2', timeZone: 'UTC' })
  await service.call('POST', '/assets', { id: 'far', site: 'plant-2', class: 'pump', criticality: 'C' })
  await service.call('PATCH', '/devices/sensor-14', { asset: 'far' })
  await withinASecond(async () => revoked.includes('sensor-14'))
  expect(revoked).toEqual(['sensor-12', 'sensor-13', 'sensor-14'])
})

test('after a lost LISTEN connection what changed meanwhile is seen', async () => {
  await look('sensor-7')
  pool.on('error', () => undefined)
  service.pool.on('error', () => undefined)
  await service.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await service.pool.query(`update ticketing.assets set criticality = 'B' where id = 'pump-7'`)
  await eventually(async () => (await look('sensor-7').catch(() => undefined))?.criticality === 'B', 3_000)
})

test('thousands of ids are resolved in few statements', async () => {
  await service.pool.query(`insert into ticketing.devices (id, asset, secret_hash)
    select 'many-' || n, 'pump-7', '\\x00' from generate_series(1, 5000) n`)
  const ids = Array.from({ length: 5000 }, (_, index) => `many-${index + 1}`)
  await Promise.all(ids.map(id => registry.resolve([id])))
  expect(ids.every(id => registry.device(id) !== undefined)).toBe(true)
})

test('without a database, what is loaded is answered and the rest is a retryable error', async () => {
  const away = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/none', connectionTimeoutMillis: 500 })
  const cache = await openAssetRegistry({ pool: away, adminToken: ADMIN_TOKEN, logger: quiet })
  const error = { code: 'store_unavailable', retryable: true }
  await expect(cache.resolve(['sensor-7'])).rejects.toMatchObject(error)
  await expect(createFindingSink({ pool: away }).deliver([finding()])).rejects.toMatchObject(error)
  expect(await cache.verifySecret('admin', ADMIN_TOKEN)).toBe(true)
  await cache.close()
  await away.end()
})
