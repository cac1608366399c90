import type { Criticality, TicketState } from '../api/types.ts'

const STATES: Record<TicketState, string> = {
  proposed: 'Proposed',
  accepted: 'Accepted',
  on_site: 'On site',
  on_hold: 'On hold',
  resolved: 'Resolved',
  closed: 'Closed',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
}

/** The state as a person reads it; a state this page does not know yet is shown as it is. */
export function stateName(state: string): string {
  return STATES[state as TicketState] ?? state.replaceAll('_', ' ')
}

/** What the button says that leads from one state to another. */
export function transitionName(from: TicketState, to: string): string {
  if (from === 'on_hold' && to === 'accepted') return 'Take off hold'
  if (from === 'on_hold' && to === 'on_site') return 'Resume on site'
  if (from === 'resolved' && to !== 'closed') return 'Reopen'
  return TRANSITIONS[to as TicketState] ?? stateName(to)
}

const TRANSITIONS: Record<TicketState, string> = {
  proposed: 'Propose again',
  accepted: 'Accept',
  on_site: 'Start on site',
  on_hold: 'Put on hold',
  resolved: 'Resolve',
  closed: 'Close',
  rejected: 'Reject',
  cancelled: 'Cancel ticket',
}

/** What a transition means for the work: forward is the plain next step, ends gives the ticket up. */
export function transitionKind(to: string): 'forward' | 'aside' | 'ends' {
  if (to === 'rejected' || to === 'cancelled') return 'ends'
  return to === 'on_hold' ? 'aside' : 'forward'
}

export const CRITICALITIES: Record<Criticality, string> = {
  A: 'stops the plant',
  B: 'stops a line',
  C: 'bearable',
}

/** `unknown_device` → `Unknown device`. */
export function reasonName(reason: string): string {
  const text = reason.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `bearing_temperature` → `bearing temperature`. */
export function metricName(key: string): string {
  return key.replaceAll('_', ' ')
}

/** A sentence of the service with the metric's name instead of its key. */
export function readable(text: string, metric: string): string {
  return text.replaceAll(metric, metricName(metric))
}

/**
 * The title as what it is about, which the list shows in bold, and what is wrong with it, in words; a number is never parted
 * from its unit at the end of a line.
 */
export function titleParts(ticket: {
  title: string
  assetName: string
  metric: string
  unit: string
}): [asset: string, wrong: string] {
  const { assetName, metric, unit } = ticket
  const title = unit ? ticket.title.replaceAll(` ${unit}`, `\u00a0${unit}`) : ticket.title
  const prefix = `${assetName}:`
  if (!title.startsWith(prefix)) return ['', readable(title, metric)]
  return [prefix, readable(title.slice(prefix.length).trim(), metric)]
}
