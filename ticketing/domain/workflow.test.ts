import { describe, expect, test } from 'vitest'
import { ForewarnError } from '../../contracts/errors.ts'
import { isOpen } from './category.ts'
import { shippedWorkflow } from './shipped-workflow.ts'
import {
  checkTransition,
  type Guarded,
  openTransitions,
  type Standing,
  type TransitionRequest,
  type Workflow,
} from './workflow.ts'
import { workflowMistakes } from './workflow-check.ts'

const states = shippedWorkflow.states.map(({ id }) => id)
const anybody: Standing = { approvedBy: [] }

const ticketIn = (state: string, more: Partial<Guarded> = {}): Guarded => ({
  state,
  assignee: null,
  failureCode: null,
  outcome: null,
  resolution: null,
  checklist: [],
  ...more,
})

interface Asked {
  workflow?: Workflow
  standing?: Standing
}

function refusal(
  ticket: Guarded,
  request: TransitionRequest,
  { workflow = shippedWorkflow, standing = anybody }: Asked = {},
): ForewarnError | undefined {
  try {
    checkTransition(workflow, ticket, request, standing)
    return undefined
  } catch (error) {
    if (error instanceof ForewarnError) return error
    throw error
  }
}

/** A request with all that the transition requires. */
function complete(ticket: Guarded, to: string): TransitionRequest {
  const open = openTransitions(shippedWorkflow, ticket, anybody).find(listed => listed.to === to)
  const given = {
    reason: 'Because.',
    rejectionCode: 'other',
    failureCode: 'VIB',
    outcome: 'found_other',
    resolution: 'Greased.',
    assignee: undefined,
    signature: 'Anna Keller',
  } as const
  return { to, ...Object.fromEntries((open?.requires ?? []).map(field => [field, given[field]])) }
}

describe('the shipped workflow', () => {
  test('has no mistakes', () => {
    expect(workflowMistakes(shippedWorkflow)).toEqual([])
  })

  test('exactly the listed transitions are open', () => {
    for (const from of states) {
      for (const to of states) {
        const ticket = ticketIn(from, { assignee: 'anna' })
        const listed = shippedWorkflow.transitions.some(
          transition => transition.from.includes(from) && transition.to === to,
        )
        expect(refusal(ticket, complete(ticket, to)) === undefined, `${from} → ${to}`).toBe(listed)
      }
    }
  })

  test('only a closed ticket leaves its end, by being reopened', () => {
    const ends = shippedWorkflow.states.filter(({ category }) => !isOpen(category)).map(({ id }) => id)
    const onwards = (id: string) =>
      openTransitions(shippedWorkflow, ticketIn(id), anybody).map(({ to }) => to)
    expect(ends.map(onwards)).toEqual([['reopened'], [], []])
  })
})

test.each<[Guarded, TransitionRequest, string, string | undefined]>([
  [
    ticketIn('proposed'),
    { to: 'rejected' },
    'The transition to rejected requires rejectionCode: one of false_alarm, known_condition, duplicate, not_worth_it, other.',
    '/rejectionCode',
  ],
  [
    ticketIn('on_site'),
    { to: 'resolved' },
    'The transition to resolved requires failureCode: a code of /api/v1/failure-codes.',
    '/failureCode',
  ],
  [
    ticketIn('proposed'),
    { to: 'accepted', failureCode: 'VIB' },
    'failureCode goes with resolving or closing only; leave it out.',
    '/failureCode',
  ],
  [
    ticketIn('planned'),
    { to: 'assigned' },
    'The transition to assigned requires assignee: a technician, by POST /api/v1/tickets/{number}/assignment.',
    '/assignee',
  ],
  [
    ticketIn('proposed'),
    { to: 'closed' },
    'A ticket that is proposed cannot become closed. Open transitions: planned, assigned (requires assignee), ' +
      'accepted, rejected (requires rejectionCode), cancelled (requires reason).',
    undefined,
  ],
  [
    ticketIn('cancelled'),
    { to: 'accepted' },
    'The ticket is cancelled, which is an end: no transition is open.',
    undefined,
  ],
  [
    ticketIn('on_site', {
      checklist: [
        { text: 'Lock out', done: true },
        { text: 'Align', done: false },
      ],
    }),
    { to: 'resolved', failureCode: 'VIB' },
    'A ticket that is on_site cannot become resolved now. The checklist is not done: Align.',
    undefined,
  ],
])('from %j, %j is refused in words', (ticket, request, message, field) => {
  expect(refusal(ticket, request)).toMatchObject({ message, field })
})

describe('guards', () => {
  const guarded: Workflow = {
    ...shippedWorkflow,
    transitions: shippedWorkflow.transitions.map(transition =>
      transition.to === 'planned'
        ? { ...transition, by: ['planner'] }
        : transition.to === 'closed'
          ? { ...transition, approval: 'manager' }
          : transition,
    ),
  }

  test('a transition can be kept for a role', () => {
    const ask = (roles: Standing['roles']) =>
      refusal(
        ticketIn('proposed'),
        { to: 'planned' },
        {
          workflow: guarded,
          standing: { roles, approvedBy: [] },
        },
      )?.message
    expect(ask(['technician'])).toBe(
      'A ticket that is proposed cannot become planned now. Only planner may do this.',
    )
    expect(ask(['technician', 'planner'])).toBeUndefined()
    expect(ask(undefined)).toBeUndefined()
  })

  test('a transition can need an approval', () => {
    const ticket = ticketIn('verifying', { outcome: 'found_as_predicted' })
    const ask = (approvedBy: Standing['approvedBy']) =>
      refusal(ticket, { to: 'closed' }, { workflow: guarded, standing: { approvedBy } })?.message
    expect(ask(['lead'])).toContain('It needs the approval of a manager')
    expect(ask(['manager'])).toBeUndefined()
  })

  test('what the ticket has already is not asked again', () => {
    const requires = (more: Partial<Guarded>) =>
      openTransitions(shippedWorkflow, ticketIn('verifying', more), anybody).find(({ to }) => to === 'closed')
        ?.requires
    expect(requires({})).toEqual(['outcome'])
    expect(requires({ outcome: 'no_access' })).toEqual([])
  })
})

describe('a workflow is refused for', () => {
  const base: Workflow = {
    initial: 'new',
    states: [
      { id: 'new', category: 'review' },
      { id: 'doing', category: 'active' },
      { id: 'done', category: 'closed' },
    ],
    transitions: [
      { from: ['new'], to: 'doing' },
      { from: ['doing'], to: 'done' },
    ],
  }
  const withState = (id: string, category: 'active' | 'closed' = 'active') => [
    ...base.states,
    { id, category },
  ]
  const withStep = (from: string, to: string) => [...base.transitions, { from: [from], to }]

  test('nothing, when it is sound', () => expect(workflowMistakes(base)).toEqual([]))

  test.each<[string, Partial<Workflow>, string, string]>([
    [
      'a state that is not there',
      { initial: 'nwe' },
      '/initial',
      'State nwe is not listed under states; use one of new, doing, done.',
    ],
    ['a state listed twice', { states: withState('new') }, '/states/3/id', 'State new is listed twice.'],
    [
      'a transition listed twice',
      { transitions: withStep('new', 'doing') },
      '/transitions/2/from/0',
      'new → doing is listed twice.',
    ],
    [
      'a step to itself',
      { transitions: withStep('doing', 'doing') },
      '/transitions/2/from/0',
      'doing → doing leads nowhere.',
    ],
    [
      'beginning at an end',
      { initial: 'done' },
      '/initial',
      'State done is an end; a ticket must begin in an open state.',
    ],
    [
      'an unreachable state',
      { states: withState('lost'), transitions: withStep('lost', 'done') },
      '/states/3',
      'State lost cannot be reached from new.',
    ],
    [
      'a dead end',
      { states: withState('stuck'), transitions: withStep('doing', 'stuck') },
      '/states/3',
      'State stuck is a dead end: from it no ticket can be closed or given up.',
    ],
    [
      'no way to close',
      {
        states: [...base.states, { id: 'off', category: 'cancelled' }],
        transitions: [
          { from: ['new'], to: 'doing' },
          { from: ['doing'], to: 'off' },
        ],
      },
      '/states',
      'No state of category closed can be reached: no ticket could ever be finished.',
    ],
    [
      'steps that never end',
      {
        automatic: [
          { from: 'new', to: 'doing' },
          { from: 'doing', to: 'new' },
        ],
      },
      '/automatic/0',
      'The automatic steps from new never end.',
    ],
  ])('%s', (_, change, pointer, detail) => {
    expect(workflowMistakes({ ...base, ...change })).toContainEqual({ pointer, detail })
  })
})
