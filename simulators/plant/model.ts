import type { DeviceSample } from '../sample.ts'
import type { MachineKind } from './classes.ts'
import { type Effect, faultModes, severityAt } from './faults.ts'
import type { Machine, Truth } from './machine.ts'
import { drift, mixSeed, normal } from './random.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** 1970-01-01 was a Thursday. */
const DAYS_TO_SUNDAY = 4

/** How a metric of a healthy machine comes about. */
interface MetricModel {
  /** At rest, in the unit of the metric. */
  base: number
  /** Added at full load. */
  load: number
  /** Added per °C that the hall is warmer than 20 °C. */
  ambient?: number
  /** Deviation from sample to sample. */
  noise: number
  /** Deviation of what wanders over minutes: process, product. */
  wander: number
  /** What the transmitter can tell apart. */
  resolution: number
}

const models: Record<MachineKind, Record<string, MetricModel>> = {
  pump: {
    vibration_rms: { base: 1.2, load: 0.8, noise: 0.08, wander: 0.06, resolution: 0.01 },
    bearing_temperature: { base: 34, load: 22, ambient: 0.8, noise: 0.25, wander: 0.6, resolution: 0.1 },
    discharge_pressure: { base: 7.4, load: -1.2, noise: 0.04, wander: 0.05, resolution: 0.01 },
    motor_current: { base: 26, load: 34, noise: 0.5, wander: 0.5, resolution: 0.1 },
  },
  motor: {
    vibration_rms: { base: 0.9, load: 0.5, noise: 0.05, wander: 0.05, resolution: 0.01 },
    winding_temperature: { base: 46, load: 42, ambient: 0.9, noise: 0.4, wander: 1, resolution: 0.1 },
    bearing_temperature: { base: 32, load: 20, ambient: 0.8, noise: 0.25, wander: 0.6, resolution: 0.1 },
    motor_current: { base: 41, load: 58, noise: 0.8, wander: 0.8, resolution: 0.1 },
  },
}

/** What the machine measures at `tMs`. Pure: the same machine and time always give the same values. */
export function sampleAt(machine: Machine, tMs: number): DeviceSample {
  const load = loadAt(machine, tMs)
  const warmth = ambientAt(machine, tMs) - 20
  const values: Record<string, number> = {}
  for (const [metric, model] of Object.entries(models[machine.class])) {
    const seed = mixSeed(machine.seed, metric)
    const healthy =
      model.base * individual(seed) +
      model.load * load +
      (model.ambient ?? 0) * warmth +
      model.noise * normal(mixSeed(seed, tMs)) +
      model.wander * drift(seed, tMs, 20 * MINUTE_MS)
    const value = healthy + faultEffect(machine, metric, tMs)
    values[metric] = quantise(Math.max(0, value), model.resolution)
  }
  return { ts: tMs, values }
}

export function truthOf({ asset, faults }: Machine): Truth[] {
  return faults.map(({ mode, onsetMs, functionalFailureMs }) => ({
    asset,
    failureMode: mode,
    metric: faultModes[mode].indicator,
    onsetMs,
    functionalFailureMs,
  }))
}

/** No two machines are quite alike. */
const individual = (seed: number): number => 1 + 0.03 * Math.max(-2, Math.min(2, normal(seed)))

/** Load from 0 to 1: an early and a late shift, a calmer night, a little less on Sundays. */
function loadAt({ seed }: Machine, tMs: number): number {
  const hour = (tMs % DAY_MS) / HOUR_MS
  const day = 0.5 - 0.5 * Math.cos((2 * Math.PI * (hour - 2)) / 24) // lowest at 2 in the night
  const isSunday = (Math.floor(tMs / DAY_MS) + DAYS_TO_SUNDAY) % 7 === 0
  return 0.62 + 0.22 * day - (isSunday ? 0.05 : 0) + 0.04 * drift(mixSeed(seed, 'load'), tMs, 5 * MINUTE_MS)
}

/** Of the hall in °C: warmest in the afternoon, with slow weather. */
function ambientAt({ seed }: Machine, tMs: number): number {
  const hour = (tMs % DAY_MS) / HOUR_MS
  return 21 + 3 * Math.cos((2 * Math.PI * (hour - 15)) / 24) + drift(mixSeed(seed, 'weather'), tMs, DAY_MS)
}

function faultEffect(machine: Machine, metric: string, tMs: number): number {
  let sum = 0
  for (const [i, fault] of machine.faults.entries()) {
    const effects: readonly Effect[] = faultModes[fault.mode].effects
    const effect = effects.find(each => each.metric === metric)
    if (!effect) continue
    const unsteady = (effect.unsteadiness ?? 0) * normal(mixSeed(machine.seed, metric, i, tMs))
    sum += severityAt(fault, tMs) * (effect.change + unsteady)
  }
  return sum
}

/** Rounded to the resolution, without the tail that binary fractions leave. */
const quantise = (value: number, resolution: number): number =>
  Number((Math.round(value / resolution) * resolution).toFixed(3))
