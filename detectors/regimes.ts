import type { Regime } from '../contracts/detector.ts'
import type { EquipmentClass } from '../contracts/registry.ts'

/** Of a machine of which nothing tells how it is run, and of every machine before that is learned. */
export const UNKNOWN_REGIME: Regime = { name: 'unknown', sinceMs: 0, settled: true }

/** As evidence has it: `off`, or `run, load step 2`. */
export const regimeName = ({ name, step }: Regime): string =>
  step === undefined ? name : `${name}, load step ${step}`

/**
 * Tells how a machine is being run from what its device measures: a reducer, as a detector is. The engine steps it with
 * every sample of a device before the detectors; state is plain JSON of bounded size, and `step` may reuse the object. A
 * regime that has not changed should be the same object.
 */
export interface RegimeModel<State = unknown> {
  /** Raised when the same input could give another answer: states of another version are dropped. */
  version: number
  step(
    state: State | undefined,
    sample: { observedAtMs: number; values: Readonly<Record<string, number>> },
    equipmentClass: EquipmentClass,
  ): [State, Regime]
}
