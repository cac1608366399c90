import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Site } from '../../ticketing/domain/registry.ts'
import type { Ticket, TicketCounts } from '../../ticketing/domain/ticket.ts'
import { finding, HOUR_MS, T0 } from './ticketing-fixtures.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
type Page<T> = { items: T[]; nextCursor: string | null }

/** 60 tickets of all priorities, in an order that has nothing to do with these. */
beforeAll(async () => {
  service = await startTicketingTest()
  await service.liftBudget()
  service.startIntake()
  for (const criticality of ['A', 'B', 'C']) {
    const id = `asset-${criticality}`
    await service.call('POST', '/assets', { id, site: `site-${criticality}`, class: 'generic', criticality })
  }
  for (let index = 0; index < 60; index++) {
    const severity = (['minor', 'critical', 'major', 'major'] as const)[index % 4] ?? 'minor'
    const asset = `asset-${'ABC'[index % 3]}`
    await service.deliver(finding({ asset, severity, faultKey: `metric_${index}`, observedAtMs: T0 + index }))
  }
  await service.judged()
}, 60_000)
afterAll(() => service.close())

async function allPages<T>(path: string, limit: number, between?: () => Promise<void>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const query: string = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`
    const { status, body } = await service.call<Page<T>>('GET', query)
    expect(status).toBe(200)
    expect(body.items.length).toBeLessThanOrEqual(limit)
    items.push(...body.items)
    cursor = body.nextCursor
    await between?.()
  } while (cursor !== null)
  return items
}

const numbers = (tickets: Ticket[]) => tickets.map(({ number }) => number)

describe('all pages are all rows', () => {
  test.each(['newest', 'priority'])('sorted by %s, with any page size', async sort => {
    const whole = await allPages<Ticket>(`/tickets?sort=${sort}`, 500)
    expect(new Set(numbers(whole)).size).toBe(whole.length)
    const expected =
      sort === 'newest'
        ? whole.toSorted((a, b) => b.number - a.number)
        : whole.toSorted((a, b) => a.priority.localeCompare(b.priority) || a.number - b.number)
    expect(numbers(whole)).toEqual(numbers(expected))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async limit => {
        expect(numbers(await allPages<Ticket>(`/tickets?sort=${sort}`, limit))).toEqual(numbers(whole))
      }),
      { numRuns: 8 },
    )
  })

  test('while tickets are made: each that was there comes once, none twice', async () => {
    const before = await allPages<Ticket>('/tickets?sort=priority', 500)
    let made = 0
    const during = await allPages<Ticket>('/tickets?sort=priority', 7, async () => {
      await service.deliver(
        finding({
          asset: 'asset-A',
          severity: 'critical',
          faultKey: `new_${made++}`,
          observedAtMs: T0 + HOUR_MS,
        }),
      )
      await service.judged()
    })
    expect(new Set(numbers(during)).size).toBe(during.length)
    expect(numbers(during)).toEqual(expect.arrayContaining(numbers(before)))
  })

  test('of every other list', async () => {
    for (let index = 0; index < 12; index++) {
      await service.call('POST', '/sites', { id: `s-${index}`, name: `S ${index}`, timeZone: 'UTC' })
      await service.call('POST', '/devices', { id: `d-${index}`, site: 'site-A', asset: 'asset-A' })
      await service.call('POST', '/teams', { id: `t-${index}`, name: `T ${index}` })
    }
    for (const path of ['/sites', '/classes', '/assets', '/devices', '/teams', '/failure-codes']) {
      const whole = await allPages<Site>(path, 500)
      expect(await allPages<Site>(path, 5)).toEqual(whole)
      expect(whole.length).toBeGreaterThan(2)
    }
  })
})

test.each<[string, (ticket: Ticket) => boolean]>([
  ['priority=P1', ({ priority }) => priority === 'P1'],
  ['site=site-B', ({ site }) => site === 'site-B'],
  ['asset=asset-C&priority=P4', ({ asset, priority }) => asset === 'asset-C' && priority === 'P4'],
  ['team=maintenance&open=true', () => true],
  ['open=false', () => false],
  ['state=proposed', ({ state }) => state === 'proposed'],
  ['state=closed', () => false],
])('the filter %s', async (query, fits) => {
  const whole = await allPages<Ticket>('/tickets', 500)
  const filtered = await allPages<Ticket>(`/tickets?${query}`, 500)
  expect(numbers(filtered)).toEqual(numbers(whole.filter(fits)))
})

test.each(['', 'open=true', 'site=site-B&state=proposed', 'asset=asset-C', 'open=false', 'team=nobody'])(
  'counts with the filter %s are those of the list',
  async query => {
    const { status, body } = await service.call<TicketCounts>('GET', `/tickets/counts?${query}`)
    expect(status).toBe(200)
    const tickets = await allPages<Ticket>(`/tickets?${query}`, 500)
    const count = (wanted: string) => tickets.filter(({ priority }) => priority === wanted).length
    expect(body).toEqual({ P1: count('P1'), P2: count('P2'), P3: count('P3'), P4: count('P4') })
  },
)

test('dead letters: readable where they are text, page by page', async () => {
  const letter = (id: string, payload: Uint8Array) => ({
    id,
    topic: 'telemetry/plant-1/x',
    publisher: 'admin',
    payload,
    receivedAtMs: T0,
    reason: 'unknown_device' as const,
    detail: 'Device x is not registered.',
  })
  service.letters.push(
    letter('1-0', Buffer.from('{"ä": 1}')),
    letter('2-0', Uint8Array.of(0xff, 0x00)),
    letter('3-0', Buffer.from('')),
  )
  const letters = await allPages<{ id: string; payload: string; payloadEncoding: string }>('/dead-letters', 2)
  expect(letters.map(({ id, payload, payloadEncoding }) => [id, payload, payloadEncoding])).toEqual([
    ['1-0', '{"ä": 1}', 'utf8'],
    ['2-0', '/wA=', 'base64'],
    ['3-0', '', 'utf8'],
  ])
})

describe('series', () => {
  const path = '/devices/d-0/series?metric=temperature'

  test('takes both forms of time, and pages by event time', async () => {
    service.points.push(
      ...Array.from({ length: 10 }, (_, index) => ({ ts: T0 + index * 1000, value: index })),
    )
    const period = `from=${T0}&to=${encodeURIComponent(new Date(T0 + 8000).toISOString())}`
    const points = await allPages<{ ts: number; value: number }>(`${path}&${period}`, 3)
    expect(points.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(service.queries[0]).toEqual({
      class: 'generic',
      device: 'd-0',
      metric: 'temperature',
      fromMs: T0,
      toMs: T0 + 8000,
      windowMs: undefined,
      limit: 4,
    })
  })

  test('with windows the next page begins with the next window', async () => {
    service.queries.length = 0
    await allPages(`${path}&from=${T0}&to=${T0 + 5000}&windowMs=1000`, 2)
    expect(service.queries.map(query => [query.fromMs, query.windowMs])).toEqual([
      [T0, 1000],
      [T0 + 2000, 1000],
      [T0 + 4000, 1000],
    ])
  })

  test('a period for ever is one that every store can express', async () => {
    service.queries.length = 0
    expect((await service.call('GET', `${path}&from=-999999999999999&to=9999-12-31T00:00:00Z`)).status).toBe(
      200,
    )
    const { fromMs, toMs } = service.queries[0] ?? { fromMs: 0, toMs: 0 }
    const [least, most] = [-(2n ** 63n), 2n ** 63n].map(ns => Number(ns / 1_000_000n)) as [number, number]
    expect([fromMs > least, fromMs < 0, toMs < most, toMs > service.clock.now]).not.toContain(false)
  })

  test('without a period it is everything up to now', async () => {
    service.queries.length = 0
    await service.call('GET', path)
    expect(service.queries[0]).toMatchObject({
      fromMs: Date.UTC(2000, 0, 1),
      toMs: service.clock.now + 1,
      limit: 1001,
    })
  })
})
