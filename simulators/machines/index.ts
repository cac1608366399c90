import { shippedFailureModes } from '../../contracts/failure-modes/index.ts'
import { battery } from './battery/battery.ts'
import { chiller } from './chiller/chiller.ts'
import { compressor } from './compressor/compressor.ts'
import { conveyor } from './conveyor/conveyor.ts'
import { fan } from './fan/fan.ts'
import { gearbox } from './gearbox/gearbox.ts'
import type { MachineKind } from './kind.ts'
import { lift } from './lift/lift.ts'
import { motor } from './motor/motor.ts'
import { pump } from './pump/pump.ts'

/** With the shipped table of how such equipment fails, as far as its four metrics can tell. */
const withFailureModes = (kind: MachineKind): MachineKind => {
  const { id, metrics } = kind.class
  return { ...kind, class: { ...kind.class, failureModes: shippedFailureModes(id, metrics) } }
}

/** Every kind of machine that can be simulated; the id of its class is the name of its folder. */
export const machineKinds: readonly MachineKind[] = [
  ...[pump, motor, fan],
  ...[gearbox, compressor, chiller],
  ...[conveyor, lift, battery],
].map(withFailureModes)
