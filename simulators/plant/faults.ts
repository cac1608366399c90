import { ForewarnError } from '../../contracts/errors.ts'
import type { FailureMode, MachineKind } from '../machines/kind.ts'

/** A way in which the machine fails: one of the modes of its kind, with the growth law of the mode. */
export interface MachineFault {
  layer: 'machine'
  mode: string
  /** Event time of the first sign. */
  onsetMs: number
  /** Event time of the functional failure, if nobody repairs it before. */
  failureMs: number
}

/** A way in which what is measured is not what is. */
export interface SensorFault {
  layer: 'sensor'
  mode: SensorMode
  /**
   * Which sensor. Without it the first metric of the class; `silent` is then the whole device. `clock_skew` is always
   * the whole device.
   */
  metric?: string
  onsetMs: number
  /** Event time at which it is over by itself, if nobody repairs it before. */
  endMs: number
}

/** A way in which what was measured arrives otherwise than it was sent. Nothing that is repaired at the machine. */
export interface NetworkFault {
  layer: 'network'
  mode: NetworkMode
  onsetMs: number
  endMs: number
}

export type PlannedFault = MachineFault | SensorFault | NetworkFault

interface Catalogued {
  /** What the telegrams show. */
  description: string
  /** How long it typically lasts in hours when nobody does anything: the middle half. */
  hours: readonly [number, number]
}

/**
 * After Balaban et al., "Modeling, detection, and disambiguation of sensor faults for aerospace applications", IEEE
 * Sensors Journal 9 (2009), and what data engineers meet besides: units, clocks, silence.
 */
export const sensorModes = {
  stuck: { description: 'Shows its last value for ever.', hours: [24, 240] },
  drift: { description: 'Goes off by a tenth of its range from onset to end, up or down.', hours: [240, 1440] },
  spike: { description: 'One value in fifty is off by a tenth to a half of its range.', hours: [24, 240] },
  clipped: { description: 'Shows nothing above what it showed on average before.', hours: [48, 480] },
  unit_change: { description: 'Shows the same quantity in another unit.', hours: [24, 240] },
  silent: { description: 'Sends nothing.', hours: [4, 72] },
  clock_skew: { description: 'The clock is wrong by one to three whole hours.', hours: [24, 480] },
} as const satisfies Record<string, Catalogued>
export type SensorMode = keyof typeof sensorModes

/** Who repairs a sensor, and the failure code: ISO 14224's "abnormal instrument reading". */
export const SENSOR_SKILL = 'instrumentation' satisfies FailureMode['skill']
export const SENSOR_FAILURE_CODE = 'AIR'

export const networkModes = {
  outage_burst: { description: 'Nothing arrives, and then everything at once, in order.', hours: [0.5, 12] },
  duplicates: { description: 'Three in ten telegrams arrive a second time, up to five steps later.', hours: [1, 48] },
  disorder: { description: 'Telegrams overtake each other by up to five steps.', hours: [1, 48] },
} as const satisfies Record<string, Catalogued>
export type NetworkMode = keyof typeof networkModes

/** Sensor faults of the device as a whole. */
export const isOfDevice = ({ mode, metric }: SensorFault): boolean =>
  mode === 'clock_skew' || (mode === 'silent' && metric === undefined)

/** When it is over, or is all that it can be. */
export const lastMsOf = (fault: PlannedFault): number =>
  fault.layer === 'machine' ? fault.failureMs : fault.endMs

/** 0 before the onset, 1 from the functional failure on, by the growth law of the mode. */
export function severityAt({ onsetMs, failureMs }: MachineFault, { growth }: FailureMode, tMs: number): number {
  if (tMs <= onsetMs) return 0
  return tMs >= failureMs ? 1 : growth((tMs - onsetMs) / (failureMs - onsetMs))
}

/** Throws `invalid` for what cannot happen to a machine of this kind, with what would be right. */
export function checkFaults(asset: string, faults: readonly PlannedFault[], kind: MachineKind): void {
  for (const [i, fault] of faults.entries()) {
    const refuse = (field: string, message: string) => {
      throw new ForewarnError('invalid', `fault ${i + 1} of ${asset}: ${message}`, {
        field: `/faults/${i}/${field}`,
      })
    }
    const modes = Object.keys(
      { machine: kind.modes, sensor: sensorModes, network: networkModes }[fault.layer] ?? {},
    )
    if (!modes.includes(fault.mode)) {
      const whose = fault.layer === 'machine' ? kind.class.id : `the ${fault.layer}`
      refuse('mode', `${whose} has no failure mode "${fault.mode}"; it has ${modes.join(', ')}`)
    }
    const metrics = Object.keys(kind.sensors)
    if (fault.layer === 'sensor' && fault.metric !== undefined && !metrics.includes(fault.metric))
      refuse('metric', `${kind.class.id} has no metric "${fault.metric}"; it has ${metrics.join(', ')}`)
    const last = fault.layer === 'machine' ? 'failureMs' : 'endMs'
    if (!(lastMsOf(fault) > fault.onsetMs)) refuse(last, `${last} must be after onsetMs`)
  }
}
