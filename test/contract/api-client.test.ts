import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'
import { type ApiClient, answerOf, createApiClient, type Schemas } from '../../contracts/api/client.ts'
import type { Ticket } from '../../ticketing/domain/ticket.ts'
import { ADMIN_TOKEN, startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
let api: ApiClient
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  const baseUrl = await service.app.listen({ port: 0, host: '127.0.0.1' })
  api = createApiClient({ baseUrl, token: ADMIN_TOKEN })
})
afterAll(() => service.close())

test('the generated client makes a ticket, moves it on and finds it again over HTTP, with the types of the document', async () => {
  const body = { asset: 'pump-7', kind: 'corrective', title: 'Seal leaks' } as const
  const { data: made, response } = await api.POST('/api/v1/tickets', { body })
  expect(response.status).toBe(201)
  const number = made?.number ?? 0
  const header = { 'if-match': `"${made?.version}"`, 'idempotency-key': 'client-1' }
  const moved = await answerOf(
    api.POST('/api/v1/tickets/{number}/transitions', {
      params: { path: { number }, header },
      body: { to: 'accepted' },
    }),
  )
  expectTypeOf(moved).toEqualTypeOf<Schemas['TicketDetail']>()
  expectTypeOf<Schemas['Ticket']>().toEqualTypeOf<Ticket>()
  expect(moved.state).toBe('accepted')
  const list = await answerOf(
    api.GET('/api/v1/tickets', { params: { query: { state: 'accepted', limit: 1 } } }),
  )
  expect(list.items.map(ticket => ticket.number)).toEqual([number])
})

test('what is refused comes as the problem that the document declares', async () => {
  const { data, error, response } = await api.GET('/api/v1/assets/{id}', {
    params: { path: { id: 'nowhere' } },
  })
  expect([data, response.status, error?.code]).toEqual([undefined, 404, 'not_found'])
})
