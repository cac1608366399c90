import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { shippedWorkflow } from '../../ticketing/domain/shipped-workflow.ts'
import type { Ticket, TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Workflow } from '../../ticketing/domain/workflow.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { finding } from './ticketing-fixtures.ts'
import { ADMIN_TOKEN, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest

beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
})
afterAll(() => service.close())

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
const url = '/api/v1/workflows/predictive'

/** A plant that tests every repair before it is done, and lets only planners plan. */
const withTest: Workflow = {
  ...shippedWorkflow,
  states: [...shippedWorkflow.states, { id: 'test_run', category: 'active', working: true }],
  transitions: [
    ...shippedWorkflow.transitions
      .filter(({ to }) => to !== 'resolved')
      .map(step => (step.to === 'closed' ? { ...step, approval: 'manager' as const } : step)),
    { from: ['on_site'], to: 'test_run' },
    { from: ['test_run'], to: 'resolved', requires: ['failureCode', 'resolution'] },
    { from: ['test_run'], to: 'on_site' },
  ],
}

const move = (number: number, body: object) =>
  service.call<TicketDetail & Problem>('POST', `/tickets/${number}/transitions`, body)

async function raise(faultKey: string): Promise<number> {
  await service.deliver(finding({ faultKey }))
  await service.judged()
  const { body } = await service.call<{ items: Ticket[] }>('GET', '/tickets?limit=1')
  return body.items[0]?.number ?? 0
}

describe('workflows', () => {
  test('every kind has one from the start', async () => {
    const { body } = await service.call<{ items: { kind: string; version: number }[] }>('GET', '/workflows')
    expect(body.items.map(({ kind, version }) => [kind, version])).toEqual([
      ['corrective', 1],
      ['inspection', 1],
      ['instrumentation', 1],
      ['predictive', 1],
      ['preventive', 1],
    ])
    expect((await service.call<Workflow>('GET', '/workflows/corrective')).body).toEqual(shippedWorkflow)
  })

  test('one goes out as YAML and comes in again; tickets keep the version they began with', async () => {
    const before = await raise('before')
    const out = await service.app.inject({ url, headers: { ...headers, accept: 'application/yaml' } })
    expect(out.headers['content-type']).toContain('application/yaml')
    expect(parse(out.body)).toEqual(shippedWorkflow)

    const put = (payload: string) =>
      service.app.inject({
        method: 'PUT',
        url,
        headers: { ...headers, 'content-type': 'application/yaml' },
        payload,
      })
    const saved = await put(stringify(withTest))
    expect(saved.statusCode, saved.body).toBe(200)
    expect(saved.headers.etag).toBe('"2"')
    expect((await service.call<Workflow>('GET', '/workflows/predictive')).body).toEqual(withTest)
    expect((await service.call<Workflow>('GET', '/workflows/predictive?version=1')).body).toEqual(
      shippedWorkflow,
    )
    const missing = await service.call<Problem>('GET', '/workflows/predictive?version=9')
    expect([missing.status, missing.body.detail]).toEqual([
      404,
      'There is no version 9 of the workflow of predictive tickets.',
    ])
    const broken = await put('states: [')
    expect(broken.statusCode).toBe(400)
    expect(broken.json().detail).toContain('cannot be read as YAML')

    const after = await raise('after')
    for (const number of [before, after]) {
      expect((await move(number, { to: 'accepted' })).status).toBe(200)
      expect((await move(number, { to: 'on_site' })).status).toBe(200)
    }
    expect((await move(before, { to: 'resolved', failureCode: 'VIB' })).body.state).toBe('verifying')
    const refused = await move(after, { to: 'resolved', failureCode: 'VIB' })
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'A ticket that is on_site cannot become resolved. Open transitions: on_hold (requires reason), test_run.',
    ])
    expect((await move(after, { to: 'test_run' })).body).toMatchObject({
      state: 'test_run',
      category: 'active',
    })
    const resolved = await move(after, { to: 'resolved', failureCode: 'VIB', resolution: 'Balanced.' })
    expect(resolved.body).toMatchObject({ state: 'verifying', resolution: 'Balanced.' })
  })

  test('a transition waits for an approval, which counts in its state only', async () => {
    const { body } = await service.call<{ items: Ticket[] }>('GET', '/tickets?state=verifying&limit=1')
    const number = body.items[0]?.number ?? 0
    const close = { to: 'closed', outcome: 'found_as_predicted' }
    const refused = await move(number, close)
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain('It needs the approval of a manager')
    const approved = await service.call<TicketDetail>('POST', `/tickets/${number}/approvals`, {
      reason: 'Seen it run.',
    })
    expect(approved.body.transitions.find(({ to }) => to === 'closed')?.blockedBy).toEqual([])
    expect((await move(number, { to: 'reopened', reason: 'It rattles.' })).status).toBe(200)
    for (const to of ['on_site', 'test_run']) await move(number, { to })
    await move(number, { to: 'resolved', failureCode: 'VIB', resolution: 'Balanced again.' })
    expect((await move(number, close)).status).toBe(409)
    await service.call('POST', `/tickets/${number}/approvals`, {})
    expect((await move(number, close)).body).toMatchObject({ state: 'closed', outcome: 'found_as_predicted' })
  })

  test('one with mistakes is refused with all of them', async () => {
    const states = [...shippedWorkflow.states, { id: 'lost', category: 'active' }]
    const answer = await service.call<Problem>('PUT', '/workflows/inspection', {
      ...shippedWorkflow,
      states,
      transitions: [...shippedWorkflow.transitions, { from: ['lost'], to: 'nowhere' }],
    })
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toEqual([
      {
        pointer: `/transitions/${shippedWorkflow.transitions.length}/to`,
        detail: expect.stringContaining('State nowhere is not listed under states; use one of proposed, '),
      },
    ])
    const shape = await service.call<Problem>('PUT', '/workflows/inspection', {
      ...shippedWorkflow,
      initial: 'On Site',
    })
    expect(shape.body.errors?.[0]?.pointer).toBe('/initial')
    expect((await service.call('PUT', '/workflows/repair', shippedWorkflow)).status).toBe(400)
  })
})

test('what a phone did offline counts from when it was done', async () => {
  const number = await raise('offline')
  const doneMs = service.clock.now - 3_600_000
  const { body } = await move(number, { to: 'accepted', deviceTimeMs: doneMs })
  expect(body.events.at(-1)).toMatchObject({ to: 'accepted', atMs: service.clock.now, deviceAtMs: doneMs })
  const ahead = await move(number, { to: 'on_site', deviceTimeMs: service.clock.now + 60_000 })
  expect(ahead.body.events.at(-1)?.deviceAtMs).toBe(service.clock.now)
})
