import type { Finding } from '../../contracts/finding.ts'
import { isOpen } from '../domain/category.ts'
import { wasQuiet } from '../domain/episode.ts'
import { windowOver } from '../domain/maintenance-window.ts'
import type { Case, Verdict } from '../stages/stage.ts'
import { deviates } from '../stages/stage.ts'
import { judge } from '../stages/stages.ts'
import type { Trx } from './database.ts'
import { type EpisodeTimes, type LockedEpisode, latestEpisode } from './episodes.ts'
import { countOccurrences, countSpent, type FaultFacts, loadFacts, lockBudget } from './fault-facts.ts'
import { type Fault, type FindingVerdict, storeVerdicts } from './findings.ts'
import type { RollUpAppend } from './roll-ups.ts'
import type { StageSettings } from './stage-settings.ts'

/** Findings that a ticket has got and that are not written yet: a storm of them is one write. */
interface Append {
  episode: number
  times: EpisodeTimes
  findings: number
  /** The newest that was not late. */
  last?: Finding
}

/**
 * One fault while its findings are judged, in one transaction that has its lock: what all of them share is read once,
 * and what they change is kept here until the file is closed.
 */
export interface FaultFile {
  fault: Fault
  nowMs: number
  settings: StageSettings
  /** Undefined when the asset is not registered. */
  facts: FaultFacts | undefined
  latest: LockedEpisode | undefined
  append: Append | undefined
  rollUp: RollUpAppend | undefined
  verdicts: FindingVerdict[]
}

export async function openFile(
  trx: Trx,
  fault: Fault,
  given: { devices: readonly string[]; settings: StageSettings; nowMs: number },
): Promise<FaultFile> {
  const { devices, settings, nowMs } = given
  const facts = await loadFacts(trx, fault, devices)
  const latest = facts && (await latestEpisode(trx, fault))
  return { fault, nowMs, settings, facts, latest, append: undefined, rollUp: undefined, verdicts: [] }
}

/** Lets the stages judge the finding with what the file knows and the database counts. */
export async function judgeIn(trx: Trx, file: FaultFile, finding: Finding, held: boolean): Promise<Verdict> {
  return judge(await caseOf(trx, file, finding, held))
}

async function caseOf(trx: Trx, file: FaultFile, finding: Finding, held: boolean): Promise<Case> {
  const { facts, latest } = file
  const { policy, matrix, windows } = file.settings
  const { asset } = facts ?? {}
  const assets = asset ? [asset.id, ...asset.ancestors.map(({ id }) => id)] : []
  return {
    finding,
    policy,
    matrix,
    asset,
    latest: latest?.episode,
    held,
    ...(await counts(trx, file, finding)),
    sensorFault: facts?.distrusted.find(
      ({ device, metric }) => device === finding.device && (metric === null || metric === finding.metric),
    ),
    job: facts?.job,
    window: asset && windowOver(windows, { site: asset.site, assets }, finding.observedAtMs),
    storms: facts?.storms ?? {},
    rolledUp: facts?.rolledUp,
  }
}

const nothingSpent = { assetDay: 0, siteDay: 0, siteHour: 0 }

/** Counted only where a ticket may begin: a fault that has one costs no statement for each of its findings. */
async function counts(trx: Trx, file: FaultFile, finding: Finding) {
  const { facts, settings } = file
  if (!facts || !deviates({ finding }) || isKnown(file, finding))
    return { occurrences: 1, spent: nothingSpent }
  const { policy } = settings
  const { id: asset, site, class: equipmentClass } = facts.asset
  await writeVerdicts(trx, file) // which are counted
  const occurrences = await countOccurrences(trx, finding, { policy, class: equipmentClass })
  if (Object.values(policy.budget).every(limit => limit === null)) return { occurrences, spent: nothingSpent }
  await lockBudget(trx, site)
  return {
    occurrences,
    spent: await countSpent(trx, finding.observedAtMs, { asset, site, budget: policy.budget }),
  }
}

const isKnown = ({ latest, facts }: FaultFile, { observedAtMs }: Finding) =>
  (latest && !latest.episode.ended && !wasQuiet(latest.episode, observedAtMs)) ||
  (facts?.rolledUp && isOpen(facts.rolledUp.category))

export async function writeVerdicts(trx: Trx, file: FaultFile): Promise<void> {
  await storeVerdicts(trx, file.verdicts)
  file.verdicts = []
}
