import { expect, test } from 'vitest'
import type { TicketEvent } from '../api/types.ts'
import { historyLines } from './history.ts'
import { namesFrom } from './names.ts'

let id = 0
const event = (type: TicketEvent['type'], more: Partial<TicketEvent> = {}): TicketEvent => ({
  id: ++id,
  type,
  atMs: 1,
  deviceAtMs: null,
  actor: 'system',
  from: null,
  to: null,
  reason: null,
  before: {},
  after: {},
  data: {},
  ...more,
})
const texts = (...events: TicketEvent[]) => historyLines(events).map(line => line.text)
const NAMES = { ...namesFrom(), team: (of: string) => `Team ${of}`, person: (of: string) => `Mx ${of}` }

test('newest first', () => {
  expect(texts(event('created'), event('routed', { atMs: 2, data: { team: 'Mechanics' } }))).toEqual([
    'Routed to Mechanics',
    'Ticket raised',
  ])
})

test.each<[TicketEvent, string]>([
  [event('routed'), 'No route matched: the ticket has no team'],
  [event('finding', { data: { phase: 'cleared' } }), 'Signal back to normal'],
  [event('finding', { data: { phase: 'continuing', severity: 'critical' } }), 'Deviating, severity critical'],
  [
    event('priority', { before: { priority: 'P3' }, after: { priority: 'P1' } }),
    'Priority changed from P3 to P1',
  ],
  [event('priority', { data: { from: 'P3', to: 'P1' } }), 'Priority changed from P3 to P1'],
  [event('transition', { from: 'accepted', to: 'on_site' }), 'Accepted → On site'],
  [
    event('changed', { after: { repairMinutes: 90, mergedInto: 13 } }),
    'Changed: repair minutes 90, merged into 13',
  ],
  [
    event('changed', { after: { description: 'x'.repeat(41), snoozedUntilMs: 9 } }),
    'Changed: description, snoozed until',
  ],
  [event('approval'), 'Next step approved'],
  [event('migrated'), 'Taken over from an earlier version of Forewarn'],
  [event('assigned', { after: { assignee: null } }), 'Assigned to nobody'],
])('sentence %#', (one, text) => {
  expect(texts(one)).toEqual([text])
})

test('teams and people by name', () => {
  const events = [
    event('routed', { data: { team: 'a' } }),
    event('assigned', { actor: 'eva', after: { assignee: 'anna' } }),
    event('assigned', { after: { team: 'b' } }),
  ]
  const lines = historyLines(events, NAMES).map(({ text, actor }) => [text, actor])
  expect(lines).toEqual([
    ['Given to Team b', undefined],
    ['Assigned to Mx anna', 'Mx eva'],
    ['Routed to Team a', undefined],
  ])
})

test('a type that this page does not know is said by its reason', () => {
  const strange = { ...event('changed'), type: 'told_twice' } as unknown as TicketEvent
  expect(texts(strange, { ...strange, reason: 'Nobody came in time.' })).toEqual([
    'Nobody came in time.',
    'Told twice',
  ])
})

test('a person is named, Forewarn itself is not; their words are kept', () => {
  const [held] = historyLines([
    event('transition', { actor: 'anna', from: 'accepted', to: 'on_hold', reason: 'No bearing in stock' }),
  ])
  expect(held).toMatchObject({ actor: 'anna', note: 'No bearing in stock' })
  expect(historyLines([event('created')])[0]?.actor).toBeUndefined()
})

test('a replayed finding says when it was measured, a phone that was offline when it happened', () => {
  const now = Date.UTC(2026, 0, 1)
  const [replayed, live] = [Date.UTC(2013, 11, 10, 12), now - 1_000].map(
    observedAtMs =>
      historyLines([event('finding', { atMs: now, data: { phase: 'cleared', observedAtMs } })])[0],
  )
  expect(replayed?.note).toMatch(/^Measured 10 Dec 2013/)
  expect(live?.note).toBeUndefined()
  const [late] = historyLines([
    event('transition', { atMs: now, deviceAtMs: now - 3_600_000, to: 'on_site' }),
  ])
  expect(late?.note).toMatch(/^Happened 31 Dec 2025/)
})

test('a resolution shows its failure code and outcome, also one of before the ledger', () => {
  const said = { failureCode: 'BRG-WEAR', resolution: 'Bearing replaced.' }
  const note = (more: Partial<TicketEvent>) =>
    historyLines([event('transition', { to: 'resolved', ...more })])[0]?.note
  expect(note({ data: said })).toBe('Failure code: BRG-WEAR. Bearing replaced.')
  expect(note({ after: { ...said, outcome: 'found_other' } })).toBe(
    'Failure code: BRG-WEAR. Something else was wrong. Bearing replaced.',
  )
})
