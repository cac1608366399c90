import { type Static, Type } from 'typebox'
import { OutcomeCode } from '../../contracts/outcome.ts'
import { Category } from './category.ts'
import { conflict, invalid } from './refusals.ts'
import { Role } from './roles.ts'
import { exact, TimeMs } from './schema.ts'

export const StateId = Type.String({
  pattern: '^[a-z][a-z0-9_]{0,31}$',
  description: 'Small letters, digits and underscore; starts with a letter; at most 32.',
  examples: ['on_site'],
})

/** What a transition can ask for. What the ticket has already counts as given, except for a reason and a signature. */
export const TransitionField = Type.Enum(
  ['reason', 'rejectionCode', 'failureCode', 'outcome', 'resolution', 'assignee', 'signature'],
  { description: 'A property that the transition cannot do without.' },
)
export type TransitionField = Static<typeof TransitionField>

export const Outcome = OutcomeCode
export type Outcome = Static<typeof Outcome>

export const RejectionCode = Type.Enum(
  ['false_alarm', 'known_condition', 'duplicate', 'not_worth_it', 'other'],
  { description: 'Why a proposal is not taken.' },
)
export type RejectionCode = Static<typeof RejectionCode>

const WorkflowState = Type.Object(
  {
    id: StateId,
    category: Category,
    working: Type.Optional(
      Type.Boolean({
        description: 'Somebody is at the machine: other findings on the asset are muted meanwhile.',
      }),
    ),
  },
  exact,
)

const WorkflowTransition = Type.Object(
  {
    from: Type.Array(StateId, { minItems: 1, maxItems: 50 }),
    to: StateId,
    requires: Type.Optional(Type.Array(TransitionField, { maxItems: 7, uniqueItems: true })),
    checklist: Type.Optional(Type.Boolean({ description: 'Every item of the checklist must be done.' })),
    by: Type.Optional(
      Type.Array(Role, { minItems: 1, maxItems: 5, description: 'Only these roles may make it.' }),
    ),
    approval: Type.Optional({
      ...Role,
      description: 'Somebody of this role must have approved since the ticket came into the state.',
    }),
  },
  exact,
)
type WorkflowTransition = Static<typeof WorkflowTransition>

export const Workflow = Type.Object(
  {
    initial: StateId,
    states: Type.Array(WorkflowState, { minItems: 2, maxItems: 50 }),
    transitions: Type.Array(WorkflowTransition, { minItems: 1, maxItems: 500 }),
    automatic: Type.Optional(
      Type.Array(Type.Object({ from: StateId, to: StateId }, exact), {
        maxItems: 50,
        description: 'Steps that are made at once, by nobody, when a ticket comes into `from`.',
      }),
    ),
  },
  {
    ...exact,
    description: 'States and transitions of a kind of ticket. A ticket keeps the version it began with.',
    examples: [
      {
        initial: 'reported',
        states: [
          { id: 'reported', category: 'review' },
          { id: 'at_work', category: 'active', working: true },
          { id: 'done', category: 'closed' },
        ],
        transitions: [
          { from: ['reported'], to: 'at_work' },
          { from: ['at_work'], to: 'done', requires: ['failureCode', 'outcome'] },
        ],
      },
    ],
  },
)
export type Workflow = Static<typeof Workflow>

const Words = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description })

export const TransitionRequest = Type.Object(
  {
    to: StateId,
    reason: Type.Optional(Words(2000, 'Why, in words; not blank, at most 2000 characters.')),
    rejectionCode: Type.Optional(RejectionCode),
    failureCode: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 16,
        description: 'What was wrong: a code of /failure-codes.',
      }),
    ),
    outcome: Type.Optional(Outcome),
    resolution: Type.Optional(Words(5000, 'What was done; not blank, at most 5000 characters.')),
    signature: Type.Optional(
      Words(
        100,
        'Signs the work as it is after the step, by the name of whoever signs; not blank, at most 100 characters.',
      ),
    ),
    deviceTimeMs: Type.Optional(
      TimeMs('When it happened, where that was before the request: a phone that was offline'),
    ),
  },
  { ...exact, examples: [{ to: 'accepted' }] },
)
export type TransitionRequest = Static<typeof TransitionRequest>

/** What the guards of a transition look at. */
export interface Guarded {
  state: string
  assignee: string | null
  failureCode: string | null
  outcome: Outcome | null
  resolution: string | null
  checklist: readonly { text: string; done: boolean }[]
}

/** Who asks, and who has approved since the ticket came into its state. Roles undefined: may do everything. */
export interface Standing {
  roles?: readonly Role[] | undefined
  approvedBy: readonly Role[]
}

export const stateOf = (workflow: Workflow, id: string) => {
  const state = workflow.states.find(listed => listed.id === id)
  if (!state) throw new Error(`the workflow has no state ${id}`)
  return state
}

/** The workflow's first state of the category, for what happens by itself; undefined where it has none. */
export const stateIn = (workflow: Workflow, category: Category): string | undefined =>
  workflow.states.find(state => state.category === category)?.id

/** A transition that the state allows, with what it still lacks. */
export interface OpenTransition {
  to: string
  category: Category
  requires: TransitionField[]
  /** Sentences: why it cannot be made now, whatever is given. */
  blockedBy: string[]
}

/** The transitions that are open in the ticket's state, in the order of the workflow. */
export function openTransitions(workflow: Workflow, ticket: Guarded, standing: Standing): OpenTransition[] {
  return workflow.transitions
    .filter(({ from }) => from.includes(ticket.state))
    .map(transition => ({
      to: transition.to,
      category: stateOf(workflow, transition.to).category,
      requires: lacking(transition, ticket),
      blockedBy: obstacles(transition, ticket, standing),
    }))
}

const lacking = ({ requires = [] }: WorkflowTransition, ticket: Guarded): TransitionField[] =>
  requires.filter(
    field =>
      field === 'reason' || field === 'rejectionCode' || field === 'signature' || ticket[field] === null,
  )

function obstacles(
  { checklist, by, approval }: WorkflowTransition,
  ticket: Guarded,
  { roles, approvedBy }: Standing,
): string[] {
  const found: string[] = []
  const undone = checklist ? ticket.checklist.filter(({ done }) => !done) : []
  if (undone.length > 0) {
    const shown = undone.slice(0, 3).map(({ text }) => text)
    found.push(`The checklist is not done: ${shown.join('; ')}${undone.length > 3 ? '; …' : ''}.`)
  }
  if (by && roles && !by.some(role => roles.includes(role))) {
    found.push(`Only ${by.join(' or ')} may do this.`)
  }
  if (approval && !approvedBy.includes(approval)) {
    found.push(`It needs the approval of a ${approval}: POST /api/v1/tickets/{number}/approvals.`)
  }
  return found
}

/** Throws `conflict` where the transition is not open or blocked, and `invalid` where a field is missing or out of place. */
export function checkTransition(
  workflow: Workflow,
  ticket: Guarded,
  request: TransitionRequest,
  standing: Standing,
): void {
  const { to } = request
  const open = openTransitions(workflow, ticket, standing)
  const transition = open.find(listed => listed.to === to)
  if (!transition) throw conflict(notOpen(ticket.state, to, open))
  const [obstacle] = transition.blockedBy
  if (obstacle) throw conflict(`A ticket that is ${ticket.state} cannot become ${to} now. ${obstacle}`)
  for (const field of transition.requires) {
    if (field !== 'assignee' && request[field] !== undefined) continue
    throw invalid(`/${field}`, `The transition to ${to} requires ${field}: ${MEANINGS[field]}.`)
  }
  const misplaced = misplacedField(transition.category, request)
  if (misplaced) throw invalid(`/${misplaced.field}`, misplaced.message)
}

/** What says something about a repair goes with its end, and why a proposal is not taken with its rejection. */
function misplacedField(category: Category, request: TransitionRequest) {
  const repair = category === 'resolved' || category === 'verifying' || category === 'closed'
  for (const field of ['failureCode', 'outcome', 'resolution', 'rejectionCode', 'signature'] as const) {
    if (request[field] === undefined) continue
    if (field === 'rejectionCode' ? category === 'rejected' : repair) continue
    const goes = field === 'rejectionCode' ? 'rejecting' : 'resolving or closing'
    return { field, message: `${field} goes with ${goes} only; leave it out.` }
  }
  return undefined
}

const MEANINGS: Record<TransitionField, string> = {
  reason: 'why, in words',
  rejectionCode: `one of ${RejectionCode.enum.join(', ')}`,
  failureCode: 'a code of /api/v1/failure-codes',
  outcome: `one of ${Outcome.enum.join(', ')}`,
  resolution: 'what was done, in words',
  signature: 'the name of whoever signs the work',
  assignee: 'a technician, by POST /api/v1/tickets/{number}/assignment',
}

function notOpen(state: string, to: string, open: readonly OpenTransition[]): string {
  if (open.length === 0) return `The ticket is ${state}, which is an end: no transition is open.`
  return `A ticket that is ${state} cannot become ${to}. Open transitions: ${open.map(describe).join(', ')}.`
}

const describe = ({ to, requires }: OpenTransition) =>
  requires.length > 0 ? `${to} (requires ${requires.join(', ')})` : to

/** Where a ticket that comes into this state goes by itself; the workflow has no ring of such steps. */
export const automaticNext = (workflow: Workflow, state: string): string | undefined =>
  workflow.automatic?.find(({ from }) => from === state)?.to
