import { isRunning } from '../drive.ts'
import { exponential, linear } from '../growth.ts'
import type { FailureMode, MachineKind, Model, SensorSpec, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise } from '../random.ts'
import { doorTravelTime, G, stoppingDistance, tractionUsed } from './mechanics.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const TRIPS_PER_HOUR = 110
/** The controller reports means over about so many trips. */
const REMEMBERED_TRIPS = 20
const RATED_LOAD_KG = 1000
const CAR_KG = 1200
const COUNTERWEIGHT_KG = CAR_KG + RATED_LOAD_KG / 2
/** Car, counterweight, ropes and what turns, as one mass at the rope. */
const MOVED_KG = 4700
const ACCELERATION_MS2 = 0.8
const CREEP_MS = 0.15
const DOOR_M = 0.9
const DOOR_KG = 120
/** The most that a door may push with (EN 81-20), N. */
const DOOR_FORCE_N = 150
/** N of force on the rope → A of active current at 400 V: at 1.6 m/s, through gear, motor and drive. */
const A_PER_N = 1.6 / (0.66 * Math.sqrt(3) * 400)

/** What is left of the brake's force at the functional failure, and by how much later it grips then, s. */
const BRAKE_LEFT = 0.4
const BRAKE_LATER_S = 0.07
/** What the worn parts of the door resist with by then, N. */
const DOOR_DRAG_N = 85
/** Share of the grip between rope and sheave that is lost by then. */
const GRIP_LOST = 0.34
/** How far a rope slides when it does. */
const SLIDE_MM = 60
/** What the guide shoes press and grind with by then, N. */
const GUIDE_DRAG_N = 1100

const parametersOf = (seed: number) => ({
  brakeN: 12_000 * individual(seed, 'brake', 0.04),
  brakeDelayS: 0.12 * individual(seed, 'brake delay', 0.05),
  doorSpeedMS: 0.36 * individual(seed, 'door speed', 0.03),
  doorDragN: 40 * individual(seed, 'door drag', 0.08),
  gripRad: 0.75 * individual(seed, 'grip', 0.03),
  guideDragN: 300 * individual(seed, 'guide drag', 0.1),
  roughnessMS2: 0.11 * individual(seed, 'guide roughness', 0.12),
  levelMm: 2.6 * individual(seed, 'level', 0.12),
  magnetisingA: 7 * individual(seed, 'magnetising current', 0.03),
  tripsPerHour: TRIPS_PER_HOUR * individual(seed, 'trips', 0.1),
})

/** A traction lift for 1000 kg at 1.6 m/s that creeps to the landing and is stopped there by its brake. */
class Lift implements Model {
  readonly #own: ReturnType<typeof parametersOf>
  readonly #noise: Noise
  /** Means over the trips remembered. */
  #doorS: number
  #currentA = 0
  #levelMm: number
  #rideMS2: number
  readonly #values = { door_cycle_time: 0, motor_current: 0, levelling_error: 0, car_vibration: 0 }

  constructor(seed: number) {
    const own = parametersOf(seed)
    this.#own = own
    this.#noise = new Noise(seed)
    this.#doorS = 2.1 * doorTravelTime(DOOR_M, own.doorSpeedMS, DOOR_FORCE_N - own.doorDragN, DOOR_KG)
    this.#levelMm = own.levelMm
    this.#rideMS2 = own.roughnessMS2
  }

  step({ dtMs, demand, severities }: Surroundings): Values {
    const values = this.#values
    // Chance decides about the part of a trip that is left over.
    const trips = Math.floor((demand * this.#own.tripsPerHour * dtMs) / HOUR_MS + this.#noise.uniform())
    if (isRunning(demand) && trips > 0) this.#remember(trips, demand, severities)
    values.door_cycle_time = this.#doorS
    values.levelling_error = this.#levelMm
    values.motor_current = isRunning(demand) ? this.#currentA : 0
    values.car_vibration = isRunning(demand) ? this.#rideMS2 : 0.012
    return values
  }

  #remember(trips: number, demand: number, severities: Surroundings['severities']): void {
    const brake = severities.brake_wear ?? 0
    const traction = severities.traction_loss ?? 0
    const guide = severities.guide_rail_wear ?? 0
    const door = severities.door_operator_wear ?? 0
    const scatter = this.#noise.normal() / Math.sqrt(trips)
    const learnt = (value: number, mean: number) => relax(value, mean, trips, REMEMBERED_TRIPS)

    // The busier it is, the fuller the car. Far from half full, car and counterweight are far from balance.
    const loadKg = RATED_LOAD_KG * Math.min(0.45, Math.max(0.02, 0.06 + 0.3 * demand + 0.08 * scatter))
    const imbalanceN = G * (COUNTERWEIGHT_KG - CAR_KG - loadKg)
    // A brake that no longer opens wide enough drags.
    const dragN = this.#own.guideDragN + GUIDE_DRAG_N * guide + 500 * brake
    const forceN = imbalanceN + dragN + 0.3 * MOVED_KG * ACCELERATION_MS2 // it speeds up for a third of the run
    const currentA = Math.hypot(this.#own.magnetisingA, forceN * A_PER_N)
    this.#currentA = this.#currentA === 0 ? currentA : learnt(this.#currentA, currentA)

    const slipMm = this.#slipMm(traction, loadKg)
    const brakeMm = this.#brakeMm(brake, imbalanceN)
    const otherMm = this.#own.levelMm * (1 + 0.25 * scatter) * (1 + 0.15 * guide)
    this.#levelMm = learnt(this.#levelMm, Math.hypot(otherMm, slipMm, brakeMm))

    this.#doorS = learnt(
      this.#doorS,
      this.#doorCycleS(door, demand) * (1 + (0.04 * this.#noise.normal()) / Math.sqrt(trips)),
    )
    const roughness = 1 + 2.6 * guide + 0.35 * traction + 0.25 * door // ropes that catch, a car door that rattles
    this.#rideMS2 = learnt(
      this.#rideMS2,
      this.#own.roughnessMS2 * roughness * Math.max(0.5, 1 + 0.12 * scatter),
    )
  }

  /** Opening and closing, s, with the passengers in the way and the attempts that were broken off. */
  #doorCycleS(door: number, demand: number): number {
    const dragN = this.#own.doorDragN + DOOR_DRAG_N * door
    const onceS = 2 * doorTravelTime(DOOR_M, this.#own.doorSpeedMS, DOOR_FORCE_N - dragN, DOOR_KG)
    const repeats = 0.03 + 0.05 * demand + 0.4 * door * door
    return onceS * (1 + repeats)
  }

  /** Mean of both directions: how far from the stop that was set for a balanced car, mm. */
  #brakeMm(brake: number, imbalanceN: number): number {
    const { brakeN, brakeDelayS } = this.#own
    const setMm = stoppingDistance(CREEP_MS, brakeDelayS, brakeN, MOVED_KG)
    const leftN = brakeN * (1 - (1 - BRAKE_LEFT) * brake)
    const delayS = brakeDelayS + BRAKE_LATER_S * brake
    const helped = stoppingDistance(CREEP_MS, delayS, leftN + imbalanceN, MOVED_KG)
    const pushed = stoppingDistance(CREEP_MS, delayS, Math.max(0.1 * brakeN, leftN - imbalanceN), MOVED_KG)
    return (Math.abs(helped - setMm) + Math.abs(pushed - setMm)) / 2
  }

  /** By how much the rope has moved on the sheave in a run, mm: mean of the way out with the load and back without. */
  #slipMm(loss: number, loadKg: number): number {
    const gripRad = this.#own.gripRad * (1 - GRIP_LOST * loss)
    return (slip(CAR_KG + loadKg, gripRad) + slip(CAR_KG, gripRad)) / 2
  }
}

/** It always creeps a little; with grease here and dry rope there, the run that slides becomes likely around a use of 1. */
function slip(carKg: number, gripRad: number): number {
  const used = tractionUsed(COUNTERWEIGHT_KG, carKg, ACCELERATION_MS2, gripRad)
  return 1.5 * used + SLIDE_MM / (1 + Math.exp((1 - used) / 0.1))
}

const modes = {
  brake_wear: {
    description:
      'The lining wears with every stop (Archard 1953): the brake presses less, closes later and at last no longer opens wide enough.',
    growth: linear,
    lifeHours: [500, 2200],
    indicators: ['levelling_error', 'motor_current'],
    skill: 'mechanical',
    failureCode: 'STP',
  },
  door_operator_wear: {
    description:
      'Rollers, belt and sill of the door wear and jam; it moves slowly and has to try again, and each try wears it.',
    growth: exponential,
    lifeHours: [150, 1000],
    indicators: ['door_cycle_time', 'car_vibration'],
    skill: 'mechanical',
    failureCode: 'BRD',
  },
  traction_loss: {
    description:
      'Ropes and grooves of the sheave wear, in step with the trips, and are greased over: the ropes creep.',
    growth: linear,
    lifeHours: [800, 3000],
    indicators: ['levelling_error', 'car_vibration'],
    skill: 'mechanical',
    failureCode: 'PDE',
  },
  guide_rail_wear: {
    description: 'A guide shoe runs dry or a rail joint is off: it grinds, and what it grinds off grinds on.',
    growth: exponential,
    lifeHours: [200, 1200],
    indicators: ['car_vibration', 'motor_current'],
    skill: 'mechanical',
    failureCode: 'VIB',
  },
} as const satisfies Record<string, FailureMode>

const sensors: Record<string, SensorSpec> = {
  door_cycle_time: { noise: 0.02, resolution: 0.01, range: [0, 60], driftPerYear: 0.01 },
  motor_current: { noise: 0.15, resolution: 0.1, range: [0, 60], driftPerYear: 0.1 },
  levelling_error: { noise: 0.2, resolution: 0.1, range: [0, 60], driftPerYear: 0.1 },
  car_vibration: { noise: 0.004, resolution: 0.001, range: [0, 4], driftPerYear: 0.003 },
}

export const lift: MachineKind = {
  class: {
    id: 'lift',
    name: 'Traction lift',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'door_cycle_time',
        unit: 's',
        description: 'Opening and closing without the time it stands open, mean of the last trips.',
        limits: { high: 11, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'motor_current',
        unit: 'A',
        description: 'While the motor drives, mean of the last trips.',
        limits: { high: 26, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'levelling_error',
        unit: 'mm',
        description:
          'Distance between car and landing after the stop, mean of the last trips (EN 81-20 allows 10, and 20 while loading).',
        limits: { high: 15, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'car_vibration',
        unit: 'm/s2',
        description: 'Horizontal, A95 of the ride (ISO 18738-1), mean of the last trips.',
        limits: { high: 0.3, holdMs: 10 * MINUTE_MS },
      },
    ],
  },
  modes,
  sensors,
  duty: 'shifts',
  create: seed => new Lift(seed),
}
