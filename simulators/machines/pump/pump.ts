import { addBearingDamage, ballBearing, ballGeometry, bearingFriction } from '../bearing.ts'
import { isRunning, LONG_MS, motorCurrent, NEIGHBOURS_MM_S } from '../drive.ts'
import { accelerating, exponential, linear, saturating } from '../growth.ts'
import type { MachineKind, Model, Severities, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise, Wander } from '../random.ts'
import { HousingResponse, unbalance, Vibration, type WaveformOptions } from '../vibration.ts'
import { type Hydraulics, hydraulicsOf, RATED_FLOW, speedFor, standstill } from './hydraulics.ts'

const MINUTE_MS = 60_000
const TEN_MINUTES_MS = 10 * MINUTE_MS
const RATED_HZ = 2950 / 60
const RATED_A = 41
const VANES = 6
/** Of the pump on its frame, above the speed: an unbalance is felt with the third power of the speed. */
const NATURAL_HZ = 85
const LIQUID_C = 70
const RAMP_MS = 5000
const BEARING_TAU_MS = 25 * MINUTE_MS

class Pump implements Model {
  readonly #noise: Noise
  readonly #process: Wander
  readonly #response: HousingResponse
  readonly #condition = { head: 1, pipes: 1, impellerWear: 0, sealLeak: 0, dirt: 0, liquidC: LIQUID_C }
  readonly #eccentricityUm: number
  readonly #misalignedMmS: number
  readonly #frictionK: number
  readonly #ratedA: number
  readonly #vibration = new Vibration()
  readonly #values = { vibration_rms: 0, bearing_temperature: 0, discharge_pressure: 0, motor_current: 0 }
  #speed = 0
  #shaftHz = 0
  #bearingC = Number.NaN

  constructor(seed: number) {
    this.#noise = new Noise(seed)
    this.#process = new Wander(this.#noise, 4 * MINUTE_MS)
    this.#response = new HousingResponse(this.#noise)
    this.#condition.head = individual(seed, 'head', 0.015)
    this.#condition.pipes = individual(seed, 'pipes', 0.03)
    this.#eccentricityUm = 10 * individual(seed, 'unbalance', 0.25)
    this.#misalignedMmS = 0.3 * individual(seed, 'misalignment', 0.25)
    this.#frictionK = 18 * individual(seed, 'friction', 0.08)
    this.#ratedA = RATED_A * individual(seed, 'current', 0.02)
  }

  step({ dtMs, demand, ambientC, severities }: Surroundings): Values {
    const isNew = Number.isNaN(this.#bearingC)
    if (isNew) this.#bearingC = ambientC
    const passedMs = isNew ? LONG_MS : dtMs
    const flow = RATED_FLOW * demand * (1 + 0.008 * this.#process.step(passedMs))
    this.#speed = relax(this.#speed, isRunning(demand) ? speedFor(flow) : 0, passedMs, RAMP_MS)
    const speed = this.#speed < 0.02 ? 0 : this.#speed

    const { bearing_wear: bearing = 0, misalignment = 0, seal_leak: seal = 0 } = severities
    const hydraulics = this.#deliver(speed, severities)
    // water past the seal gets into the oil of the bearing and thins its film
    const friction = bearingFriction(bearing) + 0.8 * misalignment + 1.4 * seal
    const heatK = this.#frictionK * friction * speed * (0.5 + 0.5 * hydraulics.torque)
    const casingK = speed > 0 ? 0.2 * (this.#condition.liquidC - ambientC) : 0
    this.#bearingC = relax(this.#bearingC, ambientC + heatK + casingK, passedMs, BEARING_TAU_MS)
    this.#vibration.clear(this.#response.step(passedMs))
    this.#shake(speed, hydraulics, severities)

    const surge = 1 + 0.02 * hydraulics.cavitation * this.#noise.normal()
    const values = this.#values
    values.vibration_rms = this.#vibration.velocityRms
    values.bearing_temperature = this.#bearingC
    values.discharge_pressure = Math.max(0, hydraulics.dischargeBar * surge)
    values.motor_current =
      speed > 0 ? motorCurrent(hydraulics.torque + 0.005 * (friction - 1), this.#ratedA) : 0
    return values
  }

  waveform(options: WaveformOptions): Float64Array {
    return this.#vibration.waveform(options)
  }

  get shaftHz(): number {
    return this.#shaftHz
  }

  #deliver(speed: number, severities: Severities): Hydraulics {
    const condition = this.#condition
    condition.impellerWear = severities.impeller_wear ?? 0
    condition.sealLeak = severities.seal_leak ?? 0
    condition.dirt = severities.clogging ?? 0
    condition.liquidC = LIQUID_C + 27 * (severities.cavitation ?? 0)
    return speed > 0 ? hydraulicsOf(speed, condition) : standstill
  }

  #shake(speed: number, { flowShare, cavitation }: Hydraulics, severities: Severities): void {
    const vibration = this.#vibration
    const square = speed * speed
    const away = (flowShare - 1) ** 2
    const flowNoise = 0.9 * square * (1 + 1.5 * away)
    const bubbles = 5.5 * cavitation * square
    vibration.noise(Math.sqrt(NEIGHBOURS_MM_S ** 2 + flowNoise ** 2 + bubbles ** 2))
    const shaftHz = RATED_HZ * speed
    this.#shaftHz = shaftHz
    if (speed === 0) return
    const crooked = severities.misalignment ?? 0
    const eccentricityUm = this.#eccentricityUm + 22 * (severities.impeller_wear ?? 0)
    const once = unbalance(eccentricityUm, { shaftHz, naturalHz: NATURAL_HZ })
    vibration.line(shaftHz, once + 2 * crooked * square)
    vibration.line(2 * shaftHz, (this.#misalignedMmS + 6 * crooked) * square)
    vibration.line(3 * shaftHz, 1.8 * crooked * square)
    vibration.line(VANES * shaftHz, 0.6 * square * (1 + 2 * away))
    const damage = severities.bearing_wear ?? 0
    addBearingDamage(vibration, ballBearing, { shaftHz, speed, damage })
  }
}

export const pump: MachineKind = {
  class: {
    id: 'pump',
    name: 'Centrifugal pump',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'vibration_rms',
        unit: 'mm/s',
        description:
          'Vibration velocity of the bearing housing, 10 Hz to 1 kHz, RMS. Limit: zone D of ISO 20816-3, group 2, flexible.',
        limits: { high: 7.1, holdMs: TEN_MINUTES_MS },
        waveform: { name: 'vibration', bearing: ballGeometry, shaftHz: RATED_HZ },
      },
      {
        key: 'bearing_temperature',
        unit: '°C',
        description: 'Outer ring of the drive end bearing.',
        limits: { high: 90, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'discharge_pressure',
        unit: 'bar',
        description: 'Gauge pressure behind the pump. Limit: what the casing is made for.',
        limits: { high: 10, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'motor_current',
        unit: 'A',
        description: 'Mean of the three phases. Limit: 10 % above the rated current.',
        limits: { high: 45, holdMs: TEN_MINUTES_MS },
      },
    ],
  },
  modes: {
    bearing_wear: {
      description:
        'A spall of the outer ring grows, then damages the inner ring and the balls; at the end the bearing seizes.',
      growth: exponential,
      lifeHours: [300, 1200],
      indicators: ['vibration_rms', 'bearing_temperature'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    misalignment: {
      description:
        'Pipe strain and a settling frame move the shafts out of line; at the end the coupling breaks.',
      growth: linear,
      lifeHours: [400, 1500],
      indicators: ['vibration_rms', 'bearing_temperature'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    impeller_wear: {
      description:
        'Sand wears the vanes and opens the wear rings, at a constant rate (Archard); at the end a quarter of the head is gone and the plant gets too little.',
      growth: linear,
      lifeHours: [600, 2500],
      indicators: ['discharge_pressure', 'vibration_rms', 'motor_current'],
      skill: 'mechanical',
      failureCode: 'LOO',
    },
    seal_leak: {
      description:
        'The faces of the shaft seal wear; water comes out and gets into the oil of the bearing. At the end the leak is no longer allowed to run.',
      growth: accelerating,
      lifeHours: [200, 900],
      indicators: ['bearing_temperature', 'discharge_pressure'],
      skill: 'mechanical',
      failureCode: 'ELP',
    },
    clogging: {
      description:
        'The suction strainer fills up; less flow, less pressure, and at the end vapour at the impeller: it no longer delivers.',
      growth: linear,
      lifeHours: [48, 240],
      indicators: ['discharge_pressure', 'motor_current', 'vibration_rms'],
      skill: 'mechanical',
      failureCode: 'PLU',
    },
    cavitation: {
      description:
        'The water comes hotter and hotter because the cooler upstream fouls (towards a limit: Kern and Seaton 1959); it boils at the impeller, and at the end the head collapses.',
      growth: saturating,
      lifeHours: [72, 400],
      indicators: ['vibration_rms', 'bearing_temperature', 'discharge_pressure'],
      skill: 'mechanical',
      failureCode: 'LOO',
    },
  },
  sensors: {
    vibration_rms: { noise: 0.04, resolution: 0.01, range: [0, 25], driftPerYear: 0.02 },
    bearing_temperature: { noise: 0.15, resolution: 0.1, range: [-50, 200], driftPerYear: 0.2 },
    discharge_pressure: { noise: 0.015, resolution: 0.01, range: [0, 16], driftPerYear: 0.02 },
    motor_current: { noise: 0.15, resolution: 0.1, range: [0, 100], driftPerYear: 0.1 },
  },
  duty: 'continuous',
  create: seed => new Pump(seed),
}
