import { PRIORITIES, type Priority, type Ticket } from '../api/types.ts'

/** How many tickets have each priority; `+` where there are more than were counted. */
export type PriorityCounts = Record<Priority, string>

/**
 * Counts a list that is sorted by priority and may have been cut off: what comes before the last priority is
 * complete, the last one is a lower bound, and nothing is known of what would come after.
 */
export function countByPriority(
  tickets: readonly Pick<Ticket, 'priority'>[],
  cutOff: boolean,
): PriorityCounts {
  const last = tickets.at(-1)?.priority
  const counts = PRIORITIES.map(priority => {
    const amount = tickets.filter(ticket => ticket.priority === priority).length
    if (!cutOff || !last || priority < last) return [priority, String(amount)]
    return [priority, priority === last ? `${amount}+` : '?']
  })
  return Object.fromEntries(counts) as PriorityCounts
}
