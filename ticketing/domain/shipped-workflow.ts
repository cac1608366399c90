import type { Workflow } from './workflow.ts'

/**
 * The workflow of every kind of ticket until a plant saves its own. A small plant without a planner accepts a proposal
 * at once; a large one plans and assigns it first.
 */
export const shippedWorkflow: Workflow = {
  initial: 'proposed',
  states: [
    { id: 'proposed', category: 'review' },
    { id: 'planned', category: 'planned' },
    { id: 'assigned', category: 'assigned' },
    { id: 'accepted', category: 'active' },
    { id: 'on_site', category: 'active', working: true },
    { id: 'on_hold', category: 'paused' },
    { id: 'resolved', category: 'resolved' },
    { id: 'verifying', category: 'verifying' },
    { id: 'reopened', category: 'active' },
    { id: 'closed', category: 'closed' },
    { id: 'rejected', category: 'rejected' },
    { id: 'cancelled', category: 'cancelled' },
  ],
  transitions: [
    { from: ['proposed'], to: 'planned' },
    { from: ['proposed', 'planned', 'reopened', 'on_hold'], to: 'assigned', requires: ['assignee'] },
    { from: ['proposed', 'planned', 'assigned'], to: 'accepted' },
    { from: ['assigned'], to: 'planned', requires: ['reason'] },
    { from: ['accepted', 'reopened', 'on_hold'], to: 'on_site' },
    { from: ['on_hold'], to: 'accepted' },
    { from: ['accepted', 'on_site', 'reopened'], to: 'resolved', requires: ['failureCode'], checklist: true },
    { from: ['resolved', 'verifying'], to: 'closed', requires: ['outcome'] },
    { from: ['resolved', 'verifying', 'closed'], to: 'reopened', requires: ['reason'] },
    { from: ['assigned', 'accepted', 'on_site', 'reopened'], to: 'on_hold', requires: ['reason'] },
    { from: ['proposed', 'planned'], to: 'rejected', requires: ['rejectionCode'] },
    {
      from: ['proposed', 'planned', 'assigned', 'accepted', 'on_hold', 'reopened'],
      to: 'cancelled',
      requires: ['reason'],
    },
  ],
  automatic: [{ from: 'resolved', to: 'verifying' }],
}
