import type { MachineKind } from './classes.ts'

/** What a fault does to one metric. */
export interface Effect {
  metric: string
  /** Added at the functional failure, in the unit of the metric. */
  change: number
  /** Deviation of the noise that is added at the functional failure, in the unit of the metric. */
  unsteadiness?: number
}

interface Mode {
  kind: MachineKind
  /** The metric that shows it first. */
  indicator: string
  /** Severity, 0 at the onset and 1 at the functional failure, over the share of the time between them. */
  growth: (share: number) => number
  effects: readonly Effect[]
}

/** Slow for long, then fast: crack growth and spalling. */
const exponential = (share: number) => Math.expm1(4 * share) / Math.expm1(4)
const linear = (share: number) => share
/** Fast, then slower: a body that warms up towards a new balance. */
const saturating = (share: number) => -Math.expm1(-3 * share) / -Math.expm1(-3)

export const faultModes = {
  bearing_wear: {
    kind: 'pump',
    indicator: 'vibration_rms',
    growth: exponential,
    effects: [
      { metric: 'vibration_rms', change: 7, unsteadiness: 0.3 },
      { metric: 'bearing_temperature', change: 28 },
      { metric: 'motor_current', change: 2 },
    ],
  },
  /** A suction strainer that fills up: less flow, less work. */
  clogging: {
    kind: 'pump',
    indicator: 'discharge_pressure',
    growth: linear,
    effects: [
      { metric: 'discharge_pressure', change: -2.6, unsteadiness: 0.05 },
      { metric: 'motor_current', change: -9 },
    ],
  },
  /** Vapour at the impeller: an unsteady pressure and a rough run. */
  cavitation: {
    kind: 'pump',
    indicator: 'vibration_rms',
    growth: linear,
    effects: [
      { metric: 'vibration_rms', change: 3.5, unsteadiness: 0.9 },
      { metric: 'discharge_pressure', change: -0.9, unsteadiness: 0.25 },
    ],
  },
  /** Cooling that is blocked or a fan that is broken. */
  overheating: {
    kind: 'motor',
    indicator: 'winding_temperature',
    growth: saturating,
    effects: [
      { metric: 'winding_temperature', change: 55 },
      { metric: 'bearing_temperature', change: 14 },
    ],
  },
  motor_bearing_wear: {
    kind: 'motor',
    indicator: 'vibration_rms',
    growth: exponential,
    effects: [
      { metric: 'vibration_rms', change: 5, unsteadiness: 0.2 },
      { metric: 'bearing_temperature', change: 30 },
    ],
  },
} as const satisfies Record<string, Mode>

export type FaultMode = keyof typeof faultModes

export interface Fault {
  mode: FaultMode
  /** Event time at which it begins to show. */
  onsetMs: number
  /** Event time at which the machine no longer does what it is there for. */
  functionalFailureMs: number
}

/** 0 before the onset, 1 from the functional failure on. */
export function severityAt({ mode, onsetMs, functionalFailureMs }: Fault, tMs: number): number {
  const share = (tMs - onsetMs) / (functionalFailureMs - onsetMs)
  return faultModes[mode].growth(Math.min(1, Math.max(0, share)))
}
