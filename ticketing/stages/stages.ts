import { mutedByRejectedRollUp, staysRolledUp, withinBudget } from './budget.ts'
import { createTicket } from './create.ts'
import {
  clearedWithoutEpisode,
  failsVerification,
  groupIntoEpisode,
  lateForEndedEpisode,
  mutedByFalseAlarm,
  mutedByRejection,
  quietEpisodeEnds,
  reopensAsRework,
} from './episode.ts'
import { isInService, nobodyWorksOnIt, outsideMaintenance, sensorIsTrusted } from './inhibit.ts'
import { hasSettled } from './settle.ts'
import { type Case, isVerdict, type Known, type Stage, type Verdict } from './stage.ts'

/** The pipeline: every finding of a registered asset walks this line until a stage gives the verdict. Order is meaning. */
const stages: readonly Stage[] = [
  hasSettled,
  isInService,
  sensorIsTrusted,
  nobodyWorksOnIt,
  outsideMaintenance,
  quietEpisodeEnds,
  lateForEndedEpisode,
  staysRolledUp,
  mutedByRejectedRollUp,
  clearedWithoutEpisode,
  mutedByRejection,
  mutedByFalseAlarm,
  failsVerification,
  reopensAsRework,
  groupIntoEpisode,
  withinBudget,
]

/** What becomes of one finding, with the reason in a sentence. */
export function judge(first: Case): Verdict {
  const { asset, finding } = first
  if (!asset) {
    const reason = `Asset ${finding.asset} is not registered, so there is nothing to work on.`
    return { kind: 'noted', reason }
  }
  let judged: Known = { ...first, asset }
  for (const stage of stages) {
    const result = stage(judged)
    if (isVerdict(result)) return result
    judged = result
  }
  return createTicket(judged)
}
