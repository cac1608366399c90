import { type Static, Type } from 'typebox'
import type { MachineKind } from '../machines/kind.ts'
import {
  isOfDevice,
  networkModes,
  type PlannedFault,
  SENSOR_FAILURE_CODE,
  SENSOR_SKILL,
  sensorModes,
} from './faults.ts'
import { kindOf, type MachineSpec } from './machine.ts'

const keysOf = <T extends object>(record: T) => Object.keys(record) as (keyof T & string)[]
const common = { asset: Type.String(), device: Type.String(), onsetMs: Type.Number() }
/** What repairs it, and what is told when it is repaired. */
const repair = { skill: Type.String(), failureCode: Type.String() }
const exact = { additionalProperties: false }

export const MachineTruth = Type.Object(
  {
    ...common,
    ...repair,
    layer: Type.Literal('machine'),
    failureMode: Type.String(),
    metric: Type.String({ description: 'Shows it first.' }),
    functionalFailureMs: Type.Number({ description: 'Event time at which it stops doing its work, unrepaired.' }),
  },
  exact,
)
export const SensorTruth = Type.Object(
  {
    ...common,
    ...repair,
    layer: Type.Literal('sensor'),
    failureMode: Type.Enum(keysOf(sensorModes)),
    metric: Type.Optional(Type.String({ description: 'Whose sensor; absent when it is the whole device.' })),
    endMs: Type.Number(),
  },
  exact,
)
export const NetworkTruth = Type.Object(
  {
    ...common,
    layer: Type.Literal('network'),
    failureMode: Type.Enum(keysOf(networkModes)),
    endMs: Type.Number(),
  },
  exact,
)

/** What a detector should find, or should not be fooled by: one row of the answer key. */
export type Truth = Static<typeof MachineTruth> | Static<typeof SensorTruth> | Static<typeof NetworkTruth>

/** The answer key of what is planned for a machine, in order of onset. */
export function truthOf(spec: MachineSpec, kinds?: readonly MachineKind[]): Truth[] {
  const kind = kindOf(spec, kinds)
  return spec.faults.toSorted((a, b) => a.onsetMs - b.onsetMs).map(fault => row(spec, kind, fault))
}

function row({ asset, device }: MachineSpec, kind: MachineKind, fault: PlannedFault): Truth {
  const { onsetMs } = fault
  if (fault.layer === 'network') {
    const { layer, mode, endMs } = fault
    return { asset, device, layer, failureMode: mode, onsetMs, endMs }
  }
  if (fault.layer === 'sensor') {
    const { layer, mode, endMs } = fault
    const metric = isOfDevice(fault) ? undefined : (fault.metric ?? kind.class.metrics[0]?.key)
    return {
      ...{ asset, device, layer, failureMode: mode },
      ...(metric === undefined ? {} : { metric }),
      ...{ skill: SENSOR_SKILL, failureCode: SENSOR_FAILURE_CODE, onsetMs, endMs },
    }
  }
  const mode = kind.modes[fault.mode]
  if (!mode) throw new Error(`${kind.class.id} has no mode ${fault.mode}`)
  return {
    ...{ asset, device, layer: fault.layer, failureMode: fault.mode, metric: mode.indicators[0] },
    ...{ skill: mode.skill, failureCode: mode.failureCode },
    ...{ onsetMs, functionalFailureMs: fault.failureMs },
  }
}
