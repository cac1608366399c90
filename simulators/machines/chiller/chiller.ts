import { isRunning, LONG_MS } from '../drive.ts'
import { exponential, linear, saturating } from '../growth.ts'
import type { FailureMode, MachineKind, Model, SensorSpec, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise, Wander } from '../random.ts'
import {
  approach,
  BUILDING_C,
  CAPACITY_LOST_PER_K,
  coefficientOfPerformance,
  condensingTemperature,
  NOMINAL_CONDENSING_C,
  saturationPressure,
  warmestBalance,
} from './cycle.ts'

const MINUTE_MS = 60_000
const ATMOSPHERE_BAR = 1.013

const RATED_KW = 300
/** Of the water that is cooled by 5 K at the rated duty, kW/K. */
const WATER_KW_K = 60
/** The fans hold the condenser above this, so that the expansion valve has a pressure to work with, °C. */
const LOWEST_CONDENSING_C = 25
/** Share of the charge that is lost at the functional failure. */
const CHARGE_LOST = 0.4
/** Resistance that dirt adds by then, as multiples of the clean heat exchanger's. */
const CONDENSER_FOULED = 1.4
const EVAPORATOR_FOULED = 1.4
/** Shares of volume flow and quality that a worn compressor has lost by then. */
const FLOW_LOST = 0.3
const QUALITY_LOST = 0.28

/** What a new machine goes through, so that it begins as if it had been running for long. */
const ROUNDS_TO_SETTLE = 5

const parametersOf = (seed: number) => ({
  setpointC: 7 * individual(seed, 'setpoint', 0.03),
  evaporatorUnits: 0.98 * individual(seed, 'evaporator', 0.04),
  condenserKwK: 29 * individual(seed, 'condenser', 0.04),
  quality: 0.52 * individual(seed, 'quality', 0.02),
  capacityKw: 340 * individual(seed, 'capacity', 0.015),
  auxiliaryKw: 2 * individual(seed, 'auxiliaries', 0.05),
})

/** An air-cooled chiller with a screw compressor, R134a, 300 kW at 12/7 °C. */
class Chiller implements Model {
  readonly #own: ReturnType<typeof parametersOf>
  readonly #draw: Wander
  readonly #hunt: Wander
  #supplyC = Number.NaN
  #evaporatingC = 0
  #condensingC = 0
  readonly #values = { supply_temperature: 0, suction_pressure: 0, discharge_pressure: 0, power: 0 }

  constructor(seed: number) {
    this.#own = parametersOf(seed)
    const noise = new Noise(seed)
    this.#draw = new Wander(noise, 20 * MINUTE_MS)
    this.#hunt = new Wander(noise, 3 * MINUTE_MS)
  }

  step(surroundings: Surroundings): Values {
    const { demand, ambientC } = surroundings
    const advance = (dtMs: number) =>
      isRunning(demand) ? this.#run(dtMs, surroundings) : this.#stand(dtMs, ambientC)
    if (Number.isNaN(this.#supplyC)) {
      this.#supplyC = this.#own.setpointC
      this.#condensingC = NOMINAL_CONDENSING_C
      for (let i = 0; i < ROUNDS_TO_SETTLE; i++) advance(LONG_MS)
    }
    return advance(surroundings.dtMs)
  }

  #run(dtMs: number, { demand, ambientC, severities }: Surroundings): Values {
    const { setpointC, evaporatorUnits, condenserKwK } = this.#own
    const lost = CHARGE_LOST * (severities.refrigerant_leak ?? 0)
    const wear = severities.compressor_wear ?? 0
    // Too little refrigerant leaves a part of the evaporator dry, and of the condenser without liquid.
    const units =
      ((1 - 1.1 * lost) * evaporatorUnits) / (1 + EVAPORATOR_FOULED * (severities.evaporator_fouling ?? 0))
    const condenser =
      (condenserKwK * (1 + 0.15 * lost)) / (1 + CONDENSER_FOULED * (severities.condenser_fouling ?? 0))
    const quality = this.#own.quality * (1 - QUALITY_LOST * wear)
    const capacityKw =
      this.#own.capacityKw *
      (1 - FLOW_LOST * wear) *
      (1 - 2.4 * lost * lost) *
      (1 - CAPACITY_LOST_PER_K * (this.#condensingC - NOMINAL_CONDENSING_C))

    const wantedKw = RATED_KW * Math.min(1, demand * (1 + 0.04 * this.#draw.step(dtMs)))
    const approachPerKw = approach(1 / WATER_KW_K, units)
    const balanceC = warmestBalance({ wantedKw, setpointC, capacityKw, approachPerKw })
    this.#supplyC = relax(this.#supplyC, Math.max(setpointC, balanceC), dtMs, 12 * MINUTE_MS)
    const takenKw =
      wantedKw * Math.min(1, Math.max(0.1, (BUILDING_C - this.#supplyC) / (BUILDING_C - setpointC)))

    const evaporatingC = this.#supplyC - approachPerKw * takenKw
    this.#evaporatingC = relax(this.#evaporatingC, evaporatingC, dtMs, 2 * MINUTE_MS)
    const condensingC = condensingTemperature({ ambientC, takenKw, condenser, quality, evaporatingC })
    this.#condensingC = relax(
      this.#condensingC,
      Math.max(LOWEST_CONDENSING_C, condensingC),
      dtMs,
      3 * MINUTE_MS,
    )

    const lift = Math.max(10, this.#condensingC - this.#evaporatingC)
    const compressorKw =
      takenKw / coefficientOfPerformance(this.#evaporatingC, this.#evaporatingC + lift, quality)
    const fanKw = 0.03 * (takenKw + compressorKw)
    return this.#show(compressorKw / 0.93 + fanKw + this.#own.auxiliaryKw, 0.1 * this.#hunt.step(dtMs))
  }

  #show(powerKw: number, huntK: number): Values {
    this.#values.supply_temperature = this.#supplyC + huntK
    this.#values.suction_pressure = saturationPressure(this.#evaporatingC + 3 * huntK) - ATMOSPHERE_BAR
    this.#values.discharge_pressure = saturationPressure(this.#condensingC + 3 * huntK) - ATMOSPHERE_BAR
    this.#values.power = powerKw * (1 + 0.15 * huntK)
    return this.#values
  }

  /** Switched off: valves part evaporator and condenser, one as warm as the water in the house, one as the air outside. */
  #stand(dtMs: number, ambientC: number): Values {
    this.#supplyC = relax(this.#supplyC, Math.min(BUILDING_C, Math.max(5, ambientC)), dtMs, 240 * MINUTE_MS)
    this.#evaporatingC = relax(this.#evaporatingC, this.#supplyC, dtMs, 30 * MINUTE_MS)
    this.#condensingC = relax(this.#condensingC, ambientC, dtMs, 30 * MINUTE_MS)
    return this.#show(0, 0)
  }
}

const modes = {
  refrigerant_leak: {
    description:
      'A fitting leaks, as it has for long; its first sign is when the reserve is used up. Then the evaporator runs dry, part by part (Grace et al. 2005).',
    growth: linear,
    lifeHours: [400, 1800],
    indicators: ['suction_pressure', 'power'],
    skill: 'refrigeration',
    failureCode: 'ELU',
  },
  condenser_fouling: {
    description:
      'Pollen and dust between the fins of the condenser: a resistance to the heat that grows with the air drawn.',
    growth: linear,
    lifeHours: [500, 2200],
    indicators: ['discharge_pressure', 'power'],
    skill: 'mechanical',
    failureCode: 'PLU',
  },
  evaporator_fouling: {
    description:
      'Scale and slime on the tubes on the water side, growing towards a balance (Kern and Seaton 1959).',
    growth: saturating,
    lifeHours: [700, 3000],
    indicators: ['suction_pressure', 'power'],
    skill: 'refrigeration',
    failureCode: 'PLU',
  },
  compressor_wear: {
    description: 'Clearances between the rotors grow and gas flows back; wear makes wear.',
    growth: exponential,
    lifeHours: [500, 2500],
    indicators: ['power'],
    skill: 'refrigeration',
    failureCode: 'LOO',
  },
} as const satisfies Record<string, FailureMode>

const sensors: Record<string, SensorSpec> = {
  supply_temperature: { noise: 0.05, resolution: 0.1, range: [-10, 50], driftPerYear: 0.1 },
  suction_pressure: { noise: 0.015, resolution: 0.01, range: [-0.5, 10], driftPerYear: 0.02 },
  discharge_pressure: { noise: 0.04, resolution: 0.01, range: [0, 30], driftPerYear: 0.05 },
  power: { noise: 0.5, resolution: 0.1, range: [0, 250], driftPerYear: 0.5 },
}

export const chiller: MachineKind = {
  class: {
    id: 'chiller',
    name: 'Air-cooled chiller',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'supply_temperature',
        unit: '°C',
        description: 'Chilled water as it leaves.',
        limits: { low: 4, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'suction_pressure',
        unit: 'bar',
        description: 'Gauge pressure before the compressor; below the limit the evaporator may freeze.',
        limits: { low: 1.6, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'discharge_pressure',
        unit: 'bar',
        description: 'Gauge pressure behind the compressor; the switch stops it at 18 bar.',
        limits: { high: 16, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'power',
        unit: 'kW',
        description: 'Electrical, of compressor, fans and control.',
        limits: { high: 145, holdMs: 10 * MINUTE_MS },
      },
    ],
  },
  modes,
  sensors,
  duty: 'weather',
  create: seed => new Chiller(seed),
}
