import type { MachineKind } from '../machines/kind.ts'
import { mixSeed, normal, uniform } from '../machines/random.ts'
import {
  lastMsOf,
  type NetworkMode,
  networkModes,
  type PlannedFault,
  type SensorMode,
  sensorModes,
} from '../plant/faults.ts'
import type { RandomFaults } from './schema.ts'
import { durationMs } from './times.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS

/** How long what ails a sensor lasts when nobody does anything, in hours: the middle half. */
const sensorHours: Record<SensorMode, readonly [number, number]> = {
  stuck: [24, 240],
  drift: [240, 1_440],
  spike: [24, 240],
  clipped: [48, 480],
  unit_change: [24, 240],
  silent: [4, 72],
  clock_skew: [24, 480],
}
const networkHours: Record<NetworkMode, readonly [number, number]> = {
  outage_burst: [0.5, 12],
  duplicates: [1, 48],
  disorder: [1, 48],
}
/** Faults of the whole device, not of one metric: usually it falls silent with all that it measures. */
const WHOLE_DEVICE: readonly SensorMode[] = ['silent', 'clock_skew']

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
      other => other.onsetMs < lastMsOf(fault) + recoveryMs && onsetMs < lastMsOf(other) + recoveryMs,
    )
    if (!collides) faults.push(fault)
    wellFromMs = lastMsOf(fault) + recoveryMs
  }
}

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
  const lasting = (hours: readonly [number, number]) =>
    Math.round(onsetMs + lengthHours(hours, normal(mixSeed(seed, 'length'))) * HOUR_MS)
  if (layer === 'machine')
    return { layer, mode, onsetMs, failureMs: lasting(kind.modes[mode]?.lifeHours ?? [24, 240]) }
  if (layer === 'network') {
    const network = mode as NetworkMode
    return { layer, mode: network, onsetMs, endMs: lasting(networkHours[network]) }
  }
  const sensor = mode as SensorMode
  const metrics = kind.class.metrics.map(({ key }) => key)
  const metric = metrics[Math.floor(uniform(mixSeed(seed, 'metric')) * metrics.length)]
  return {
    ...{ layer, mode: sensor, onsetMs, endMs: lasting(sensorHours[sensor]) },
    ...(metric !== undefined && !WHOLE_DEVICE.includes(sensor) && { metric }),
  }
}

/** Log-normal with these quartiles, at most two deviations away from the middle. */
function lengthHours([quarter, threeQuarters]: readonly [number, number], deviation: number): number {
  const median = Math.sqrt(quarter * threeQuarters)
  const sigma = Math.log(threeQuarters / quarter) / (2 * 0.6745)
  return median * Math.exp(sigma * Math.max(-2, Math.min(2, deviation)))
}
