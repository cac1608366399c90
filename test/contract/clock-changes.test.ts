import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../ticketing/domain/clock.ts'
import type { Dwell } from '../../ticketing/domain/dwell.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Verification } from '../../ticketing/domain/verification.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { verifyDue } from '../../ticketing/jobs/verification.ts'
import { openDb } from '../../ticketing/store/database.ts'
import { forgetOldKeys } from '../../ticketing/store/idempotency.ts'
import { lookAtClocks } from '../../ticketing/store/sla.ts'
import { sweepClocks } from '../../ticketing/store/sla-sweep.ts'
import { contradictions, type Read } from './ticket-history.ts'
import { HOUR_MS } from './ticketing-fixtures.ts'
import { NOW, request } from './ticketing-harness.ts'
import { startVerificationTest, type VerificationTest } from './verification-harness.ts'

/*
 * The server's clock is set: by NTP after a dead battery, by hand, by a virtual machine that was asleep. What happened
 * before keeps the times that it was given; nothing lasts for less than no time, nothing is lost, and no request fails.
 */

let service: VerificationTest
beforeAll(async () => {
  service = await startVerificationTest()
  await service.registerPump()
})
afterAll(() => service.close())
beforeEach(() => {
  service.clock.now = NOW
})

const read: Read = async <T>(path: string) => {
  const { status, body } = await service.call<T>('GET', path)
  expect([path, status]).toEqual([path, 200])
  return body
}

const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  request<TicketDetail & Problem>(service.app, { method: 'POST', url: `/api/v1${path}`, headers, payload })

const deeds: [path: string, body: object][] = [
  ['transitions', { to: 'accepted' }],
  ['transitions', { to: 'on_hold', reason: 'A part is missing.' }],
  ['transitions', { to: 'on_site' }],
  ['transitions', { to: 'resolved', failureCode: 'VIB', outcome: 'found_other' }],
  ['transitions', { to: 'closed', outcome: 'found_other' }],
  ['transitions', { to: 'reopened', reason: 'It leaks again.' }],
  ['comments', { body: 'I am looking at it.' }],
  ['assignment', { assignee: null, reason: 'Nobody today.' }],
]

const hours = (most: number) =>
  fc.integer({ min: -most * 60, max: most * 60 }).map(minutes => minutes * 60_000)

test('a ticket goes its way while the clock is set back and forth by hours', async () => {
  const plan = fc.array(fc.tuple(hours(50), hours(20), fc.constantFrom(...deeds)), {
    minLength: 4,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(plan, async steps => {
      service.clock.now = NOW
      const { number } = (await post('/tickets', { asset: 'pump-7', kind: 'corrective', title: 'Oil' })).body
      for (const [jumpMs, secondJumpMs, [path, body]] of steps) {
        service.clock.now += jumpMs
        const key = { 'idempotency-key': randomUUID() }
        const first = await post(`/tickets/${number}/${path}`, body, key)
        expect([200, 201, 409]).toContain(first.status)
        service.clock.now += secondJumpMs
        const second = await post(`/tickets/${number}/${path}`, body, key)
        if (first.status < 400) expect([second.status, second.body]).toEqual([first.status, first.body])
        await look(number)
        expect(await oddities(number)).toEqual([])
      }
      expect(await contradictions(read, number)).toEqual([])
    }),
    { numRuns: 8 },
  )
}, 120_000)

/** What the jobs do by themselves. */
async function look(number: number): Promise<void> {
  const failures: unknown[] = []
  const nothing = () => undefined
  const logger = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (fields: object) => failures.push(fields),
  }
  const db = openDb(service.pool)
  await lookAtClocks(db, number, service.clock.now)
  await sweepClocks(db, service.clock.now)
  await verifyDue(service.proving, service.clock.now, logger)
  expect(failures).toEqual([])
}

/** What cannot be of a ticket, as the API shows it now and as of other instants. */
async function oddities(number: number): Promise<string[]> {
  const odd: string[] = []
  const ticket = await read<TicketDetail>(`/tickets/${number}`)
  const { createdAtMs, resolvedAtMs, closedAtMs } = ticket
  if (resolvedAtMs !== null && resolvedAtMs < createdAtMs) odd.push('resolved before it was made')
  if (closedAtMs !== null && closedAtMs < (resolvedAtMs ?? createdAtMs))
    odd.push('closed before it was resolved')
  odd.push(...Object.entries(ticket.clocks).flatMap(([name, clock]) => oddClock(name, clock)))
  const { items } = await read<{ items: Dwell[] }>(`/tickets/${number}/dwell`)
  for (const { state, ms } of items) if (ms < 0) odd.push(`${ms} ms in ${state}`)
  for (const { atMs } of ticket.events) {
    const path = `/tickets/${number}?at=${atMs}`
    const { status, body } = await service.call<TicketDetail>('GET', path)
    if (status !== 200 && status !== 404) odd.push(`${path} is ${status}`)
    if (status === 200)
      odd.push(...Object.entries(body.clocks).flatMap(([name, clock]) => oddClock(name, clock)))
  }
  const proof = await service.call<Verification>('GET', `/tickets/${number}/verification`)
  if (proof.status !== 200 && proof.status !== 404) odd.push(`its verification is ${proof.status}`)
  if (proof.status === 200 && proof.body.observedMs < 0) odd.push('watched for less than no time')
  for (const path of [
    '/sla/attainment',
    '/tickets?sort=due',
    '/tickets?category=review',
    `/ledger?subject=ticket&id=${number}`,
  ]) {
    await read(path)
  }
  return odd
}

function oddClock(name: string, clock: Clock | null): string[] {
  if (!clock) return []
  const { elapsedMs, pausedMs, remainingMs, targetMs, startedAtMs, metAtMs } = clock
  return [
    ...(elapsedMs < 0 ? [`${name}: used ${elapsedMs} ms`] : []),
    ...(pausedMs < 0 ? [`${name}: waited ${pausedMs} ms`] : []),
    ...(remainingMs !== targetMs - elapsedMs ? [`${name}: ${remainingMs} ms are left`] : []),
    ...(metAtMs !== null && metAtMs < startedAtMs ? [`${name}: met before it began`] : []),
  ]
}

describe('where the clock was set back', () => {
  test('an asset is at no instant what it was made into later, and never a part of itself', async () => {
    await service.call('POST', '/assets', { id: 'fan-1', site: 'plant-1', class: 'fan', criticality: 'C' })
    service.clock.now = NOW - 2 * HOUR_MS
    const changed = await request(service.app, {
      method: 'PATCH',
      url: '/api/v1/assets/fan-1',
      payload: { criticality: 'A' },
    })
    expect(changed.status).toBe(200)
    const at = (ms: number) => service.call<{ criticality: string }>('GET', `/assets/fan-1?at=${ms}`)
    expect((await at(NOW - HOUR_MS)).status).toBe(404) // by the ledger it was made later than that
    expect((await at(NOW)).body).toMatchObject({ id: 'fan-1', criticality: 'A' })
  })

  test('a snooze lasts until the time that was said, by the clock of then', async () => {
    const { number } = (await post('/tickets', { asset: 'fan-1', kind: 'corrective', title: 'Dust' })).body
    const sleeping = async () => {
      const { items } = await read<{ items: Ticket[] }>('/tickets?snoozed=true&asset=fan-1')
      return items.map(ticket => ticket.number)
    }
    await post(`/tickets/${number}/snooze`, { untilMs: NOW + HOUR_MS, reason: 'The line stands still.' })
    service.clock.now = NOW + 2 * HOUR_MS
    expect(await sleeping()).toEqual([])
    service.clock.now = NOW - 2 * HOUR_MS
    expect(await sleeping()).toEqual([number])
    const late = await post(`/tickets/${number}/snooze`, { untilMs: NOW - 3 * HOUR_MS, reason: 'Later.' })
    expect(late.body).toMatchObject({ status: 400, errors: [{ pointer: '/untilMs' }] })
  })

  test('a key that was taken in the future is kept, and forgotten when its day is over', async () => {
    const db = openDb(service.pool)
    const key = { 'idempotency-key': randomUUID() }
    const site = { id: `site-${key['idempotency-key']}`, name: 'Site', timeZone: 'UTC' }
    service.clock.now = NOW + 10 * HOUR_MS
    expect((await post('/sites', site, key)).status).toBe(201)
    service.clock.now = NOW - 40 * HOUR_MS
    await forgetOldKeys(db, service.clock.now)
    expect((await post('/sites', site, key)).headers['idempotency-replayed']).toBe('true')
    service.clock.now = NOW + 34 * HOUR_MS
    await forgetOldKeys(db, service.clock.now)
    expect((await post('/sites', site, key)).status).toBe(409) // a new request
  })
})

test('a phone whose clock is wrong neither resolves a ticket before it was made nor breaks anything', async () => {
  for (const deviceTimeMs of [0, -62_135_596_800_000, 253_402_300_799_999]) {
    const { number } = (await post('/tickets', { asset: 'pump-7', kind: 'corrective', title: 'Oil' })).body
    service.clock.now += HOUR_MS
    for (const body of [
      { to: 'accepted' },
      { to: 'resolved', failureCode: 'VIB', outcome: 'found_other' },
      { to: 'closed' },
    ]) {
      const moved = await post(`/tickets/${number}/transitions`, { ...body, deviceTimeMs })
      expect([body.to, moved.status]).toEqual([body.to, 200])
      expect(await oddities(number)).toEqual([])
    }
    expect(await contradictions(read, number)).toEqual([])
  }
})
