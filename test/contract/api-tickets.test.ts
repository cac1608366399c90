import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import { finding, HOUR_MS, T0 } from './ticketing-fixtures.ts'
import { NOW, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
})
afterAll(() => service.close())

type Page<T> = { items: T[]; nextCursor: string | null }

test('the life of a ticket, from the finding to closed', async () => {
  await service.registerPump()
  await service.deliver(finding())
  await service.judged()

  const open = await service.call<Page<Ticket>>('GET', '/tickets?open=true')
  expect(open.status).toBe(200)
  expect(open.body).toEqual({
    items: [
      {
        number: 1,
        kind: 'predictive',
        source: 'finding',
        state: 'proposed',
        category: 'review',
        version: 1,
        priority: 'P2',
        description: null,
        title: 'pump-7: temperature 92.3 °C, normal 61 to 74 °C',
        site: 'plant-1',
        asset: 'pump-7',
        assetName: 'pump-7',
        criticality: 'A',
        faultKey: 'temperature',
        metric: 'temperature',
        unit: '°C',
        device: 'sensor-7',
        severity: 'major',
        team: 'maintenance',
        assignee: null,
        assignment: null,
        observedAtMs: T0,
        lastFindingAtMs: T0,
        findingCount: 1,
        cleared: false,
        failureCode: null,
        outcome: null,
        rejectionCode: null,
        resolution: null,
        fields: {},
        checklist: [],
        requiredSkills: [],
        repairMinutes: null,
        partLeadMinutes: null,
        predictedCrossingAtMs: null,
        respondByMs: NOW + 2 * HOUR_MS,
        resolveByMs: NOW + 24 * HOUR_MS,
        dueAtMs: NOW + 24 * HOUR_MS,
        parent: null,
        mergedInto: null,
        snoozedUntilMs: null,
        reworkCount: 0,
        createdAtMs: NOW,
        updatedAtMs: NOW,
        resolvedAtMs: null,
        closedAtMs: null,
      },
    ],
    nextCursor: null,
  })

  const worse = finding({ observedAtMs: T0 + HOUR_MS, phase: 'continuing', severity: 'critical' })
  await service.deliver(
    worse,
    finding({ observedAtMs: T0 + 2 * HOUR_MS, phase: 'cleared', severity: 'critical' }),
  )
  await service.judged()
  const detail = await service.call<TicketDetail>('GET', '/tickets/1')
  expect(detail.body).toMatchObject({ priority: 'P1', severity: 'critical', findingCount: 3, cleared: true })
  expect(detail.body.firstFinding).toEqual(finding())
  expect(detail.body.lastFinding?.phase).toBe('cleared')
  expect(detail.body.transitions).toEqual([
    { to: 'planned', category: 'planned', requires: [], blockedBy: [] },
    { to: 'assigned', category: 'assigned', requires: ['assignee'], blockedBy: [] },
    { to: 'accepted', category: 'active', requires: [], blockedBy: [] },
    { to: 'rejected', category: 'rejected', requires: ['rejectionCode'], blockedBy: [] },
    { to: 'cancelled', category: 'cancelled', requires: ['reason'], blockedBy: [] },
  ])
  const findings = await service.call<Page<Finding>>('GET', '/tickets/1/findings?limit=2')
  expect(findings.body.items.map(item => item.phase)).toEqual(['raised', 'continuing'])
  const rest = await service.call<Page<Finding>>(
    'GET',
    `/tickets/1/findings?cursor=${findings.body.nextCursor}`,
  )
  expect(rest.body.items.map(item => item.phase)).toEqual(['cleared'])
  expect(rest.body.nextCursor).toBeNull()

  const move = (body: object) => service.call<TicketDetail>('POST', '/tickets/1/transitions', body)
  expect((await move({ to: 'accepted' })).body.state).toBe('accepted')
  expect((await move({ to: 'on_hold', reason: 'Waiting for a bearing.' })).status).toBe(200)
  expect((await move({ to: 'on_site' })).status).toBe(200)
  service.clock.now = NOW + 5_000
  const resolved = await move({ to: 'resolved', failureCode: 'OHE', resolution: 'Cleaned the cooler.' })
  expect(resolved.body).toMatchObject({
    state: 'verifying',
    failureCode: 'OHE',
    resolution: 'Cleaned the cooler.',
    resolvedAtMs: NOW + 5_000,
  })
  expect((await move({ to: 'closed' })).status).toBe(400)
  const closed = await move({ to: 'closed', outcome: 'found_as_predicted' })
  expect(closed.body).toMatchObject({
    state: 'closed',
    outcome: 'found_as_predicted',
    closedAtMs: NOW + 5_000,
  })
  expect(closed.body.events.map(event => [event.type, event.from, event.to, event.actor])).toEqual([
    ['created', null, 'proposed', 'system'],
    ['routed', null, null, 'system'],
    ['finding', null, null, 'system'],
    ['finding', null, null, 'system'],
    ['transition', 'proposed', 'accepted', 'admin'],
    ['transition', 'accepted', 'on_hold', 'admin'],
    ['transition', 'on_hold', 'on_site', 'admin'],
    ['transition', 'on_site', 'resolved', 'admin'],
    ['transition', 'resolved', 'verifying', 'system'],
    ['transition', 'verifying', 'closed', 'admin'],
  ])
  expect(closed.body.events[1]?.reason).toBe('No route matches, so the default team maintenance takes it.')
  expect((await service.call<Page<Ticket>>('GET', '/tickets?open=true')).body.items).toEqual([])
})

test('a repair that did not help goes back to work, and a device with tickets stays', async () => {
  await service.deliver(finding({ observedAtMs: T0 + 200 * HOUR_MS }))
  await service.judged()
  const { items } = (await service.call<Page<Ticket>>('GET', '/tickets?open=true')).body
  const number = items[0]?.number
  const move = (body: object) => service.call<TicketDetail>('POST', `/tickets/${number}/transitions`, body)
  for (const to of ['accepted', 'on_site']) expect((await move({ to })).status).toBe(200)
  await move({ to: 'resolved', failureCode: 'OHE', resolution: 'Cleaned the cooler.' })
  expect((await move({ to: 'reopened' })).status).toBe(400)
  const again = await move({ to: 'reopened', reason: 'It is hot again.' })
  expect(again.body).toMatchObject({
    state: 'reopened',
    failureCode: null,
    resolution: null,
    resolvedAtMs: null,
  })
  expect(again.body.events.at(-3)?.after).toMatchObject({
    failureCode: 'OHE',
    resolution: 'Cleaned the cooler.',
  })

  const kept = await service.call<{ detail: string }>('DELETE', `/devices/${items[0]?.device}`)
  expect(kept.status).toBe(409)
  expect(kept.body.detail).toMatch(/is used by tickets .*\d/)
})
