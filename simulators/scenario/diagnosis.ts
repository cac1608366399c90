import type { OutcomeCode } from '../../contracts/outcome.ts'
import type { MachineKind } from '../machines/kind.ts'
import { isOfDevice, type MachineFault, SENSOR_FAILURE_CODE, type SensorFault } from '../plant/faults.ts'
import type { DeskTicket } from './desk.ts'

/** What the technician writes when a job is done. */
export interface Diagnosis {
  outcome: OutcomeCode
  failureCode: string
  resolution: string
}

const OTHER = 'OTH'

type RepairableFault = MachineFault | SensorFault

/** What was wrong with the machine, and when. A fault that was repaired before is told from one that was found. */
export interface Found {
  fault: RepairableFault
  /** When it was repaired in an earlier visit. */
  repairedMs?: number
}

export const NO_FAULT: Diagnosis = {
  outcome: 'false_alarm',
  failureCode: 'NFF',
  resolution: 'Nothing is wrong with the machine.',
}
export const NO_ACCESS: Diagnosis = {
  outcome: 'no_access',
  failureCode: OTHER,
  resolution: 'Nobody could open the door.',
}

/** What is true of the ticket: the fault that it was about, another one, or none. */
export function diagnose(ticket: DeskTicket, found: readonly Found[], kind: MachineKind): Diagnosis {
  const meant = found.find(({ fault }) => isAbout(ticket, fault, kind))
  const best = meant ?? found[0]
  if (!best) return NO_FAULT
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
function isAbout(ticket: DeskTicket, fault: RepairableFault, kind: MachineKind): boolean {
  const { metric } = ticket
  if (metric === null) return true
  const isOfSensor = ticket.kind === 'instrumentation'
  if (fault.layer === 'machine')
    return !isOfSensor && (kind.modes[fault.mode]?.indicators.includes(metric) ?? false)
  return isOfSensor && (isOfDevice(fault) || (fault.metric ?? kind.class.metrics[0]?.key) === metric)
}

const failureCodeOf = (fault: RepairableFault, kind: MachineKind): string =>
  fault.layer === 'machine' ? (kind.modes[fault.mode]?.failureCode ?? OTHER) : SENSOR_FAILURE_CODE

const answers = ['found_as_predicted', 'found_other', 'false_alarm'] as const

/** The same with one of the other answers, as somebody gives it who did not look well; `draw` is 0 … 1. */
export function misjudged(diagnosis: Diagnosis, draw: number): Diagnosis {
  const others = answers.filter(answer => answer !== diagnosis.outcome)
  const outcome = others[Math.floor(draw * others.length)] ?? 'found_other'
  if (outcome === 'false_alarm') return NO_FAULT
  const failureCode = diagnosis.outcome === 'false_alarm' ? OTHER : diagnosis.failureCode
  return { outcome, failureCode, resolution: 'Cleaned, greased and tightened.' }
}
