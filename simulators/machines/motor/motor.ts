import { addBearingDamage, ballBearing, ballGeometry, bearingFriction } from '../bearing.ts'
import { isRunning, LONG_MS, motorCurrent, NEIGHBOURS_MM_S } from '../drive.ts'
import { accelerating, exponential, linear } from '../growth.ts'
import type { MachineKind, Model, Severities, Surroundings, Values } from '../kind.ts'
import { individual, Noise, Wander } from '../random.ts'
import { HousingResponse, unbalance, Vibration, type WaveformOptions } from '../vibration.ts'
import { type Losses, MotorThermal } from './thermal.ts'

const MINUTE_MS = 60_000
const TEN_MINUTES_MS = 10 * MINUTE_MS

/** 22 kW, 400 V, 50 Hz, four poles, class F; it drives a conveyor or a mixer straight from the mains. */
const SYNCHRONOUS_HZ = 25
const RATED_SLIP = 0.017
const RATED_A = 41
const MAINS_HZ = 50
/** Locked rotor current against the rated one: what a voltage that runs backwards meets (Fitzgerald, ch. 6). */
const BACKWARDS = 6
const FRICTION_W = 60
/** On its feet: bolted down, and when the bolts hardly hold. */
const NATURAL_HZ = 48
const LOOSE_HZ = 29

class Motor implements Model {
  readonly #load: Wander
  readonly #supply: Wander
  readonly #response: HousingResponse
  readonly #eccentricityUm: number
  readonly #misalignedMmS: number
  readonly #hummingMmS: number
  readonly #unbalancedSupply: number
  readonly #ratedA: number
  readonly #cooling: number
  readonly #thermal = new MotorThermal()
  readonly #losses: Losses = {
    isRunning: false,
    current: 0,
    torque: 0,
    negative: 0,
    hotSpotW: 0,
    frictionW: 0,
  }
  readonly #vibration = new Vibration()
  #shaftHz = 0
  readonly #values = { vibration_rms: 0, winding_temperature: 0, motor_current: 0, current_imbalance: 0 }

  constructor(seed: number) {
    const noise = new Noise(seed)
    this.#load = new Wander(noise, 3 * MINUTE_MS)
    this.#supply = new Wander(noise, 2 * 60 * MINUTE_MS)
    this.#response = new HousingResponse(noise)
    this.#eccentricityUm = 12 * individual(seed, 'unbalance', 0.2)
    this.#misalignedMmS = 0.2 * individual(seed, 'misalignment', 0.25)
    this.#hummingMmS = 0.25 * individual(seed, 'humming', 0.2)
    this.#unbalancedSupply = 0.0025 * individual(seed, 'supply', 0.2)
    this.#ratedA = RATED_A * individual(seed, 'current', 0.02)
    this.#cooling = individual(seed, 'cooling', 0.04)
  }

  step({ dtMs, demand, ambientC, severities }: Surroundings): Values {
    const isNew = Number.isNaN(this.#thermal.windingC)
    const passedMs = isNew ? LONG_MS : Math.max(1, dtMs)
    const load = 1 + 0.015 * this.#load.step(passedMs)
    const supply = 1 + 0.12 * this.#supply.step(passedMs)
    this.#vibration.clear(this.#response.step(passedMs))
    const running = isRunning(demand)

    const friction = bearingFriction(severities.bearing_wear ?? 0) + 0.8 * (severities.misalignment ?? 0)
    const torque = running ? demand * load + 0.004 * friction : 0
    const current = running ? motorCurrent(torque, 1) : 0
    this.#heat({ running, torque, current, supply, friction }, severities, { ambientC, passedMs, isNew })
    // torque is proportional to slip on the straight part of the curve
    this.#shake(running ? SYNCHRONOUS_HZ * (1 - RATED_SLIP * torque) : 0, torque, severities)

    // three phases in which a field runs forwards and a small one backwards: 1 + r, and twice |1 + r·e^(±120°)|
    const r = running ? this.#losses.negative / current : 0
    const others = Math.sqrt(1 - r + r * r)
    const mean = (1 + r + 2 * others) / 3
    const values = this.#values
    values.vibration_rms = this.#vibration.velocityRms
    values.winding_temperature = this.#thermal.windingC
    values.motor_current = this.#ratedA * current * mean
    values.current_imbalance = 100 * ((1 + r) / mean - 1)
    return values
  }

  waveform(options: WaveformOptions): Float64Array {
    return this.#vibration.waveform(options)
  }

  get shaftHz(): number {
    return this.#shaftHz
  }

  #heat(
    now: { running: boolean; torque: number; current: number; supply: number; friction: number },
    severities: Severities,
    { ambientC, passedMs, isNew }: { ambientC: number; passedMs: number; isNew: boolean },
  ): void {
    const { running, torque, current, supply, friction } = now
    const short = severities.winding_short ?? 0
    const losses = this.#losses
    losses.isRunning = running
    losses.torque = torque
    losses.current = current
    // a bad contact drops voltage as current flows; turns that are shorted weaken one phase whatever the load is
    const voltage = this.#unbalancedSupply * supply + 0.04 * (severities.loose_terminal ?? 0) * current
    losses.negative = running ? BACKWARDS * (Math.max(0, voltage) + 0.028 * short) : 0
    losses.hotSpotW = 700 * short
    losses.frictionW = FRICTION_W * friction
    const cooling = this.#cooling * (1 - 0.66 * (severities.overheating ?? 0))
    this.#thermal.step(losses, cooling, ambientC, passedMs)
    // the copper's resistance follows its temperature: from cold, a second look is nearer to the balance
    if (isNew) this.#thermal.step(losses, cooling, ambientC, passedMs)
  }

  #shake(shaftHz: number, torque: number, severities: Severities): void {
    const vibration = this.#vibration
    this.#shaftHz = shaftHz
    vibration.noise(shaftHz > 0 ? 0.35 + 0.15 * torque : NEIGHBOURS_MM_S)
    if (shaftHz === 0) return
    const {
      imbalance = 0,
      misalignment = 0,
      loose_mounting: loose = 0,
      bearing_wear: damage = 0,
    } = severities
    const load = 0.6 + 0.4 * torque
    const naturalHz = NATURAL_HZ + (LOOSE_HZ - NATURAL_HZ) * loose
    const once = unbalance(this.#eccentricityUm + 140 * imbalance, { shaftHz, naturalHz })
    vibration.line(shaftHz, once + 1.8 * misalignment * load)
    vibration.line(2 * shaftHz, (this.#misalignedMmS + 5.5 * misalignment) * load + 3 * loose)
    vibration.line(3 * shaftHz, 1.5 * misalignment * load + 2 * loose)
    // feet that lift off and fall back: a row of harmonics, and half the speed (Bently: a stiffness that switches)
    vibration.line(0.5 * shaftHz, 1.5 * loose)
    vibration.line(4 * shaftHz, 1.2 * loose)
    vibration.line(5 * shaftHz, 0.8 * loose)
    // the field pulls twice a period; unevenly when the phases differ
    vibration.line(2 * MAINS_HZ, this.#hummingMmS + 3 * this.#losses.negative)
    addBearingDamage(vibration, ballBearing, { shaftHz, speed: 1, damage })
  }
}

export const motor: MachineKind = {
  class: {
    id: 'motor',
    name: 'Electric motor',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'vibration_rms',
        unit: 'mm/s',
        description:
          'Vibration velocity of the bearing housing, 10 Hz to 1 kHz, RMS. Limit: zone D of ISO 20816-3, group 2, rigid.',
        limits: { high: 4.5, holdMs: TEN_MINUTES_MS },
        waveform: { name: 'vibration', bearing: ballGeometry, shaftHz: SYNCHRONOUS_HZ },
      },
      {
        key: 'winding_temperature',
        unit: '°C',
        description: 'Hottest of the three windings. Limit: alarm of class F (it trips at 155).',
        limits: { high: 135, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'motor_current',
        unit: 'A',
        description: 'Mean of the three phases. Limit: 10 % above the rated current.',
        limits: { high: 45, holdMs: TEN_MINUTES_MS },
      },
      {
        key: 'current_imbalance',
        unit: '%',
        description:
          'Largest deviation of a phase from the mean of the three. Limit: what EASA and makers allow.',
        limits: { high: 10, holdMs: TEN_MINUTES_MS },
      },
    ],
  },
  modes: {
    bearing_wear: {
      description:
        'A spall of the outer ring grows, then damages the inner ring and the balls; at the end the bearing seizes.',
      growth: exponential,
      lifeHours: [300, 1200],
      indicators: ['vibration_rms'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    imbalance: {
      description: 'Dirt builds up on the fan and the coupling; at the end the vibration trips the motor.',
      growth: linear,
      lifeHours: [400, 1800],
      indicators: ['vibration_rms'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    misalignment: {
      description: 'The frame settles and the shafts are no longer in line; at the end the coupling breaks.',
      growth: linear,
      lifeHours: [400, 1500],
      indicators: ['vibration_rms'],
      skill: 'mechanical',
      failureCode: 'VIB',
    },
    loose_mounting: {
      description:
        'Bolts lose their tension, the faster the more it shakes; stiffness falls until the motor nearly resonates, and at the end a foot breaks.',
      growth: accelerating,
      lifeHours: [150, 700],
      indicators: ['vibration_rms'],
      skill: 'mechanical',
      failureCode: 'STD',
    },
    overheating: {
      description:
        'Dust closes the cooling ribs and the cowl; at the end the thermistors switch the motor off.',
      growth: linear,
      lifeHours: [150, 800],
      indicators: ['winding_temperature'],
      skill: 'mechanical',
      failureCode: 'OHE',
    },
    winding_short: {
      description:
        'Insulation between turns gives way and the shorted turns heat those beside them (Montsinger: half the life for every 10 K); at the end the winding burns through.',
      growth: exponential,
      lifeHours: [72, 400],
      indicators: ['current_imbalance', 'winding_temperature'],
      skill: 'electrical',
      failureCode: 'OHE',
    },
    loose_terminal: {
      description: 'A terminal works loose and oxidises; its voltage drop grows until the phase is lost.',
      growth: accelerating,
      lifeHours: [100, 600],
      indicators: ['current_imbalance', 'winding_temperature'],
      skill: 'electrical',
      failureCode: 'PDE',
    },
  },
  sensors: {
    vibration_rms: { noise: 0.04, resolution: 0.01, range: [0, 25], driftPerYear: 0.02 },
    winding_temperature: { noise: 0.25, resolution: 0.1, range: [-50, 250], driftPerYear: 0.2 },
    motor_current: { noise: 0.15, resolution: 0.1, range: [0, 100], driftPerYear: 0.1 },
    current_imbalance: { noise: 0.08, resolution: 0.1, range: [0, 100], driftPerYear: 0.05 },
  },
  duty: 'shifts',
  create: seed => new Motor(seed),
}
