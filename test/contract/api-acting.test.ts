import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TicketDetail } from '../../ticketing/domain/ticket.ts'
import type { Problem } from '../../ticketing/http/problem.ts'
import { finding } from './ticketing-fixtures.ts'
import { request, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  service.startIntake()
  await service.registerPump()
  await service.deliver(finding())
  await service.judged()
  for (const [id, active] of [
    ['anna', true],
    ['bert', true],
    ['gone', false],
  ] as const) {
    await service.call('POST', '/technicians', {
      id,
      name: id,
      team: 'maintenance',
      roles: ['technician'],
      active,
    })
  }
})
afterAll(() => service.close())

const as = <T = Problem>(who: string, path: string, payload: object, headers: Record<string, string> = {}) =>
  request<T>(service.app, {
    method: 'POST',
    url: `/api/v1${path}`,
    headers: { 'acting-as': who, ...headers },
    payload,
  })

test('what the administrator does for somebody is in the history as theirs', async () => {
  const { status, body } = await as<TicketDetail>('anna', '/tickets/1/transitions', { to: 'accepted' })
  expect(status).toBe(200)
  expect(body.events.findLast(({ type }) => type === 'transition')).toMatchObject({
    actor: 'anna',
    to: 'accepted',
  })
  await as('anna', '/sites', { id: 'hall-3', name: 'Hall 3', timeZone: 'UTC' })
  const { items } = (await service.call<{ items: object[] }>('GET', '/ledger?actor=anna&subject=site')).body
  expect(items).toMatchObject([{ subjectId: 'hall-3', actor: 'anna' }])
})

test.each(['nobody', 'gone', 'a b', ''])('%s does not act, and 400 says who could', async who => {
  const { body } = await as(who, '/sites', { id: 'hall-4', name: 'Hall 4', timeZone: 'UTC' })
  expect(body).toMatchObject({ status: 400, code: 'invalid', errors: [{ pointer: '/headers/acting-as' }] })
  expect((await service.call('GET', '/sites/hall-4')).status).toBe(404)
})

test('the same key of another person is another request', async () => {
  const site = { id: 'hall-5', name: 'Hall 5', timeZone: 'UTC' }
  expect((await as('anna', '/sites', site, { 'idempotency-key': 'k' })).status).toBe(201)
  expect((await as('anna', '/sites', site, { 'idempotency-key': 'k' })).status).toBe(201)
  expect((await as('bert', '/sites', site, { 'idempotency-key': 'k' })).body).toMatchObject({ status: 422 })
})
