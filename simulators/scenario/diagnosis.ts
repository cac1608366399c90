import type { OutcomeCode } from '../../contracts/outcome.ts'
import type { MachineKind } from '../machines/kind.ts'
import type { PlannedFault } from '../plant/faults.ts'
import type { DeskTicket } from './desk.ts'

/** What the technician writes when a job is done. */
export interface Diagnosis {
  outcome: OutcomeCode
  failureCode: string
  resolution: string
}

const NO_FAULT = 'NFF'
const ABNORMAL_READING = 'AIR'
const OTHER = 'OTH'

/** What was wrong with the machine, and when. A fault that was repaired before is told from one that was found. */
export interface Found {
  fault: PlannedFault
  /** When it was repaired in an earlier visit. */
  repairedMs?: number
}

/** What is true of the ticket: the fault that it was about, another one, or none. */
export function diagnose(ticket: DeskTicket, found: readonly Found[], kind: MachineKind): Diagnosis {
  const meant = found.find(({ fault }) => isAbout(ticket, fault, kind))
  const best = meant ?? found[0]
  if (!best) {
    return {
      outcome: 'false_alarm',
      failureCode: NO_FAULT,
      resolution: 'Nothing is wrong with the machine.',
    }
  }
  const { fault, repairedMs } = best
  const words = fault.mode.replaceAll('_', ' ')
  return {
    outcome: meant ? 'found_as_predicted' : 'found_other',
    failureCode: failureCodeOf(fault, kind),
    resolution:
      repairedMs === undefined ? `Found ${words}; repaired.` : `It was ${words}, which is repaired already.`,
  }
}

/** Whether an expert who knows the fault would have expected this ticket. People report that it stands: any fault fits. */
function isAbout({ kind: ticketKind, metric }: DeskTicket, fault: PlannedFault, kind: MachineKind): boolean {
  if (metric === null) return true
  if (fault.layer === 'machine')
    return ticketKind !== 'instrumentation' && (kind.modes[fault.mode]?.indicators.includes(metric) ?? false)
  const ofMetric = fault.layer === 'network' || fault.metric === undefined || fault.metric === metric
  return ticketKind === 'instrumentation' && ofMetric
}

const failureCodeOf = (fault: PlannedFault, kind: MachineKind): string =>
  fault.layer === 'machine' ? (kind.modes[fault.mode]?.failureCode ?? OTHER) : ABNORMAL_READING

const answers = ['found_as_predicted', 'found_other', 'false_alarm'] as const

/** The same with one of the other answers, as somebody gives it who did not look well; `draw` is 0 … 1. */
export function misjudged(diagnosis: Diagnosis, draw: number): Diagnosis {
  const others = answers.filter(answer => answer !== diagnosis.outcome)
  const outcome = others[Math.floor(draw * others.length)] ?? 'found_other'
  if (outcome === 'false_alarm') return { outcome, failureCode: NO_FAULT, resolution: 'Nothing was found.' }
  const failureCode = diagnosis.failureCode === NO_FAULT ? OTHER : diagnosis.failureCode
  return { outcome, failureCode, resolution: 'Cleaned, greased and tightened.' }
}
