import { addBearingDamage, bearingFriction, ordersOf } from '../bearing.ts'
import { isRunning, LONG_MS, NEIGHBOURS_MM_S } from '../drive.ts'
import { crack, exponential, linear } from '../growth.ts'
import type { MachineKind, Model, Severities, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise, Wander } from '../random.ts'
import { HousingResponse, Vibration, type WaveformOptions } from '../vibration.ts'

const MINUTE_MS = 60_000
const TEN_MINUTES_MS = 10 * MINUTE_MS

/** One stage, helical, 45 kW, from a four-pole motor to 7 revolutions a second. */
const SYNCHRONOUS_HZ = 25
const RATED_SLIP = 0.015
const PINION_TEETH = 23
const WHEEL_TEETH = 81
/** A cylindrical roller bearing NU 2209 on the pinion shaft, nearly. */
const geometry = { rollers: 16, rollerMm: 11, pitchMm: 65.5 }
const bearing = ordersOf(geometry)

/** Lost at rated load and 65 °C of oil, W: in the teeth, in the bearings, and by stirring the oil (ISO/TR 14179-1). */
const MESH_W = 550
const BEARINGS_W = 150
const CHURNING_W = 120
/** Oil is thicker in the cold: half of the losses that stirring it costs in 60 K. */
const THINNER_PER_K = 0.012
const HOUSING_W_K = 19
const HOUSING_J_K = 160_000
const BEARING_TAU_MS = 15 * MINUTE_MS

class Gearbox implements Model {
  readonly #load: Wander
  readonly #response: HousingResponse
  readonly #meshMmS: number
  readonly #misalignedMmS: number
  readonly #housingWK: number
  readonly #bearingK: number
  readonly #vibration = new Vibration()
  readonly #values = {
    vibration_rms: 0,
    vibration_acceleration: 0,
    oil_temperature: 0,
    bearing_temperature: 0,
  }
  #oilC = Number.NaN
  #shaftHz = 0
  #bearingC = Number.NaN

  constructor(seed: number) {
    const noise = new Noise(seed)
    this.#load = new Wander(noise, 3 * MINUTE_MS)
    this.#response = new HousingResponse(noise)
    this.#meshMmS = 1 * individual(seed, 'mesh', 0.12)
    this.#misalignedMmS = 0.25 * individual(seed, 'misalignment', 0.25)
    this.#housingWK = HOUSING_W_K * individual(seed, 'housing', 0.05)
    this.#bearingK = 7 * individual(seed, 'friction', 0.1)
  }

  step({ dtMs, demand, ambientC, severities }: Surroundings): Values {
    const isNew = Number.isNaN(this.#oilC)
    if (isNew) this.#oilC = this.#bearingC = ambientC
    const passedMs = isNew ? LONG_MS : dtMs
    const load = 1 + 0.02 * this.#load.step(passedMs)
    this.#vibration.clear(this.#response.step(passedMs))
    const torque = isRunning(demand) ? demand * load : 0
    const starved = starvation(oilLevel(severities))
    this.#heat({ torque, starved, ambientC, passedMs }, severities)
    // how thick the oil is follows its temperature: from cold, a second look is nearer to the balance
    if (isNew) this.#heat({ torque, starved, ambientC, passedMs }, severities)
    this.#shake(torque, starved, severities)

    const values = this.#values
    values.vibration_rms = this.#vibration.velocityRms
    values.vibration_acceleration = this.#vibration.accelerationRms
    values.oil_temperature = this.#oilC
    values.bearing_temperature = this.#bearingC
    return values
  }

  waveform(options: WaveformOptions): Float64Array {
    return this.#vibration.waveform(options)
  }

  get shaftHz(): number {
    return this.#shaftHz
  }

  #heat(
    now: { torque: number; starved: number; ambientC: number; passedMs: number },
    severities: Severities,
  ): void {
    const { torque, starved, ambientC, passedMs } = now
    const { tooth_wear: wear = 0, misalignment = 0, bearing_wear: damage = 0 } = severities
    const level = oilLevel(severities)
    const mesh = MESH_W * torque * (1 + 0.5 * wear + 0.35 * misalignment + 1.5 * starved)
    const bearings = BEARINGS_W * torque * bearingFriction(damage)
    const thickness = Math.exp(-THINNER_PER_K * (Math.min(150, this.#oilC) - 65))
    const churning = torque > 0 ? CHURNING_W * level * thickness : 0
    // oil carries the heat from the teeth to the wall
    const outside = this.#housingWK * (0.6 + 0.4 * level)
    const oilTarget = ambientC + (mesh + bearings + churning) / outside
    this.#oilC = relax(this.#oilC, oilTarget, passedMs, (1000 * HOUSING_J_K) / outside)
    const friction = bearingFriction(damage) + 2 * starved + 0.8 * misalignment
    const bearingTarget = this.#oilC + this.#bearingK * friction * torque
    this.#bearingC = relax(this.#bearingC, bearingTarget, passedMs, BEARING_TAU_MS)
  }

  #shake(torque: number, starved: number, severities: Severities): void {
    const vibration = this.#vibration
    vibration.noise(torque > 0 ? 0.45 + 0.25 * torque : NEIGHBOURS_MM_S)
    const inHz = torque > 0 ? SYNCHRONOUS_HZ * (1 - RATED_SLIP * torque) : 0
    this.#shaftHz = inHz
    if (torque === 0) return
    const {
      tooth_wear: wear = 0,
      tooth_crack: cracked = 0,
      misalignment = 0,
      bearing_wear: damage = 0,
    } = severities
    const outHz = (inHz * PINION_TEETH) / WHEEL_TEETH
    const meshHz = inHz * PINION_TEETH
    // the stiffness of the teeth changes from contact to contact, and the more the harder they are loaded
    const load = 0.35 + 0.65 * torque
    const mesh = this.#meshMmS * load * (1 + 2.6 * wear + 1.2 * misalignment + 1.5 * starved)
    vibration.line(meshHz, mesh)
    // worn flanks are no longer involutes: the harmonics grow more than the line itself
    vibration.line(2 * meshHz, 0.3 * this.#meshMmS * load * (1 + 7 * wear + 1.5 * misalignment + 5 * starved))
    vibration.line(3 * meshHz, 0.12 * this.#meshMmS * load * (1 + 9 * wear + 8 * starved))
    // what turns once a revolution modulates the mesh: a runout, a worn sector, a cracked tooth
    const pinion = mesh * (0.1 + 0.35 * wear + 0.3 * misalignment) + 1.6 * cracked * torque
    const wheel = mesh * (0.05 + 0.2 * wear)
    vibration.line(meshHz - inHz, pinion)
    vibration.line(meshHz + inHz, pinion)
    vibration.line(meshHz - 2 * inHz, 0.5 * pinion)
    vibration.line(meshHz + 2 * inHz, 0.5 * pinion)
    vibration.line(meshHz - outHz, wheel)
    vibration.line(meshHz + outHz, wheel)
    vibration.line(inHz, 0.4 + 1.8 * misalignment + 1.5 * cracked * torque)
    vibration.line(2 * inHz, (this.#misalignedMmS + 5 * misalignment) * load)
    vibration.line(outHz, 0.3)
    vibration.impacts(inHz, 130 * cracked * torque)
    addBearingDamage(vibration, bearing, { shaftHz: inHz, speed: 1, damage })
  }
}

/** 1 is full; at 0.15 no tooth reaches it any more. */
const oilLevel = (severities: Severities): number => 1 - 0.85 * (severities.oil_leak ?? 0)

/** The film between the teeth suffers when the wheel hardly dips in, 0 … 1. */
const starvation = (level: number): number => (Math.max(0, 0.65 - level) / 0.5) ** 2

export const gearbox: MachineKind = {
  class: {
    id: 'gearbox',
    name: 'Gearbox',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'vibration_rms',
        unit: 'mm/s',
        description:
          'Vibration velocity of the bearing housing, 10 Hz to 1 kHz, RMS. Limit: zone D of ISO 20816-3, group 2, flexible.',
        limits: { high: 7.1, holdMs: TEN_MINUTES_MS },
        waveform: { name: 'vibration', bearing: geometry, shaftHz: SYNCHRONOUS_HZ },
      },
      {
        key: 'vibration_acceleration',
        unit: 'm/s²',
        description: 'Vibration acceleration of the same housing, 10 Hz to 5 kHz, RMS. Limit: by experience.',
        limits: { high: 18, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'oil_temperature',
        unit: '°C',
        description: 'Of the sump. Limit: what mineral oil bears.',
        limits: { high: 95, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'bearing_temperature',
        unit: '°C',
        description: 'Outer ring of the pinion bearing.',
        limits: { high: 105, holdMs: TEN_MINUTES_MS },
      },
    ],
  },
  modes: {
    bearing_wear: {
      description:
        'A spall of the outer ring grows, then damages the inner ring and the rollers; at the end the bearing seizes.',
      growth: exponential,
      lifeHours: [300, 1200],
      indicators: ['vibration_acceleration', 'vibration_rms', 'bearing_temperature'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    tooth_wear: {
      description:
        'Flanks lose their shape, which loads them unevenly and wears them faster; at the end they jump.',
      growth: exponential,
      lifeHours: [600, 2500],
      indicators: ['vibration_acceleration', 'vibration_rms', 'oil_temperature'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    tooth_crack: {
      description:
        'A crack at the root of a pinion tooth grows (Paris and Erdogan 1963); at the end the tooth breaks off.',
      growth: crack,
      lifeHours: [200, 900],
      indicators: ['vibration_acceleration', 'vibration_rms'],
      skill: 'mechanical',
      failureCode: 'STD',
    },
    misalignment: {
      description:
        'The foundation settles and the shafts are no longer in line; at the end the coupling breaks.',
      growth: linear,
      lifeHours: [400, 1500],
      indicators: ['vibration_rms', 'bearing_temperature', 'oil_temperature'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    oil_leak: {
      description: 'Oil drips from a shaft seal at a constant rate; at the end the teeth run dry and scuff.',
      growth: linear,
      lifeHours: [150, 700],
      indicators: ['oil_temperature', 'bearing_temperature', 'vibration_acceleration'],
      skill: 'mechanical',
      failureCode: 'ELU',
    },
  },
  sensors: {
    vibration_rms: { noise: 0.05, resolution: 0.01, range: [0, 25], driftPerYear: 0.02 },
    vibration_acceleration: { noise: 0.1, resolution: 0.01, range: [0, 50], driftPerYear: 0.05 },
    oil_temperature: { noise: 0.15, resolution: 0.1, range: [-50, 200], driftPerYear: 0.2 },
    bearing_temperature: { noise: 0.15, resolution: 0.1, range: [-50, 200], driftPerYear: 0.2 },
  },
  duty: 'batches',
  create: seed => new Gearbox(seed),
}
