import { addBearingDamage, bearingFriction, ordersOf } from '../bearing.ts'
import { isRunning, LONG_MS, motorCurrent, NEIGHBOURS_MM_S } from '../drive.ts'
import { accelerating, exponential, linear } from '../growth.ts'
import type { MachineKind, Model, Severities, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise, Wander } from '../random.ts'
import { HousingResponse, unbalance, Vibration, type WaveformOptions } from '../vibration.ts'
import { airOf } from './air.ts'

const MINUTE_MS = 60_000
const TEN_MINUTES_MS = 10 * MINUTE_MS

/** Centrifugal fan, belt driven by 15 kW on a frequency converter; its bearings sit between pulley and impeller. */
const RATED_HZ = 1450 / 60
const SLOWEST = 0.5
const RATED_A = 28
const BLADES = 11
/** Belt revolutions per revolution of the shaft: circumference of the pulley ÷ length of the belt. */
const BELT_ORDER = 0.45
const NATURAL_HZ = 42
const LOOSE_HZ = 28
const HEALTHY_SLIP = 0.01
const RUN_DOWN_MS = 15_000
const BEARING_TAU_MS = 35 * MINUTE_MS
/** A pillow block with the insert ball bearing UC 210, nearly. */
const geometry = { rollers: 10, rollerMm: 12.7, pitchMm: 70 }
const bearing = ordersOf(geometry)

class Fan implements Model {
  readonly #draught: Wander
  readonly #response: HousingResponse
  readonly #duct: number
  readonly #filter: number
  readonly #eccentricityUm: number
  readonly #frictionK: number
  readonly #ratedA: number
  readonly #vibration = new Vibration()
  readonly #values = { vibration_rms: 0, bearing_temperature: 0, differential_pressure: 0, motor_current: 0 }
  #driveSpeed = 0
  #shaftHz = 0
  #bearingC = Number.NaN

  constructor(seed: number) {
    const noise = new Noise(seed)
    this.#draught = new Wander(noise, 5 * MINUTE_MS)
    this.#response = new HousingResponse(noise)
    this.#duct = individual(seed, 'duct', 0.05)
    this.#filter = individual(seed, 'filter', 0.06)
    this.#eccentricityUm = 22 * individual(seed, 'unbalance', 0.2)
    this.#frictionK = 20 * individual(seed, 'friction', 0.08)
    this.#ratedA = RATED_A * individual(seed, 'current', 0.02)
  }

  step({ dtMs, demand, ambientC, severities }: Surroundings): Values {
    const isNew = Number.isNaN(this.#bearingC)
    if (isNew) this.#bearingC = ambientC
    const passedMs = isNew ? LONG_MS : dtMs
    const draught = 1 + 0.02 * this.#draught.step(passedMs)
    this.#vibration.clear(this.#response.step(passedMs))
    const wanted = isRunning(demand) ? SLOWEST + (1 - SLOWEST) * demand : 0
    this.#driveSpeed = relax(this.#driveSpeed, wanted, passedMs, RUN_DOWN_MS)
    const driveSpeed = this.#driveSpeed < 0.02 ? 0 : this.#driveSpeed

    const { fouling = 0, belt_slip = 0, filter_clogging: dust = 0, bearing_wear: damage = 0 } = severities
    // a worn belt grips up to a torque, so it slips more the more air is moved
    const slip = HEALTHY_SLIP + 0.3 * belt_slip * (0.5 + 0.5 * driveSpeed)
    const speed = driveSpeed * (1 - slip)
    const air = airOf(speed, {
      duct: this.#duct * draught,
      filter: this.#filter * (1 + 9 * dust),
      fouling,
      ambientC,
    })

    // what the belt loses heats the pulley, and the pulley the bearing beside it
    const pulleyK = 200 * (slip - HEALTHY_SLIP) * air.torque * driveSpeed
    const heatK = this.#frictionK * bearingFriction(damage) * speed + pulleyK
    this.#bearingC = relax(this.#bearingC, ambientC + heatK, passedMs, BEARING_TAU_MS)
    this.#shake(speed, air.flow, severities)

    const values = this.#values
    values.vibration_rms = this.#vibration.velocityRms
    values.bearing_temperature = this.#bearingC
    values.differential_pressure = air.filterPa
    const friction = 0.01 * bearingFriction(damage)
    values.motor_current = driveSpeed > 0 ? motorCurrent(air.torque + friction, this.#ratedA) : 0
    return values
  }

  waveform(options: WaveformOptions): Float64Array {
    return this.#vibration.waveform(options)
  }

  get shaftHz(): number {
    return this.#shaftHz
  }

  #shake(speed: number, flow: number, severities: Severities): void {
    const vibration = this.#vibration
    const square = speed * speed
    // away from its best point the air leaves the blades
    const stall = speed > 0 ? Math.max(0, 1 - flow / speed) : 0
    vibration.noise(NEIGHBOURS_MM_S + 0.5 * square * (1 + 2 * stall))
    const shaftHz = RATED_HZ * speed
    this.#shaftHz = shaftHz
    if (speed === 0) return
    const {
      fouling = 0,
      belt_slip: slack = 0,
      loose_mounting: loose = 0,
      bearing_wear: damage = 0,
    } = severities
    const naturalHz = NATURAL_HZ + (LOOSE_HZ - NATURAL_HZ) * loose
    vibration.line(shaftHz, unbalance(this.#eccentricityUm + 130 * fouling, { shaftHz, naturalHz }))
    vibration.line(2 * shaftHz, (0.25 + 3.5 * loose) * square)
    vibration.line(3 * shaftHz, 2.2 * loose * square)
    vibration.line(0.5 * shaftHz, 2 * loose * square)
    vibration.line(BLADES * shaftHz, 0.2 * square)
    // a slack belt whips at the multiples of its own frequency
    const beltHz = BELT_ORDER * shaftHz
    vibration.line(2 * beltHz, (0.15 + 3.5 * slack) * speed)
    vibration.line(3 * beltHz, 2 * slack * speed)
    vibration.line(4 * beltHz, 1.2 * slack * speed)
    addBearingDamage(vibration, bearing, { shaftHz, speed, damage })
  }
}

export const fan: MachineKind = {
  class: {
    id: 'fan',
    name: 'Fan',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'vibration_rms',
        unit: 'mm/s',
        description:
          'Vibration velocity of the bearing housing, 10 Hz to 1 kHz, RMS. Limit: zone D of ISO 20816-3, group 2, flexible.',
        limits: { high: 7.1, holdMs: TEN_MINUTES_MS },
        waveform: { name: 'vibration', bearing: geometry, shaftHz: RATED_HZ },
      },
      {
        key: 'bearing_temperature',
        unit: '°C',
        description: 'Pillow block at the pulley.',
        limits: { high: 90, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'differential_pressure',
        unit: 'Pa',
        description: 'Across the filter. Limit: its final pressure drop.',
        limits: { high: 450, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'motor_current',
        unit: 'A',
        description: 'Mean of the three phases. Limit: 10 % above the rated current.',
        limits: { high: 31, holdMs: TEN_MINUTES_MS },
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
    fouling: {
      description:
        'Dust cakes on the blades, unevenly: unbalance, and less pressure; at the end the vibration trips the fan.',
      growth: linear,
      lifeHours: [400, 1800],
      indicators: ['vibration_rms', 'differential_pressure'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    belt_slip: {
      description: 'The belt wears and goes slack, slips, heats and wears faster; at the end it comes off.',
      growth: exponential,
      lifeHours: [150, 800],
      indicators: ['vibration_rms', 'differential_pressure', 'bearing_temperature', 'motor_current'],
      skill: 'mechanical',
      failureCode: 'LOO',
    },
    filter_clogging: {
      description:
        'Dust closes the filter, slowly while it goes into its depth and then as a cake; at the end a fifth of the air is missing.',
      growth: accelerating,
      lifeHours: [300, 1500],
      indicators: ['differential_pressure', 'motor_current'],
      skill: 'mechanical',
      failureCode: 'PLU',
    },
    loose_mounting: {
      description:
        'Bolts and springs of the frame give way; stiffness falls until the fan nearly resonates, and at the end the frame cracks.',
      growth: accelerating,
      lifeHours: [150, 700],
      indicators: ['vibration_rms'],
      skill: 'mechanical',
      failureCode: 'STD',
    },
  },
  sensors: {
    vibration_rms: { noise: 0.05, resolution: 0.01, range: [0, 25], driftPerYear: 0.02 },
    bearing_temperature: { noise: 0.15, resolution: 0.1, range: [-50, 200], driftPerYear: 0.2 },
    differential_pressure: { noise: 1.5, resolution: 1, range: [0, 1000], driftPerYear: 2 },
    motor_current: { noise: 0.1, resolution: 0.1, range: [0, 100], driftPerYear: 0.1 },
  },
  duty: 'weather',
  create: seed => new Fan(seed),
}
