import { expect, test } from 'vitest'
import type { TicketEvent } from '../api/types.ts'
import { historyLines } from './history.ts'

let id = 0
const event = (type: TicketEvent['type'], atMs: number, more: Partial<TicketEvent> = {}): TicketEvent => ({
  id: ++id,
  type,
  atMs,
  actor: 'system',
  from: null,
  to: null,
  reason: null,
  data: {},
  ...more,
})
const texts = (...events: TicketEvent[]) => historyLines(events).map(line => line.text)

test('newest first', () => {
  expect(texts(event('created', 1), event('routed', 2, { data: { team: 'Mechanics' } }))).toEqual([
    'Routed to Mechanics',
    'Ticket raised',
  ])
})

test.each([
  [event('routed', 1), 'No route matched: the ticket has no team'],
  [event('finding', 1, { data: { phase: 'cleared' } }), 'Signal back to normal'],
  [
    event('finding', 1, { data: { phase: 'continuing', severity: 'critical' } }),
    'Deviating, severity critical',
  ],
  [event('priority', 1, { data: { from: 'P3', to: 'P1' } }), 'Priority changed from P3 to P1'],
  [event('transition', 1, { from: 'accepted', to: 'on_site' }), 'Accepted → On site'],
])('sentence %#', (one, text) => {
  expect(texts(one)).toEqual([text])
})

test('a person is named, Forewarn itself is not; their words are kept', () => {
  const [held] = historyLines([
    event('transition', 1, { actor: 'anna', from: 'accepted', to: 'on_hold', reason: 'No bearing in stock' }),
  ])
  expect(held).toMatchObject({ actor: 'anna', note: 'No bearing in stock' })
  expect(historyLines([event('created', 1)])[0]?.actor).toBeUndefined()
})

test('a replayed finding says when it was measured', () => {
  const now = Date.UTC(2026, 0, 1)
  const [replayed, live] = [Date.UTC(2013, 11, 10, 12), now - 1_000].map(
    observedAtMs => historyLines([event('finding', now, { data: { phase: 'cleared', observedAtMs } })])[0],
  )
  expect(replayed?.note).toMatch(/^Measured 10 Dec 2013/)
  expect(live?.note).toBeUndefined()
})

test('a resolution shows its failure code', () => {
  const data = { failureCode: 'BRG-WEAR', resolution: 'Bearing replaced.' }
  expect(historyLines([event('transition', 1, { to: 'resolved', data })])[0]?.note).toBe(
    'Failure code: BRG-WEAR. Bearing replaced.',
  )
})
