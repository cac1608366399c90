import { type Static, Type } from 'typebox'
import { conflict, invalid } from './refusals.ts'
import { exact } from './schema.ts'

export const TicketState = Type.Enum(
  ['proposed', 'accepted', 'on_site', 'on_hold', 'resolved', 'closed', 'rejected', 'cancelled'],
  {
    description:
      'proposed: a detector asks for work; accepted: it will be done; on_site: it is being done; ' +
      'on_hold: it waits; resolved: done, with a failure code; closed: finished; ' +
      'rejected: will not be done (the fault is muted until the signal was quiet); cancelled: not needed any more.',
  },
)
export type TicketState = Static<typeof TicketState>

/** What a person may have to say to make a transition. */
export const TransitionField = Type.Enum(['reason', 'failureCode'])
export type TransitionField = Static<typeof TransitionField>

export interface Transition {
  from: TicketState
  to: TicketState
  requires: readonly TransitionField[]
}

/** The whole workflow as data; a state that is never a `from` is an end. */
export const transitions: readonly Transition[] = [
  { from: 'proposed', to: 'accepted', requires: [] },
  { from: 'proposed', to: 'rejected', requires: ['reason'] },
  { from: 'proposed', to: 'cancelled', requires: ['reason'] },
  { from: 'accepted', to: 'on_site', requires: [] },
  { from: 'accepted', to: 'on_hold', requires: ['reason'] },
  { from: 'accepted', to: 'cancelled', requires: ['reason'] },
  { from: 'on_site', to: 'resolved', requires: ['failureCode'] },
  { from: 'on_site', to: 'on_hold', requires: ['reason'] },
  { from: 'on_hold', to: 'accepted', requires: [] },
  { from: 'on_hold', to: 'on_site', requires: [] },
  { from: 'on_hold', to: 'cancelled', requires: ['reason'] },
  { from: 'resolved', to: 'closed', requires: [] },
  { from: 'resolved', to: 'accepted', requires: ['reason'] }, // not fixed after all
]

/** States in which somebody still has something to do. */
export const openStates: readonly TicketState[] = ['proposed', 'accepted', 'on_site', 'on_hold', 'resolved']

/** States in which the ticket is over. */
export const endStates = TicketState.enum.filter(state => !openStates.includes(state))

/** States that end the ticket's episode. A rejected ticket keeps its episode, so that "won't fix" is honoured. */
export const episodeEndingStates: readonly TicketState[] = ['closed', 'cancelled']

export const TransitionRequest = Type.Object(
  {
    to: TicketState,
    reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2000,
        pattern: '\\S',
        description: 'Why, in words; not blank, at most 2000 characters.',
      }),
    ),
    failureCode: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 16,
        description: 'What was wrong: a code of /failure-codes. Goes with `resolved`.',
      }),
    ),
    resolution: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 5000,
        description: 'What was done. Goes with `resolved`; at most 5000 characters.',
      }),
    ),
  },
  { ...exact, examples: [{ to: 'accepted' }] },
)
export type TransitionRequest = Static<typeof TransitionRequest>

/** The transitions that are open in a state, in the order a person would read them. */
export const openTransitions = (state: TicketState): { to: TicketState; requires: TransitionField[] }[] =>
  transitions
    .filter(({ from }) => from === state)
    .map(({ to, requires }) => ({ to, requires: [...requires] }))

/** Throws `conflict` where the transition is not open, and `invalid` where a field is missing or out of place. */
export function checkTransition(state: TicketState, request: TransitionRequest): void {
  const { to } = request
  const transition = transitions.find(listed => listed.from === state && listed.to === to)
  if (!transition) throw conflict(notOpen(state, to))
  for (const field of transition.requires) {
    if (request[field] !== undefined) continue
    throw invalid(`/${field}`, `The transition to ${to} requires ${field}: ${MEANINGS[field]}.`)
  }
  for (const field of ['failureCode', 'resolution'] as const) {
    if (request[field] === undefined || to === 'resolved') continue
    throw invalid(`/${field}`, `${field} goes with the transition to resolved only; leave it out.`)
  }
}

const MEANINGS: Record<TransitionField, string> = {
  reason: 'why, in words',
  failureCode: 'a code of /api/v1/failure-codes',
}

function notOpen(state: TicketState, to: TicketState): string {
  const open = openTransitions(state).map(describe)
  if (open.length === 0) return `The ticket is ${state}, which is an end: no transition is open.`
  return `A ticket that is ${state} cannot become ${to}. Open transitions: ${open.join(', ')}.`
}

const describe = ({ to, requires }: { to: string; requires: readonly string[] }) =>
  requires.length > 0 ? `${to} (requires ${requires.join(', ')})` : to
