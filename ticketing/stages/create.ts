import { inWords } from '../domain/duration.ts'
import { priorityOf } from '../domain/priority.ts'
import { titleOf } from '../domain/ticket.ts'
import type { Known, Verdict } from './stage.ts'

/**
 * `continuing` begins an episode as `raised` does: either the detector began before the tickets did, or the former
 * ticket was closed or cancelled while the machine still deviates, and then somebody should look again.
 */
export function createTicket(judged: Known): Verdict {
  const { finding, asset, ends } = judged
  return {
    kind: 'created',
    ...(ends && { ends }),
    priority: priorityOf(finding.severity, asset.criticality, judged.matrix),
    title: titleOf(finding, asset.name),
    reason: whyNew(judged),
  }
}

function whyNew({ finding, latest, policy, ends }: Known): string {
  const { phase, severity } = finding
  if (!latest)
    return `No episode of this fault on this asset was known; a finding that is ${phase} began one.`
  const { number, outcome } = latest.ticket
  if (ends?.lapses !== undefined) {
    return `Nobody had looked at ticket ${number} and its signal was quiet for more than 24 h; this one continues it.`
  }
  if (latest.ended === 'quiet') {
    return `The episode of ticket ${number} had been quiet for more than 24 h, so this is a new one.`
  }
  if (latest.ended !== 'closed') {
    return `The episode of ticket ${number} ended when that was ${latest.ended}, and the fault is ${phase}.`
  }
  return outcome === 'false_alarm'
    ? `Ticket ${number} was closed as a false alarm, but the fault is ${phase} and ${severity}.`
    : `Ticket ${number} was closed more than ${inWords(policy.reworkWindowMs)} ago, so this is a new one.`
}
