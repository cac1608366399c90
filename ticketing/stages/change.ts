import { isMoreUrgent, isWorse, type Priority, priorityOf } from '../domain/priority.ts'
import { titleOf } from '../domain/ticket.ts'
import type { Known, TicketChange } from './stage.ts'

/** What a change is measured against: the ticket as it is, and the newest of what it has heard of the fault. */
interface Before {
  lastFindingAtMs: number
  ticket: { severity: Known['finding']['severity']; priority: Priority; cleared: boolean }
}

/** How one more finding changes a ticket: urgency only rises, and late data changes nothing. */
export function changeOf(
  { finding, asset, matrix }: Pick<Known, 'finding' | 'asset' | 'matrix'>,
  { lastFindingAtMs, ticket }: Before,
): TicketChange {
  if (finding.observedAtMs < lastFindingAtMs) return { late: true }
  const cleared = finding.phase === 'cleared'
  if (cleared) return { late: false, cleared }
  const priority = priorityOf(finding.severity, asset.criticality, matrix)
  // Only where the deviation itself is worse: a planner who lowered the priority is not contradicted by the same again.
  const worse = isWorse(finding.severity, ticket.severity) && {
    severity: finding.severity,
    priority: isMoreUrgent(priority, ticket.priority) ? priority : ticket.priority,
    title: titleOf(finding, asset.name),
  }
  return { late: false, ...(ticket.cleared && { cleared }), ...(worse && { worse }) }
}

export function withoutUrgency({ worse: _, ...change }: TicketChange): TicketChange {
  return change
}
