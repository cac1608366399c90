import type { SensorSpec } from '../machines/kind.ts'
import { mixSeed, Noise } from '../machines/random.ts'
import type { SensorFault } from './faults.ts'
import { otherUnit, type UnitChange } from './units.ts'

const YEAR_MS = 365 * 24 * 3_600_000

/** Share of the range by which a drifting sensor is off at the end. */
const DRIFT_SHARE = 0.1
const SPIKE_PROBABILITY = 0.02
/** Shares of the range between which a spike is off. */
const SPIKE_SHARE = [0.1, 0.5] as const
/** A converted value keeps about as many digits as the original had. */
const CONVERTED_DIGITS = 4

interface Ailment {
  fault: SensorFault
  /** `stuck`: the value that stays. */
  stuckAt: number | undefined
  /** `clipped`: nothing above this. */
  ceiling: number
  /** `drift`: up or down. */
  sign: 1 | -1
}

/**
 * Between the physical value and the telegram: healthy drift and noise, the range, the resolution, and what is wrong
 * with the transmitter. It takes the same random numbers whether or not something is wrong, so that a fault changes
 * nothing before and after itself.
 */
export class Sensor {
  readonly metric: string
  readonly #spec: SensorSpec
  readonly #seed: number
  readonly #noise: Noise
  readonly #spikes: Noise
  readonly #quantise: (value: number) => number
  readonly #otherUnit: UnitChange
  readonly #driftPerMs: number
  /** Of the healthy drift, such that it is `#driftFrom + #driftPerMs × tMs`. */
  #driftFrom = Number.NaN
  #ailments: Ailment[] = []
  #shown: number | undefined
  #sumShown = 0
  #timesShown = 0

  constructor(metric: string, unit: string, spec: SensorSpec, seed: number) {
    this.metric = metric
    this.#spec = spec
    this.#seed = mixSeed(seed, 'sensor', metric)
    this.#noise = new Noise(mixSeed(this.#seed, 'noise'))
    this.#spikes = new Noise(mixSeed(this.#seed, 'spikes'))
    this.#quantise = quantiser(spec.resolution)
    this.#otherUnit = otherUnit(unit)
    this.#driftPerMs = (new Noise(mixSeed(this.#seed, 'drift')).normal() * spec.driftPerYear) / YEAR_MS
  }

  begin(fault: SensorFault): void {
    this.#ailments.push({
      fault,
      stuckAt: this.#shown,
      ceiling: this.#timesShown === 0 ? Number.POSITIVE_INFINITY : this.#sumShown / this.#timesShown,
      sign: new Noise(mixSeed(this.#seed, fault.onsetMs)).uniform() < 0.5 ? -1 : 1,
    })
  }

  end(fault: SensorFault): void {
    this.#ailments = this.#ailments.filter(ailment => ailment.fault !== fault)
  }

  /** What is shown of the physical value; undefined when it says nothing. */
  show(value: number, tMs: number): number | undefined {
    if (Number.isNaN(this.#driftFrom)) this.#driftFrom = this.#driftPerMs * (this.#ageMs() - tMs)
    const measured =
      value + this.#driftFrom + this.#driftPerMs * tMs + this.#spec.noise * this.#noise.normal()
    if (this.#ailments.length > 0) return this.#showAiling(measured, tMs)
    const shown = this.#quantise(this.#clip(measured))
    this.#shown = shown
    this.#sumShown += shown
    this.#timesShown++
    return shown
  }

  /** Installed or calibrated some time in the year before the first telegram. */
  #ageMs(): number {
    return new Noise(mixSeed(this.#seed, 'age')).uniform() * YEAR_MS
  }

  #clip(value: number): number {
    const [low, high] = this.#spec.range
    return value < low ? low : value > high ? high : value
  }

  #showAiling(measured: number, tMs: number): number | undefined {
    const [low, high] = this.#spec.range
    const span = high - low
    let value = measured
    for (const { fault, sign } of this.#ailments) {
      if (fault.mode === 'drift') {
        const share = (tMs - fault.onsetMs) / (fault.endMs - fault.onsetMs)
        value += sign * DRIFT_SHARE * span * share
      }
      if (fault.mode === 'spike') value += span * this.#spike()
    }
    value = this.#clip(value)
    for (const { fault, ceiling } of this.#ailments)
      if (fault.mode === 'clipped' && value > ceiling) value = ceiling
    value = this.#quantise(value)
    for (const ailment of this.#ailments)
      if (ailment.fault.mode === 'stuck') value = ailment.stuckAt ??= value
    this.#shown = value
    for (const { fault } of this.#ailments) {
      if (fault.mode === 'unit_change') value = convert(value, this.#otherUnit)
      if (fault.mode === 'silent') return undefined
    }
    return value
  }

  /** Share of the span by which this value is off, mostly 0. */
  #spike(): number {
    const chance = this.#spikes.uniform()
    const size = this.#spikes.uniform()
    if (chance >= SPIKE_PROBABILITY) return 0
    const share = SPIKE_SHARE[0] + (SPIKE_SHARE[1] - SPIKE_SHARE[0]) * size
    return chance < SPIKE_PROBABILITY / 2 ? -share : share
  }
}

const convert = (value: number, { factor, offset }: UnitChange): number =>
  Number((value * factor + offset).toPrecision(CONVERTED_DIGITS))

/** Rounds to the resolution, without the tail that binary fractions leave: 0.15 and not 0.15000000000000002. */
export function quantiser(resolution: number): (value: number) => number {
  let decimals = 1
  while (decimals < 1e9 && Math.abs(Math.round(resolution * decimals) - resolution * decimals) > 1e-9)
    decimals *= 10
  const whole = Math.round(resolution * decimals)
  // + 0: no negative zero
  return value => (Math.round(value / resolution) * whole) / decimals + 0
}
