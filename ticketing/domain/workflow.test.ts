import { describe, expect, test } from 'vitest'
import { ForewarnError } from '../../contracts/errors.ts'
import {
  checkTransition,
  openTransitions,
  TicketState,
  type TransitionRequest,
  transitions,
} from './workflow.ts'

const states = TicketState.enum

function refusal(state: TicketState, request: TransitionRequest): ForewarnError | undefined {
  try {
    checkTransition(state, request)
    return undefined
  } catch (error) {
    if (error instanceof ForewarnError) return error
    throw error
  }
}

const complete = (to: TicketState): TransitionRequest => ({
  to,
  ...(['on_hold', 'rejected', 'cancelled', 'accepted'].includes(to) && { reason: 'Because.' }),
  ...(to === 'resolved' && { failureCode: 'VIB' }),
})

describe('the workflow as data', () => {
  test('from every state a ticket can reach an end, and every state can be reached', () => {
    const ends = states.filter(state => openTransitions(state).length === 0)
    expect(ends).toEqual(['closed', 'rejected', 'cancelled'])
    expect(reachable('proposed')).toEqual(new Set(states))
    for (const state of states) expect([...reachable(state)].some(other => ends.includes(other))).toBe(true)
  })

  test('lists each transition once', () => {
    const names = transitions.map(({ from, to }) => `${from} → ${to}`)
    expect(new Set(names).size).toBe(names.length)
  })
})

test('exactly the listed transitions are open', () => {
  for (const from of states) {
    for (const to of states) {
      const listed = transitions.some(transition => transition.from === from && transition.to === to)
      expect(refusal(from, complete(to)) === undefined, `${from} → ${to}`).toBe(listed)
    }
  }
})

test.each<[TicketState, TransitionRequest, string, string | undefined]>([
  ['proposed', { to: 'rejected' }, 'The transition to rejected requires reason: why, in words.', '/reason'],
  [
    'on_site',
    { to: 'resolved' },
    'The transition to resolved requires failureCode: a code of /api/v1/failure-codes.',
    '/failureCode',
  ],
  [
    'proposed',
    { to: 'accepted', failureCode: 'VIB' },
    'failureCode goes with the transition to resolved only; leave it out.',
    '/failureCode',
  ],
  [
    'proposed',
    { to: 'closed' },
    'A ticket that is proposed cannot become closed. Open transitions: accepted, rejected (requires reason), ' +
      'cancelled (requires reason).',
    undefined,
  ],
  ['closed', { to: 'accepted' }, 'The ticket is closed, which is an end: no transition is open.', undefined],
])('from %s, %j is refused in words', (state, request, message, field) => {
  expect(refusal(state, request)).toMatchObject({ message, field })
})

function reachable(from: TicketState): Set<TicketState> {
  const found = new Set([from])
  for (const state of found) for (const { to } of openTransitions(state)) found.add(to)
  return found
}
