import type { Criticality } from '../../contracts/registry.ts'
import type { MachineKind } from './classes.ts'
import type { Fault, FaultMode } from './faults.ts'

/** A machine with what is going to happen to it. All its values follow from this and the time. */
export interface Machine {
  asset: string
  /** For people. */
  name: string
  /** Id of its equipment class. */
  class: MachineKind
  criticality: Criticality
  /** The id that it logs in with. */
  device: string
  seed: number
  faults: readonly Fault[]
}

/** What a detector should have found: the answer key of the simulation. */
export interface Truth {
  asset: string
  failureMode: FaultMode
  /** The metric that shows it first. */
  metric: string
  onsetMs: number
  functionalFailureMs: number
}
