import { isRunning, LONG_MS, NEIGHBOURS_MM_S } from '../drive.ts'
import { exponential, linear, saturating } from '../growth.ts'
import type { FailureMode, MachineKind, Model, SensorSpec, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise, Wander } from '../random.ts'
import {
  chargeTemperature,
  compressionWork,
  dischargeTemperature,
  magnification,
  R_AIR,
  volumetricEfficiency,
} from './gas.ts'

const KELVIN = 273.15
const MINUTE_MS = 60_000
const ATMOSPHERE_BAR = 1.013
/** Isentropic exponent of air. */
const ISENTROPIC = 1.4

/** Shares of the charge that are lost at the functional failure. */
const VALVE_LEAK = 0.34
const BLOW_BY = 0.36
/** Resistance that dirt adds to the radiator's by then, as a multiple of it. */
const FOULED_RESISTANCE = 5
/** Share of the foundation's stiffness that loose bolts take. */
const STIFFNESS_LOST = 0.77

const RATED_KG_S = 0.37
/** Of the network's consumption; the other machines of the network stand by for the rest. */
const NETWORK_SHARE = 0.4
const ORDER_HZ = 735 / 60
const FRAME_DAMPING = 0.08
/** Heat that the jacket with its water holds, kJ/K, and what the gas gives it while the cylinder pumps, kW/K. */
const JACKET_KJ_K = 300
const GAS_TO_JACKET_KW_K = 0.2
/** kW of shaft power → A of active current at 400 V. */
const A_PER_KW = 1 / (0.94 * Math.sqrt(3) * 0.4)

/** What a new machine goes through, so that it begins as if it had been running for long. */
const ROUNDS_TO_SETTLE = 5

const parametersOf = (seed: number) => ({
  sweptM3S: 0.4 * individual(seed, 'swept', 0.01),
  clearance: 0.06 * individual(seed, 'clearance', 0.08),
  setBar: 3.013 * individual(seed, 'set pressure', 0.01),
  radiatorKwK: 0.32 * individual(seed, 'radiator', 0.05),
  frictionKw: 4 * individual(seed, 'friction', 0.08),
  firstOrderMmS: 2 * individual(seed, 'first order', 0.12),
  secondOrderMmS: 2.3 * individual(seed, 'second order', 0.12),
  naturalHz: 55 * individual(seed, 'natural frequency', 0.03),
  magnetisingA: 48 * individual(seed, 'magnetising current', 0.02),
})

/** A double-acting cylinder, 55 kW and 735 1/min, that loads and unloads to hold a network of 2 bar. */
class Compressor implements Model {
  readonly #own: ReturnType<typeof parametersOf>
  readonly #draw: Wander
  readonly #shake: Wander
  #jacketC = Number.NaN
  /** Mean of the gas in the cylinder over a turn. */
  #gasC = 20
  #dischargeC = 20
  #networkBar: number
  readonly #values = { discharge_temperature: 0, discharge_pressure: 0, motor_current: 0, vibration_rms: 0 }

  constructor(seed: number) {
    this.#own = parametersOf(seed)
    this.#networkBar = this.#own.setBar
    const noise = new Noise(seed)
    this.#draw = new Wander(noise, 10 * MINUTE_MS)
    this.#shake = new Wander(noise, 2 * MINUTE_MS)
  }

  step(surroundings: Surroundings): Values {
    const { demand, ambientC } = surroundings
    const advance = (dtMs: number) =>
      isRunning(demand) ? this.#run(dtMs, surroundings) : this.#stand(dtMs, ambientC)
    if (Number.isNaN(this.#jacketC)) {
      this.#jacketC = ambientC
      for (let i = 0; i < ROUNDS_TO_SETTLE; i++) advance(LONG_MS)
    }
    return advance(surroundings.dtMs)
  }

  #run(dtMs: number, { demand, ambientC, severities }: Surroundings): Values {
    const valve = VALVE_LEAK * (severities.valve_leak ?? 0)
    const rings = severities.ring_wear ?? 0
    const loose = severities.loose_foundation ?? 0
    const { clearance, sweptM3S, setBar } = this.#own

    // The more heat the wall takes from the gas, the further n stays below the isentropic exponent.
    const n = Math.min(ISENTROPIC, Math.max(1.25, ISENTROPIC - 0.0025 * (this.#gasC - this.#jacketC)))
    const ratio = this.#networkBar / ATMOSPHERE_BAR
    const suctionC = ambientC + 3 + 0.4 * (this.#jacketC - ambientC)
    // What blows by the rings has been compressed in part only: it brings less heat back than what leaks at a valve.
    const recirculated = valve + 0.3 * BLOW_BY * rings
    const chargeK = chargeTemperature(suctionC + KELVIN, dischargeTemperature(1, ratio, n), recirculated)
    const outC = dischargeTemperature(chargeK, ratio, n) - KELVIN
    const compressedKgS =
      (volumetricEfficiency(ratio, n, clearance) * sweptM3S * 100 * ATMOSPHERE_BAR) / (R_AIR * chargeK)
    const capacityKgS = compressedKgS * (1 - valve - BLOW_BY * rings)

    // It loads and unloads; where it lacks capacity, the pressure falls until its share of the network takes less.
    const neededKgS = RATED_KG_S * Math.min(1, demand * (1 + 0.03 * this.#draw.step(dtMs)))
    const loaded = Math.min(1, neededKgS / capacityKgS)
    const missing = Math.max(0, 1 - capacityKgS / neededKgS)
    const heldBar = setBar * (1 - NETWORK_SHARE * missing)
    this.#networkBar = relax(this.#networkBar, heldBar, dtMs, 2 * MINUTE_MS)

    const frictionKw = this.#own.frictionKw * (1 + 0.35 * rings + 0.4 * loose)
    const fouling = severities.cooling_fouling ?? 0
    this.#warm({ dtMs, ambientC, suctionC, outC, loaded, frictionKw, fouling })

    const shaftKw = frictionKw + loaded * compressedKgS * compressionWork(chargeK, ratio, n)
    const values = this.#values
    values.discharge_temperature = this.#dischargeC
    values.discharge_pressure = this.#networkBar - ATMOSPHERE_BAR
    values.motor_current = Math.hypot(this.#own.magnetisingA, shaftKw * A_PER_KW)
    values.vibration_rms =
      this.#vibrationMmS(loaded, rings, loose) * (1 + (0.025 + 0.08 * loose) * this.#shake.step(dtMs))
    return values
  }

  /** Heat balance of the jacket between gas and radiator; then the discharge pipe, where the thermometer is. */
  #warm(cylinder: Cylinder): void {
    const { dtMs, ambientC, suctionC, outC, loaded, frictionKw, fouling } = cylinder
    this.#gasC = (suctionC + outC) / 2
    const fromGas = GAS_TO_JACKET_KW_K * loaded
    const toAir = this.#own.radiatorKwK / (1 + FOULED_RESISTANCE * fouling)
    const balanceC = (fromGas * this.#gasC + 0.4 * frictionKw + toAir * ambientC) / (fromGas + toAir)
    this.#jacketC = relax(this.#jacketC, balanceC, dtMs, (1000 * JACKET_KJ_K) / (fromGas + toAir))
    // While it runs unloaded no gas flows, and the pipe goes towards the temperature of the cylinder.
    const pipeC = this.#jacketC + (outC - this.#jacketC) * Math.min(1, 0.6 + 0.5 * loaded)
    this.#dischargeC = relax(this.#dischargeC, pipeC, dtMs, 4 * MINUTE_MS)
  }

  /** Inertia forces of the first and second order on the spring of the foundation, and what the gas adds. */
  #vibrationMmS(loaded: number, rings: number, loose: number): number {
    const { naturalHz, firstOrderMmS, secondOrderMmS } = this.#own
    const nowHz = naturalHz * Math.sqrt(1 - STIFFNESS_LOST * loose)
    const grown = (hz: number) =>
      magnification(hz, nowHz, FRAME_DAMPING) / magnification(hz, naturalHz, FRAME_DAMPING)
    const first = firstOrderMmS * grown(ORDER_HZ)
    const second = secondOrderMmS * grown(2 * ORDER_HZ)
    const knock = 0.9 * loaded + 3.5 * rings + 2 * loose // a piston that sinks on worn rings, a frame that lifts off
    return Math.sqrt(first * first + second * second + knock * knock)
  }

  /** Switched off: it cools down, and the other machines of the network hold it a little lower. */
  #stand(dtMs: number, ambientC: number): Values {
    this.#jacketC = relax(this.#jacketC, ambientC, dtMs, 60 * MINUTE_MS)
    this.#gasC = this.#jacketC
    this.#dischargeC = relax(this.#dischargeC, ambientC, dtMs, 30 * MINUTE_MS)
    this.#networkBar = relax(this.#networkBar, this.#own.setBar - 0.15, dtMs, 10 * MINUTE_MS)
    this.#values.discharge_temperature = this.#dischargeC
    this.#values.discharge_pressure = this.#networkBar - ATMOSPHERE_BAR
    this.#values.motor_current = 0
    this.#values.vibration_rms = NEIGHBOURS_MM_S * (1 + 0.1 * this.#shake.step(dtMs))
    return this.#values
  }
}

interface Cylinder {
  dtMs: number
  ambientC: number
  suctionC: number
  /** Of the gas as it leaves. */
  outC: number
  loaded: number
  frictionKw: number
  fouling: number
}

const modes = {
  valve_leak: {
    description:
      'A discharge valve no longer closes and hot gas flows back into the cylinder. It cuts its seat: the more it leaks, the faster it grows.',
    growth: exponential,
    lifeHours: [120, 600],
    indicators: ['discharge_temperature', 'motor_current', 'discharge_pressure'],
    skill: 'mechanical',
    failureCode: 'INL',
  },
  ring_wear: {
    description:
      'Piston and rider rings wear in step with the sliding distance (Archard 1953): gas blows by, the piston knocks.',
    growth: linear,
    lifeHours: [700, 2500],
    indicators: ['vibration_rms', 'motor_current', 'discharge_temperature', 'discharge_pressure'],
    skill: 'mechanical',
    failureCode: 'LOO',
  },
  cooling_fouling: {
    description:
      'Dirt on the radiator and scale in the jacket resist the heat; deposits grow towards a balance (Kern and Seaton 1959).',
    growth: saturating,
    lifeHours: [500, 2000],
    indicators: ['discharge_temperature', 'motor_current'],
    skill: 'mechanical',
    failureCode: 'OHE',
  },
  loose_foundation: {
    description:
      'Anchor bolts lose tension with each slip of the joint (Junker 1969); the natural frequency of the frame falls towards the second order.',
    growth: linear,
    lifeHours: [150, 800],
    indicators: ['vibration_rms', 'motor_current'],
    skill: 'mechanical',
    failureCode: 'VIB',
  },
} as const satisfies Record<string, FailureMode>

const sensors: Record<string, SensorSpec> = {
  discharge_temperature: { noise: 0.3, resolution: 0.1, range: [-50, 250], driftPerYear: 0.5 },
  discharge_pressure: { noise: 0.01, resolution: 0.002, range: [0, 6], driftPerYear: 0.01 },
  motor_current: { noise: 0.6, resolution: 0.1, range: [0, 200], driftPerYear: 0.5 },
  vibration_rms: { noise: 0.08, resolution: 0.01, range: [0, 25], driftPerYear: 0.05 },
}

export const compressor: MachineKind = {
  class: {
    id: 'compressor',
    name: 'Reciprocating compressor',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'discharge_temperature',
        unit: '°C',
        description: 'Gas in the discharge pipe of the cylinder.',
        limits: { high: 165, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'discharge_pressure',
        unit: 'bar',
        description: 'Gauge pressure of the network behind the check valve.',
        limits: { low: 1.7, high: 2.4, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'motor_current',
        unit: 'A',
        description: 'Mean of the three phases over load and idle.',
        limits: { high: 108, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'vibration_rms',
        unit: 'mm/s',
        description: 'Vibration velocity of the frame, RMS. Limit: where zone C of ISO 20816-8 begins.',
        limits: { high: 8, holdMs: 10 * MINUTE_MS },
      },
    ],
  },
  modes,
  sensors,
  duty: 'continuous',
  create: seed => new Compressor(seed),
}
