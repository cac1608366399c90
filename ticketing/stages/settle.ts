import { isOpen } from '../domain/category.ts'
import { inWords } from '../domain/duration.ts'
import { wasQuiet } from '../domain/episode.ts'
import { settlingOf } from '../domain/ticket-policy.ts'
import { deviates, type Known, type Stage } from './stage.ts'

/** What is known to be serious has settled long ago. */
const isKnownFault = ({ finding, latest, rolledUp }: Known) =>
  (latest && !latest.ended && !wasQuiet(latest, finding.observedAtMs)) ||
  (rolledUp && isOpen(rolledUp.category))

/** A signal that crosses a limit once is no work: it has to come back, or to last, as its settle rule says. */
export const hasSettled: Stage = judged => {
  if (!deviates(judged) || isKnownFault(judged)) return judged
  const { finding, policy, asset, occurrences, held } = judged
  const { severity, sinceMs, observedAtMs } = finding
  const rule = settlingOf(policy, { class: asset.class, asset: asset.id, severity })
  if (occurrences < rule.minOccurrences) {
    const wanted = `${rule.minOccurrences} findings within ${inWords(rule.withinMs)}`
    return {
      kind: 'settling',
      reason: `It is number ${occurrences} of ${wanted} that its settle rule wants.`,
    }
  }
  if (held || observedAtMs - sinceMs >= rule.holdMs) return judged
  const lasted = inWords(observedAtMs - sinceMs)
  return {
    kind: 'settling',
    untilMs: sinceMs + rule.holdMs,
    reason: `The deviation has lasted ${lasted} of the ${inWords(rule.holdMs)} that its settle rule wants.`,
  }
}
