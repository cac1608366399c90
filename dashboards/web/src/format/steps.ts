import type { Category, Transition } from '../api/types.ts'
import { inWords } from './words.ts'

/** What a form can ask for before a step; an assignee is chosen in another place. */
const STEP_FIELDS = ['rejectionCode', 'failureCode', 'outcome', 'resolution', 'reason', 'signature'] as const
export type StepField = (typeof STEP_FIELDS)[number]

type Target = Pick<Transition, 'to' | 'category'>

const NAMES: Record<string, string> = {
  proposed: 'Propose again',
  planned: 'Plan',
  assigned: 'Assign',
  accepted: 'Accept',
  on_site: 'Start on site',
  on_hold: 'Put on hold',
  resolved: 'Resolve',
  verifying: 'Verify',
  closed: 'Close',
  reopened: 'Reopen',
  rejected: 'Reject',
  cancelled: 'Cancel ticket',
}

/** What the button says; the state itself where a plant has added it. */
export function stepName(from: Category, { to }: Target): string {
  if (from === 'paused' && to === 'accepted') return 'Take off hold'
  if (from === 'paused' && to === 'on_site') return 'Resume on site'
  if (from === 'assigned' && to === 'planned') return 'Back to planning'
  return NAMES[to] ?? inWords(to)
}

/** How far the work is in each category; a pause stands where the work does. */
const PROGRESS: Record<Category, number> = {
  review: 0,
  planned: 1,
  assigned: 2,
  active: 3,
  paused: 3,
  resolved: 4,
  verifying: 5,
  closed: 6,
  rejected: 6,
  cancelled: 6,
}

/** What a step means for the work: on with it, a pause or a way back, or giving the ticket up. */
export type StepKind = 'forward' | 'aside' | 'ends'

export function stepKind(from: Category, { category }: Target): StepKind {
  if (category === 'rejected' || category === 'cancelled') return 'ends'
  return category === 'paused' || PROGRESS[category] < PROGRESS[from] ? 'aside' : 'forward'
}

/** The plain next step first, giving up last; otherwise as the workflow has them. */
export function inOrder(from: Category, transitions: readonly Transition[]): Transition[] {
  const rank = { forward: 0, aside: 1, ends: 2 }
  return [...transitions].sort((a, b) => rank[stepKind(from, a)] - rank[stepKind(from, b)])
}

/** What the form asks for: what the step requires, and what is best said now although it can wait. */
export function fieldsOf({ requires, category }: Transition): StepField[] {
  const offered: Partial<Record<Category, StepField[]>> = {
    resolved: ['outcome', 'resolution'],
    rejected: ['reason'],
  }
  const asked = [...requires, ...(offered[category] ?? [])]
  return STEP_FIELDS.filter(field => asked.includes(field))
}

/** Why the step cannot be made now, in sentences; empty when it can. */
export function obstaclesOf({ requires, blockedBy }: Transition): string[] {
  return requires.includes('assignee') ? [...blockedBy, 'A technician must be chosen first.'] : blockedBy
}
