import { isOpen } from '../domain/category.ts'
import { QUIET_MS } from '../domain/episode.ts'
import { isMoreUrgent, isWorse, priorityOf } from '../domain/priority.ts'
import type { StormScope } from '../domain/storm.ts'
import { deviates, type Known, type RollUp, type Stage, type Storm } from './stage.ts'

/** Where a fault was rolled up, its findings go on being: it has no episode of its own until that ticket is over. */
export const staysRolledUp: Stage = judged => {
  const { latest, rolledUp } = judged
  if (!rolledUp || !isOpen(rolledUp.category) || (latest && !latest.ended)) return judged
  const reason = `Roll-up ticket ${rolledUp.ticket} has this fault among its faults and is open.`
  return { ...rollUp(judged, rolledUp.scope, rolledUp), reason }
}

/** "Won't fix" holds for every fault of a roll-up ticket as it does for a ticket of one. */
export const mutedByRejectedRollUp: Stage = judged => {
  const { finding, latest, rolledUp } = judged
  if (rolledUp?.category !== 'rejected' || (latest && !latest.ended)) return judged
  if (finding.observedAtMs - rolledUp.lastFindingAtMs > QUIET_MS) return judged
  const reason = `Roll-up ticket ${rolledUp.ticket} was rejected; it mutes its faults until 24 quiet hours.`
  return { kind: 'muted', ticket: rolledUp.ticket, reason }
}

/**
 * A planner reads a few tickets a day, not hundreds: what is beyond the budget goes to one roll-up ticket. The site's
 * budget goes first, so that a power dip that trips every machine is one ticket and not one of each machine. A ticket
 * that only takes the place of a lapsed proposal costs nothing.
 */
export const withinBudget: Stage = judged => {
  const { asset, ends, policy, spent, storms } = judged
  const { perAssetPerDay, perSitePerDay, perSitePerHour } = policy.budget
  if (ends?.lapses !== undefined) return judged
  const beyond = (budget: number | null, used: number) => budget !== null && used >= budget
  const [scope, because] = beyond(perSitePerHour, spent.siteHour)
    ? (['site', `Site ${asset.site} has ${spent.siteHour} new tickets within an hour`] as const)
    : beyond(perSitePerDay, spent.siteDay)
      ? (['site', `Site ${asset.site} has ${spent.siteDay} new tickets within 24 h`] as const)
      : beyond(perAssetPerDay, spent.assetDay)
        ? (['asset', `Asset ${asset.id} has ${spent.assetDay} new tickets within 24 h`] as const)
        : []
  if (!scope) return judged
  return { ...rollUp(judged, scope, storms[scope]), reason: `${because}, which is its budget.` }
}

function rollUp(judged: Known, scope: StormScope, open: Storm | undefined): Omit<RollUp, 'reason'> {
  const { finding, asset, ends, rolledUp } = judged
  const priority = priorityOf(finding.severity, asset.criticality, judged.matrix)
  const resolved = open?.category === 'resolved' || open?.category === 'verifying'
  const known = open !== undefined && open.ticket === rolledUp?.ticket
  const late = known && finding.observedAtMs < rolledUp.lastFindingAtMs
  const raises = !late && deviates(judged)
  return {
    kind: 'rolled_up',
    scope,
    ...(open && { ticket: open.ticket }),
    late,
    priority: open && !(raises && isMoreUrgent(priority, open.priority)) ? open.priority : priority,
    severity:
      open && !(raises && isWorse(finding.severity, open.severity)) ? open.severity : finding.severity,
    reopens: resolved && raises,
    ...(ends && { ends }),
  }
}
