import { isRunning } from '../drive.ts'
import { accelerating, exponential, linear, saturating } from '../growth.ts'
import type { FailureMode, MachineKind, Model, SensorSpec, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise, Wander } from '../random.ts'
import { coldness, restingVoltage } from './cell.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const CELLS = 14
/** Mean current at the full duty of the truck, and what its surges add to the heat; A. */
const DRIVING_A = 90
const SURGES = 2.5
const CHARGING_A = 200
const CHARGING_V = CELLS * 4.1
/** The charger is done below this current, A. */
const TRICKLE_A = 15
const LOWEST_CHARGE = 0.2
const ENOUGH_CHARGE = 0.85
/** The battery management lets in less current from here on, none from there, °C. */
const WARM_C = 45
const HOT_C = 60
const PACK_KJ_K = 250

/** Share of the capacity that is gone at the functional failure, and what the resistance of the cells gains. */
const CAPACITY_LOST = 0.35
const RESISTANCE_GAINED = 0.9
/** How far the weak cell is behind the others by then, share of the charge. */
const BEHIND = 0.2
/** Resistance to the heat that dirt and a fan that stands add, as a multiple. */
const COOLING_BLOCKED = 6
/** Of the corroded joint by then, Ω. */
const JOINT_OHM = 0.0015
const JOINT_K_W = 0.25

const parametersOf = (seed: number) => ({
  capacityAh: 500 * individual(seed, 'capacity', 0.015),
  cellOhm: 0.00045 * individual(seed, 'resistance', 0.03),
  jointsOhm: 0.0015 * individual(seed, 'joints', 0.05),
  coolingWK: 26 * individual(seed, 'cooling', 0.05),
  behind: 0.012 * individual(seed, 'imbalance', 0.3),
  unlike: 0.05 * individual(seed, 'unlike cells', 0.3),
})

/** The lithium-ion battery of a forklift truck: 14 cells (NMC), 51 V, 500 Ah, with a fan. On the charger while not in use. */
class Battery implements Model {
  readonly #own: ReturnType<typeof parametersOf>
  readonly #work: Wander
  #charge = 0.9
  #charging = false
  #temperatureC = Number.NaN
  /** Slow part of the voltage drop: diffusion in the cells, V of the pack. */
  #polarisationV = 0
  /** How much warmer a bad joint is than the cells, where the sensor sits, K. */
  #jointK = 0
  readonly #values = { voltage: 0, temperature: 0, cell_spread: 0, internal_resistance: 0 }

  constructor(seed: number) {
    this.#own = parametersOf(seed)
    this.#work = new Wander(new Noise(seed), 6 * MINUTE_MS)
  }

  step({ dtMs, demand, ambientC, severities }: Surroundings): Values {
    const own = this.#own
    if (Number.isNaN(this.#temperatureC)) this.#temperatureC = ambientC
    const faded = severities.capacity_fade ?? 0
    const behind = own.behind + BEHIND * (severities.cell_imbalance ?? 0)
    const jointOhm = JOINT_OHM * (severities.connection_corrosion ?? 0)

    const cellOhm = own.cellOhm * coldness(this.#temperatureC) * (1 + RESISTANCE_GAINED * faded)
    const packOhm = CELLS * cellOhm + own.jointsOhm + jointOhm
    const cellsV =
      (CELLS - 1) * restingVoltage(this.#charge) + restingVoltage(Math.max(0, this.#charge - behind))

    // Positive into the battery.
    const currentA = this.#currentA({
      demand,
      dtMs,
      behind,
      roomV: CHARGING_V - cellsV - this.#polarisationV,
      packOhm,
    })
    const capacityAh = own.capacityAh * (1 - CAPACITY_LOST * faded)
    this.#charge = Math.min(1, Math.max(0, this.#charge + (currentA * dtMs) / (capacityAh * HOUR_MS)))
    this.#polarisationV = relax(this.#polarisationV, 0.4 * CELLS * cellOhm * currentA, dtMs, 4 * MINUTE_MS)

    const squared = currentA * currentA * (currentA < 0 ? SURGES : 1)
    const coolingWK = own.coolingWK / (1 + COOLING_BLOCKED * (severities.cooling_failure ?? 0))
    const warmC = ambientC + (squared * 1.4 * packOhm) / coolingWK
    this.#temperatureC = relax(this.#temperatureC, warmC, dtMs, (1e6 * PACK_KJ_K) / coolingWK)

    this.#jointK = relax(this.#jointK, JOINT_K_W * squared * jointOhm, dtMs, 10 * MINUTE_MS)

    const values = this.#values
    values.voltage = cellsV + this.#polarisationV + currentA * packOhm
    values.temperature = this.#temperatureC + this.#jointK
    values.cell_spread = 1000 * this.#spreadV(currentA, behind, cellOhm, jointOhm)
    values.internal_resistance = 1000 * packOhm
    return values
  }

  /** The truck drives while it is wanted and charged, else it is on the charger. */
  #currentA({ demand, dtMs, behind, roomV, packOhm }: Asked): number {
    // The weakest cell is empty first.
    if (this.#charge - behind + this.#own.behind < LOWEST_CHARGE || !isRunning(demand)) this.#charging = true
    else if (this.#charge > ENOUGH_CHARGE) this.#charging = false
    const surge = 1 + 0.2 * this.#work.step(dtMs)
    if (!this.#charging) return -DRIVING_A * demand * Math.min(1.5, Math.max(0.4, surge))
    const allowed = Math.min(1, Math.max(0, (HOT_C - this.#temperatureC) / (HOT_C - WARM_C)))
    const currentA = Math.max(0, Math.min(CHARGING_A * allowed, roomV / packOhm))
    return currentA < TRICKLE_A ? 0 : currentA
  }

  /** Highest less lowest cell, as measured: with the joint that is in the measured loop of one of them. */
  #spreadV(currentA: number, behind: number, cellOhm: number, jointOhm: number): number {
    const restingV = restingVoltage(this.#charge) - restingVoltage(Math.max(0, this.#charge - behind))
    const loadedV = Math.abs(currentA) * (this.#own.unlike * cellOhm + jointOhm)
    return 0.003 + restingV + loadedV
  }
}

interface Asked {
  demand: number
  dtMs: number
  /** How far the weak cell is behind the others, share of the charge. */
  behind: number
  /** From the voltage inside the cells to the one at which the charger stops. */
  roomV: number
  packOhm: number
}

const modes = {
  capacity_fade: {
    description:
      'The electrodes age by cycles and time, slowly and then faster, as after the knee (Attia et al. 2022): less capacity, more resistance.',
    growth: accelerating,
    lifeHours: [2000, 6000],
    indicators: ['internal_resistance', 'temperature'],
    skill: 'electrical',
    failureCode: 'LOO',
  },
  cell_imbalance: {
    description:
      'One cell discharges itself through a growing internal short, faster than balancing makes up for: it is full last and empty first.',
    growth: exponential,
    lifeHours: [200, 1500],
    indicators: ['cell_spread', 'voltage'],
    skill: 'electrical',
    failureCode: 'PDE',
  },
  cooling_failure: {
    description:
      'Dust fills the air ducts and the fan slows down: the heat stays in, soon most of what it will.',
    growth: saturating,
    lifeHours: [100, 700],
    indicators: ['temperature', 'internal_resistance'],
    skill: 'mechanical',
    failureCode: 'OHE',
  },
  connection_corrosion: {
    description:
      'A busbar joint corrodes and loses pressure in step with its warming cycles; it drops voltage and warms what is beside it.',
    growth: linear,
    lifeHours: [300, 1500],
    indicators: ['cell_spread', 'internal_resistance', 'temperature'],
    skill: 'electrical',
    failureCode: 'PDE',
  },
} as const satisfies Record<string, FailureMode>

const sensors: Record<string, SensorSpec> = {
  voltage: { noise: 0.03, resolution: 0.01, range: [0, 80], driftPerYear: 0.02 },
  temperature: { noise: 0.15, resolution: 0.1, range: [-40, 100], driftPerYear: 0.3 },
  cell_spread: { noise: 0.8, resolution: 1, range: [0, 1500], driftPerYear: 0.5 },
  internal_resistance: { noise: 0.1, resolution: 0.01, range: [0, 100], driftPerYear: 0.02 },
}

export const battery: MachineKind = {
  class: {
    id: 'battery',
    name: 'Traction battery',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'voltage',
        unit: 'V',
        description: 'Of the 14 cells together.',
        limits: { low: 48, high: 58.8, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'temperature',
        unit: '°C',
        description: 'Warmest place of the pack; the truck stops at 60.',
        limits: { high: 55, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'cell_spread',
        unit: 'mV',
        description: 'Highest less lowest cell voltage.',
        limits: { high: 100, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'internal_resistance',
        unit: 'mΩ',
        description: 'Of the pack, from steps of the load, at its temperature.',
        limits: { high: 16, holdMs: 10 * MINUTE_MS },
      },
    ],
  },
  modes,
  sensors,
  duty: 'shifts',
  create: seed => new Battery(seed),
}
