import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sample } from '../../contracts/sample.ts'
import { fleet } from '../../detectors/prognosis/testing.ts'
import { openPrognoses } from '../../detectors/store/prognoses.ts'
import { samplesFrom } from '../../ingest/history.ts'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import { learnFromFailures } from '../../main/roles/learn-failures.ts'
import { withPrognoses } from '../../main/roles/learned-registry.ts'
import type { ClassPrognosis } from '../../ticketing/domain/class-prognosis.ts'
import { reportedFailures } from '../../ticketing/store/failures.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { ADMIN_TOKEN, NOW, quiet, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

const DAY_MS = 24 * 3_600_000
const METRICS = ['vibration', 'temperature', 'current']

let service: TicketingTest
let registry: Awaited<ReturnType<typeof openAssetRegistry>>

beforeAll(async () => {
  service = await startTicketingTest()
  await service.call('POST', '/classes', {
    ...{ id: 'mixer', name: 'Mixer', acceptsAnyMetric: false },
    metrics: METRICS.map(key => ({ key, unit: '' })),
  })
  registry = await openAssetRegistry({ pool: service.pool, adminToken: ADMIN_TOKEN, logger: quiet })
})
afterAll(async () => {
  await registry.close()
  await service.close()
})

/** A mixer that ran until it failed; people reported it, and the job was closed. */
async function failedMixer(index: number): Promise<void> {
  const { call, pool } = service
  const [asset, device] = [`mixer-${index}`, `m${index}`]
  await call('POST', '/assets', { id: asset, site: 'plant-1', class: 'mixer', criticality: 'B' })
  await call('POST', '/devices', { id: device, site: 'plant-1', asset })
  const failedAtMs = NOW - index * DAY_MS
  const rows = fleet(index + 1)[index]?.rows ?? []
  const of = { site: 'plant-1', asset, device, class: 'mixer' }
  const samples = rows.map(([before = 0, ...numbers]): Sample => {
    const observedAtMs = failedAtMs - before
    const values = Object.fromEntries(METRICS.map((metric, i) => [metric, numbers[i] ?? 0]))
    return { ...of, observedAtMs, receivedAtMs: observedAtMs, values }
  })
  await openPostgresStore({ pool }).write(samples)
  const { body } = await call<{ number: number }>('POST', '/tickets', {
    asset,
    kind: 'corrective',
    title: 'It broke',
  })
  await pool.query(
    `update ticketing.tickets set category = 'closed', state = 'closed', outcome = 'found_other', failure_code = 'VIB',
       observed_at_ms = $2, resolved_at_ms = $2, closed_at_ms = $2 where number = $1`,
    [body.number, failedAtMs],
  )
}

async function learn(): Promise<void> {
  const { pool } = service
  const store = openPostgresStore({ pool })
  await learnFromFailures({
    ...{ registry, logger: quiet, nowMs: service.clock.nowMs(), failures: await reportedFailures(pool) },
    samplesOf: samplesFrom(store, {
      metricsOf: async ({ class: { metrics } }) => metrics.map(({ key }) => key),
    }),
    prognoses: openPrognoses({ pool }),
  })
}

describe('the prognosis of a class', () => {
  test('says that nobody has reported a failure', async () => {
    const { status, body } = await service.call<ClassPrognosis>('GET', '/classes/mixer/prognosis')
    expect([status, body.failures, body.learned, body.learnedAtMs]).toEqual([200, 0, false, null])
    expect(body.reason?.en).toContain('no failure of the class Mixer')
    expect((await service.call('GET', '/classes/no-such/prognosis')).status).toBe(404)
  })

  test('says that there are too few failures', async () => {
    for (let i = 0; i < 4; i++) await failedMixer(i)
    await learn()
    const { body } = await service.call<ClassPrognosis>('GET', '/classes/mixer/prognosis')
    expect(body).toMatchObject({
      failures: 4,
      learned: false,
      reason: { en: '4 failures are on record of the class Mixer: a remaining life is learned from 5 on' },
    })
  })

  test('is learned when there are enough, and is a parameter of the detector from then on', async () => {
    const learned = withPrognoses(registry, { prognoses: openPrognoses(service), logger: quiet })
    try {
      await registry.resolve(['m0'])
      await learned.load()
      expect(learned.device('m0')?.profile).toBeUndefined()
      for (let i = 4; i < 6; i++) await failedMixer(i)
      service.clock.now += 60_000
      await learn()
      await learned.load()
      const device = learned.device('m0')
      expect(device?.profile).toMatchObject({
        detectors: {
          prognosis: { parameters: { model: { examples: 6, map: { metrics: METRICS.toSorted() } } } },
        },
      })
      expect(learned.device('m0')).toBe(device)
      await registry.resolve(['m1'])
      expect(learned.device('m1')?.profile).toBe(device?.profile)
      const { body } = await service.call<ClassPrognosis>('GET', '/classes/mixer/prognosis')
      expect(body).toMatchObject({ failures: 6, learned: true, reason: null, learnedAtMs: service.clock.now })
    } finally {
      await learned.stop()
    }
  })

  test('is not learned again of the same failures', async () => {
    const prognoses = openPrognoses(service)
    const before = await prognoses.versions()
    service.clock.now += 60_000
    await learn()
    expect(await prognoses.versions()).toEqual(before)
    const counted = await service.pool.query('select count(*)::integer as n from detection.failure_records')
    expect(counted.rows).toEqual([{ n: 6 }])
  })
})
