import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DetectorDescription } from '../../contracts/detector-catalogue.ts'
import type { AssetRegistry } from '../../contracts/registry.ts'
import type { LedgerEvent } from '../../ticketing/domain/ledger.ts'
import type { DetectorInForce, KeptProfile } from '../../ticketing/domain/profile.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import {
  ADMIN_TOKEN,
  eventually,
  NOW,
  quiet,
  request,
  startTicketingTest,
  type TicketingTest,
} from './ticketing-harness.ts'

let service: TicketingTest
let pool: pg.Pool
let registry: AssetRegistry & { close(): Promise<void> }
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.registerPump('pump-8', 'sensor-8')
  pool = new pg.Pool({ connectionString: service.database.url, max: 3 })
  registry = await openAssetRegistry({ pool, adminToken: ADMIN_TOKEN, logger: quiet })
})
afterAll(async () => {
  await registry.close()
  await pool.end()
  await service.close()
})

async function look(id: string) {
  await registry.resolve([id])
  return registry.device(id)
}

describe('the detectors', () => {
  test('are listed with version, mode and the schema of their parameters', async () => {
    const { status, body } = await service.call<{ items: DetectorDescription[] }>('GET', '/detectors')
    expect(status).toBe(200)
    const band = body.items.find(({ name }) => name === 'band')
    expect(band).toMatchObject({ version: 2, scope: 'metric', defaults: { share: 0.2 } })
    expect(band?.schema).toMatchObject({ properties: { share: { type: 'number', default: 0.2 } } })
    expect(band?.summary).toMatch(/^Learns the normal band of any numeric series online/)
    for (const { readme } of body.items) {
      const page = await service.app.inject({
        url: readme,
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      })
      expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/markdown; charset=utf-8'])
    }
    expect((await service.call<Problem>('GET', '/detectors/nothing')).body.detail).toMatch(/there are .*band/)
  })
})

describe('a profile', () => {
  test('is checked against the schema of each detector, and the metrics of the class', async () => {
    const { status, body } = await service.call<Problem>('PUT', '/classes/pump/profile', {
      detectors: {
        band: {
          parameters: { share: 'much', unheardOf: 1 },
          metrics: { nothing: { mode: 'off' }, temperature: { parameters: { adoptMs: -1 } } },
        },
        nobody: {},
      },
    })
    expect(status).toBe(400)
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual([
      '/detectors/band/parameters/unheardOf',
      '/detectors/band/parameters/share',
      '/detectors/band/metrics/nothing',
      '/detectors/band/metrics/temperature/parameters/adoptMs',
      '/detectors/nobody',
    ])
    expect(body.errors?.[1]?.detail).toMatch(/number/)
  })

  test('has versions, with who, when and why; If-Match guards them', async () => {
    const first = await service.call<KeptProfile>('GET', '/assets/pump-7/profile')
    expect(first.body).toMatchObject({ scope: 'asset', id: 'pump-7', version: 0, detectors: {} })
    const put = (share: number, headers: Record<string, string> = {}) =>
      request<KeptProfile & Problem>(service.app, {
        method: 'PUT',
        url: '/api/v1/assets/pump-7/profile',
        headers,
        payload: { detectors: { band: { parameters: { share } } }, reason: `Try ${share}.` },
      })
    expect((await put(0.3, { 'if-match': '"0"' })).body).toMatchObject({
      ...{ version: 1, actor: 'admin', createdAtMs: NOW, reason: 'Try 0.3.' },
    })
    expect((await put(0.4, { 'if-match': '"0"' })).status).toBe(412)
    expect((await put(0.4, { 'if-match': '"1"' })).headers.etag).toBe('"2"')
    expect((await put(0.4)).body.version).toBe(2)
    expect((await service.call<KeptProfile>('GET', '/assets/pump-7/profile?version=1')).body).toMatchObject({
      detectors: { band: { parameters: { share: 0.3 } } },
    })
    expect((await service.call('GET', '/assets/pump-7/profile?version=7')).status).toBe(404)
    type Page = { items: KeptProfile[]; nextCursor: string }
    const page = await service.call<Page>('GET', '/assets/pump-7/profile/versions?limit=1')
    const next = await service.call<Page>(
      'GET',
      `/assets/pump-7/profile/versions?limit=1&cursor=${page.body.nextCursor}`,
    )
    expect([page, next].map(({ body }) => body.items[0]?.version)).toEqual([2, 1])
    expect(next.body.nextCursor).toBeNull()
    const ledger = await service.call<{ items: LedgerEvent[] }>('GET', '/ledger?subject=profile')
    expect(ledger.body.items[0]).toMatchObject({
      ...{ subjectId: 'asset/pump-7', type: 'changed', actor: 'admin', reason: 'Try 0.4.' },
      after: { detectors: { band: { parameters: { share: 0.4 } } } },
    })
  })

  test('reaches the pipeline within a second, laid over that of the class, and as the same object', async () => {
    await service.call('PUT', '/assets/pump-7/profile', {
      detectors: { band: { parameters: { share: 0.4 } } },
    })
    expect((await look('sensor-8'))?.profile).toBeUndefined()
    await service.call('PUT', '/classes/pump/profile', {
      detectors: { band: { mode: 'shadow', parameters: { share: 0.9, caution: 2 } } },
    })
    await eventually(async () => (await look('sensor-8'))?.profile !== undefined, 1_000)
    const profile = (await look('sensor-7'))?.profile
    expect(profile).toEqual({
      detectors: { band: { mode: 'shadow', parameters: { share: 0.4, caution: 2 } } },
    })
    const before = await look('sensor-7')
    await service.call('PATCH', '/assets/pump-7', { criticality: 'C' })
    await eventually(async () => (await look('sensor-7'))?.criticality === 'C', 1_000)
    expect(await look('sensor-7')).not.toBe(before)
    expect((await look('sensor-7'))?.profile).toBe(profile)
  })

  test('says for an asset what counts, and who says so', async () => {
    const { body } = await service.call<{ items: DetectorInForce[] }>('GET', '/assets/pump-7/detectors')
    expect(body.items.find(({ name }) => name === 'band')).toEqual({
      ...{ name: 'band', version: 2, mode: 'shadow', modeFrom: 'class' },
      parameters: { share: 0.4, caution: 2 },
      parametersFrom: { share: 'asset', caution: 'class' },
      metrics: {},
    })
    expect(body.items.find(({ name }) => name === 'limit')).toMatchObject({ modeFrom: 'shipped' })
  })

  test('that is removed says nothing, and its versions stay', async () => {
    expect((await service.call('DELETE', '/classes/pump/profile')).status).toBe(200)
    await eventually(async () => (await look('sensor-8'))?.profile === undefined, 1_000)
    const { body } = await service.call<KeptProfile>('GET', '/classes/pump/profile')
    expect(body).toMatchObject({ version: 2, detectors: {} })
    expect((await service.call('DELETE', '/classes/pump/profile')).status).toBe(200)
    expect((await service.call<KeptProfile>('GET', '/classes/pump/profile')).body.version).toBe(2)
  })

  test('ends with its asset', async () => {
    await service.call('POST', '/assets', {
      id: 'fan-1',
      site: 'plant-1',
      class: 'generic',
      criticality: 'C',
    })
    await service.call('PUT', '/assets/fan-1/profile', {
      detectors: { band: { metrics: { anything: { mode: 'off' } } } },
    })
    await service.call('DELETE', '/assets/fan-1')
    expect((await service.call('GET', '/assets/fan-1/profile')).status).toBe(404)
    await service.call('POST', '/assets', { id: 'fan-1', site: 'plant-1', class: 'pump', criticality: 'C' })
    const { body } = await service.call<KeptProfile>('GET', '/assets/fan-1/profile')
    expect(body).toMatchObject({ version: 2, detectors: {}, reason: 'The asset was deleted.' })
  })
})
