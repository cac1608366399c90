import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ListedFinding } from '../../ticketing/domain/finding-list.ts'
import { finding, HOUR_MS, T0 } from './ticketing-fixtures.ts'
import { startTicketingTest, type TicketingTest } from './ticketing-harness.ts'

let service: TicketingTest
beforeAll(async () => {
  service = await startTicketingTest()
  await service.registerPump()
  await service.deliver(
    finding({ id: 'seen', shadow: true }),
    finding({ id: 'told', observedAtMs: T0 + HOUR_MS }),
    finding({ id: 'seen again', shadow: true, phase: 'continuing', observedAtMs: T0 + 2 * HOUR_MS }),
  )
  service.startIntake()
  await service.judged()
})
afterAll(() => service.close())

type Page = { items: ListedFinding[]; nextCursor: string | null }
const ids = async (query: string) =>
  (await service.call<Page>('GET', `/findings?${query}`)).body.items.map(({ id }) => id)

test('a shadow finding is kept and never makes a ticket, nor is added to one', async () => {
  const { body } = await service.call<Page>('GET', '/findings?shadow=true')
  expect(body.items).toMatchObject([
    { id: 'seen again', shadow: true, verdict: 'shadow', ticket: null },
    { id: 'seen', shadow: true, verdict: 'shadow', verdictReason: 'The detector runs in shadow mode.' },
  ])
  const tickets = await service.call<{ items: { findingCount: number }[] }>('GET', '/tickets')
  expect(tickets.body.items).toMatchObject([{ findingCount: 1 }])
})

test('findings are listed by what is asked for, newest first, page by page', async () => {
  expect(await ids('')).toEqual(['seen again', 'told', 'seen'])
  expect(await ids('shadow=false')).toEqual(['told'])
  expect(await ids('verdict=created')).toEqual(['told'])
  expect(await ids('detector=band&asset=pump-7&device=sensor-7')).toHaveLength(3)
  expect(await ids('detector=band@2')).toEqual([])
  expect(await ids('asset=pump-8')).toEqual([])
  expect(await ids(`from=${T0 + HOUR_MS}&to=${T0 + 2 * HOUR_MS}`)).toEqual(['told'])
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body }: { body: Page } = await service.call<Page>(
      'GET',
      `/findings?limit=1${cursor && `&cursor=${cursor}`}`,
    )
    seen.push(...body.items.map(({ id }) => id))
    cursor = body.nextCursor
  }
  expect(seen).toEqual(['seen again', 'told', 'seen'])
})
