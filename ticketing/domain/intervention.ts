import type { Intervention } from '../../contracts/intervention.ts'
import type { Ticket } from './ticket.ts'

type Standing = Pick<
  Ticket,
  'number' | 'kind' | 'asset' | 'category' | 'outcome' | 'rejectionCode' | 'faultKey'
> & {
  /** Its state is one in which somebody is at the machine. */
  working: boolean
}

/**
 * What the detectors of an asset are told when a ticket changes: that somebody is at the machine, or has gone; that it was
 * repaired; that somebody looked and found nothing. An inspection leaves the machine as it was.
 */
export function interventionsOf(before: Standing, after: Standing, atMs: number): Intervention[] {
  const { asset, number: ticket, faultKey } = after
  const kinds: Intervention['kind'][] = []
  if (after.working && !before.working) kinds.push('work_began')
  if (before.working && !after.working) kinds.push('work_ended')
  if (isDone(after) && !isDone(before)) {
    if (after.outcome === 'false_alarm') kinds.push('false_alarm')
    else if (after.kind !== 'inspection' && after.outcome !== 'no_access') kinds.push('repaired')
  } else if (isFalseAlarm(after) && !isFalseAlarm(before)) kinds.push('false_alarm')
  return kinds.map(kind => ({ asset, kind, atMs, ticket, ...(faultKey !== null && { faultKey }) }))
}

const isDone = ({ category }: Standing) =>
  category === 'resolved' || category === 'verifying' || category === 'closed'

/** A planner may know without anybody going there. */
const isFalseAlarm = ({ category, outcome, rejectionCode }: Standing) =>
  (category === 'closed' && outcome === 'false_alarm') ||
  (category === 'rejected' && rejectionCode === 'false_alarm')
