import type { MachineKind } from '../machines/kind.ts'
import { mixSeed, normal, uniform } from '../machines/random.ts'
import type { PlannedFault } from '../plant/faults.ts'
import type { RandomFaults } from './schema.ts'
import { durationMs } from './times.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS

type Mode<Layer> = Extract<PlannedFault, { layer: Layer }>['mode']

/** How long what ails a sensor or the network usually lasts, in hours from … to. */
const sensorHours: Record<Mode<'sensor'>, readonly [number, number]> = {
  stuck: [6, 72],
  drift: [240, 720],
  spike: [12, 96],
  clipped: [24, 120],
  unit_change: [8, 72],
  silent: [2, 24],
  clock_skew: [12, 120],
}
const networkHours: Record<Mode<'network'>, readonly [number, number]> = {
  outage_burst: [0.5, 12],
  duplicates: [2, 48],
  disorder: [2, 48],
}
/** Faults of the whole device, not of one metric. */
const WHOLE_DEVICE: readonly string[] = ['silent', 'clock_skew']

export const sensorModes = Object.keys(sensorHours) as Mode<'sensor'>[]
export const networkModes = Object.keys(networkHours) as Mode<'network'>[]

interface Choice {
  layer: PlannedFault['layer']
  mode: string
  perYear: number
}

export interface Draw {
  seed: number
  kind: MachineKind
  rates: RandomFaults
  fromMs: number
  /** No fault begins at this time or later. */
  toMs: number
  /** What is planned by name: random faults keep away from it. */
  planned: readonly PlannedFault[]
}

/**
 * Faults of one machine as they come: each kind of fault as a Poisson process with its rate in time in which the machine
 * is well. They never overlap: the next begins a recovery time after the failure or the end of the one before, whether
 * or not that is repaired earlier, so that the same plan can be run with and without people.
 */
export function randomFaults({ seed, kind, rates, fromMs, toMs, planned }: Draw): PlannedFault[] {
  const choices = choicesOf(kind, rates)
  const total = choices.reduce((sum, { perYear }) => sum + perYear, 0)
  const recoveryMs = durationMs(rates.recovery)
  const faults: PlannedFault[] = []
  if (total <= 0) return faults
  let wellFromMs = fromMs + durationMs(rates.after)
  for (let i = 0; ; i++) {
    const draw = (what: string) => uniform(mixSeed(seed, 'fault', i, what))
    const onsetMs = Math.round(wellFromMs - Math.log(1 - draw('wait')) * (YEAR_MS / total))
    if (onsetMs >= toMs) return faults
    const fault = faultOf({
      kind,
      choice: pick(choices, draw('mode') * total),
      onsetMs,
      seed: mixSeed(seed, i),
    })
    const collides = planned.some(
      other => other.onsetMs < endOf(fault) + recoveryMs && onsetMs < endOf(other) + recoveryMs,
    )
    if (!collides) faults.push(fault)
    wellFromMs = endOf(fault) + recoveryMs
  }
}

/** When a fault is over: at the functional failure, or when what ails a sensor or the network ends. */
export const endOf = (fault: PlannedFault): number =>
  fault.layer === 'machine' ? fault.failureMs : fault.endMs

function choicesOf(kind: MachineKind, rates: RandomFaults): Choice[] {
  const modes = { machine: Object.keys(kind.modes), sensor: sensorModes, network: networkModes }
  return (['machine', 'sensor', 'network'] as const).flatMap(layer => {
    const rate = rates[layer] ?? 0
    return modes[layer].map(mode => ({
      layer,
      mode,
      perYear: typeof rate === 'number' ? rate / modes[layer].length : (rate[mode] ?? 0),
    }))
  })
}

function pick(choices: readonly Choice[], at: number): Choice {
  let sum = 0
  for (const choice of choices) {
    sum += choice.perYear
    if (at < sum) return choice
  }
  return choices.findLast(({ perYear }) => perYear > 0) as Choice
}

function faultOf(given: { kind: MachineKind; choice: Choice; onsetMs: number; seed: number }): PlannedFault {
  const { kind, choice, onsetMs, seed } = given
  const { layer, mode } = choice
  if (layer === 'machine') {
    const [quarter, threeQuarters] = kind.modes[mode]?.lifeHours ?? [24, 240]
    const hours = lifeHours(quarter, threeQuarters, normal(mixSeed(seed, 'life')))
    return { layer, mode, onsetMs, failureMs: Math.round(onsetMs + hours * HOUR_MS) }
  }
  const all: Record<string, readonly [number, number]> = layer === 'sensor' ? sensorHours : networkHours
  const [least, most] = all[mode] ?? [1, 24]
  const hours = least * (most / least) ** uniform(mixSeed(seed, 'length'))
  const endMs = Math.round(onsetMs + hours * HOUR_MS)
  if (layer === 'network') return { layer, mode: mode as Mode<'network'>, onsetMs, endMs }
  const metrics = kind.class.metrics.map(({ key }) => key)
  const metric = metrics[Math.floor(uniform(mixSeed(seed, 'metric')) * metrics.length)]
  return {
    ...{ layer, mode: mode as Mode<'sensor'>, onsetMs, endMs },
    ...(metric !== undefined && !WHOLE_DEVICE.includes(mode) && { metric }),
  }
}

/** Log-normal with these quartiles, at most two quartiles' widths away from the middle. */
function lifeHours(quarter: number, threeQuarters: number, deviation: number): number {
  const median = Math.sqrt(quarter * threeQuarters)
  const sigma = Math.log(threeQuarters / quarter) / (2 * 0.6745)
  return median * Math.exp(sigma * Math.max(-2, Math.min(2, deviation)))
}
