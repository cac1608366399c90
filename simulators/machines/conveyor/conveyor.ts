import { isRunning, LONG_MS } from '../drive.ts'
import { accelerating, exponential, linear } from '../growth.ts'
import type { FailureMode, MachineKind, Model, SensorSpec, Surroundings, Values } from '../kind.ts'
import { relax } from '../physics.ts'
import { individual, Noise, Wander } from '../random.ts'
import { creep, drivingForce, traction } from './resistance.ts'

const MINUTE_MS = 60_000

const LENGTH_M = 100
const LIFT_M = 8
const SECONDARY = 1.78
const RATED_KG_S = 400 / 3.6
const ROLLERS_KG_M = 18
const BELT_KG_M = 14
const WRAP_RAD = (210 / 180) * Math.PI
/** From here on the edge of the belt rubs on the frame, mm. */
const CLEARANCE_MM = 50
/** Further it cannot go. */
const FRAME_MM = 130
/** kW at the motor's shaft → A of active current at 400 V. */
const A_PER_KW = 1 / (0.92 * Math.sqrt(3) * 0.4)
const OIL_KJ_K = 90

/** Share of the idlers that have seized at the functional failure, and what a belt rubs with on a shell that stands. */
const SEIZED = 0.05
const SHELL_FRICTION = 0.35
/** Shares of the take-up force and of the cooling that are lost by then. */
const TENSION_LOST = 0.55
const OIL_COOLING_LOST = 0.1
/** Material that sticks to belt, pulleys and idlers by then, kg/m. */
const STUCK_KG_M = 9

const parametersOf = (seed: number) => ({
  friction: 0.022 * individual(seed, 'friction', 0.05),
  pulleyMS: 1.6 * individual(seed, 'speed', 0.01),
  slackN: 7800 * individual(seed, 'take-up', 0.04),
  grip: 0.3 * individual(seed, 'grip', 0.03),
  offMiddleMm: 9 * individual(seed, 'tracking', 0.25),
  gearEfficiency: 1 - 0.05 * individual(seed, 'gear', 0.05),
  churningKw: 0.28 * individual(seed, 'churning', 0.05),
  oilCoolingKwK: 0.026 * individual(seed, 'oil cooling', 0.05),
  magnetisingA: 17 * individual(seed, 'magnetising current', 0.02),
})

/** A belt conveyor for 400 t/h of bulk material over 100 m and 8 m up: 22 kW, 1.6 m/s, gravity take-up. */
class Conveyor implements Model {
  readonly #own: ReturnType<typeof parametersOf>
  readonly #feed: Wander
  readonly #sway: Wander
  readonly #grab: Wander
  #speedMS = 0
  #oilC = Number.NaN
  #offMiddleMm: number
  readonly #values = { motor_current: 0, belt_speed: 0, oil_temperature: 0, belt_deviation: 0 }

  constructor(seed: number) {
    this.#own = parametersOf(seed)
    this.#offMiddleMm = this.#own.offMiddleMm
    const noise = new Noise(seed)
    this.#feed = new Wander(noise, 4 * MINUTE_MS)
    this.#sway = new Wander(noise, 5 * MINUTE_MS)
    this.#grab = new Wander(noise, MINUTE_MS)
  }

  step(surroundings: Surroundings): Values {
    const { demand, ambientC } = surroundings
    const isNew = Number.isNaN(this.#oilC)
    if (isNew) this.#oilC = ambientC
    const dtMs = isNew ? LONG_MS : surroundings.dtMs
    return isRunning(demand) ? this.#run(dtMs, surroundings) : this.#stand(dtMs, ambientC)
  }

  #run(dtMs: number, { demand, ambientC, severities }: Surroundings): Values {
    const own = this.#own
    const seized = severities.idler_seizure ?? 0
    const slack = severities.tension_loss ?? 0
    const stuck = severities.material_build_up ?? 0
    const gear = severities.gearbox_overheating ?? 0

    if (this.#speedMS === 0) this.#speedMS = own.pulleyMS // it starts empty and within seconds
    this.#offMiddleMm = this.#track(dtMs, severities)
    // An edge that rubs presses against the frame like a spring: µ · k · distance.
    const edgeN = 0.4 * 70 * Math.max(0, this.#offMiddleMm - CLEARANCE_MM)

    // What the feeder gives lies the closer the slower the belt is, but not higher than its sides: the rest is spilt.
    const fedKgS = RATED_KG_S * Math.min(1.05, demand * (1 + 0.06 * this.#feed.step(dtMs)))
    const loadKgM = Math.min(95, fedKgS / Math.max(0.5, this.#speedMS))
    const standing = SEIZED * seized
    const resistanceN =
      edgeN +
      drivingForce({
        lengthM: LENGTH_M,
        liftM: LIFT_M,
        friction:
          own.friction * stiffness(ambientC) * (1 - standing) * (1 + 0.35 * stuck) +
          SHELL_FRICTION * standing,
        secondary: SECONDARY + 0.25 * stuck, // scrapers and pulleys in the dirt
        rollersKgM: ROLLERS_KG_M,
        beltKgM: BELT_KG_M + (STUCK_KG_M / 2) * stuck,
        loadKgM,
      })

    const gripN = traction(own.slackN * (1 - TENSION_LOST * slack), own.grip * (1 - 0.12 * stuck), WRAP_RAD)
    const used = resistanceN / gripN
    const pulleyMS = own.pulleyMS * (1 + 0.012 * stuck) // what sticks to the pulley makes it thicker
    // Beyond its grip the pulley turns under a belt that slows down until its load fits.
    const slip = Math.min(0.6, creep(Math.min(1, used)) + 0.9 * Math.max(0, used - 1))
    const unsteady = slip > 0.01 ? 1 + 0.3 * slip * this.#grab.step(dtMs) : 1
    this.#speedMS = relax(this.#speedMS, pulleyMS * (1 - slip) * unsteady, dtMs, MINUTE_MS / 4)

    const pulleyKw = (Math.min(resistanceN, gripN) * pulleyMS) / 1000
    const gearLossKw = pulleyKw * (1 / own.gearEfficiency - 1) * (1 + 1.5 * gear) + own.churningKw
    const coolingKwK = own.oilCoolingKwK * (1 - OIL_COOLING_LOST * gear)
    this.#oilC = relax(this.#oilC, ambientC + gearLossKw / coolingKwK, dtMs, (1000 * OIL_KJ_K) / coolingKwK)

    const values = this.#values
    values.motor_current = Math.hypot(own.magnetisingA, (pulleyKw + gearLossKw) * A_PER_KW)
    values.belt_speed = this.#speedMS
    values.oil_temperature = this.#oilC
    values.belt_deviation = this.#offMiddleMm
    return values
  }

  /** How far the belt runs off the middle, mm: rollers out of square, seized or dirty ones steer it, slack lets it wander. */
  #track(dtMs: number, severities: Surroundings['severities']): number {
    const skewed = severities.mistracking ?? 0
    const seized = severities.idler_seizure ?? 0
    const stuck = severities.material_build_up ?? 0
    const slack = severities.tension_loss ?? 0
    const steeredMm = this.#own.offMiddleMm + 100 * skewed + 22 * seized + 30 * stuck + 8 * slack
    const swayMm = 2 + 7 * skewed + 4 * stuck + 5 * slack
    return Math.min(FRAME_MM, Math.abs(steeredMm + swayMm * this.#sway.step(dtMs)))
  }

  #stand(dtMs: number, ambientC: number): Values {
    this.#speedMS = 0
    this.#oilC = relax(this.#oilC, ambientC, dtMs, (1000 * OIL_KJ_K) / this.#own.oilCoolingKwK)
    this.#values.motor_current = 0
    this.#values.belt_speed = 0
    this.#values.oil_temperature = this.#oilC
    this.#values.belt_deviation = this.#offMiddleMm // where it stopped
    return this.#values
  }
}

/** In the frost grease and rubber are stiffer (DIN 22101 gives the friction for 20 °C and allows for cold). */
const stiffness = (ambientC: number): number => 1 + 0.006 * Math.max(0, 10 - ambientC)

const modes = {
  mistracking: {
    description:
      'A pulley or a row of idlers is out of square and steers the belt aside until its edge rubs on the frame; the worn edge steers it further.',
    growth: accelerating,
    lifeHours: [60, 400],
    indicators: ['belt_deviation', 'motor_current'],
    skill: 'mechanical',
    failureCode: 'PDE',
  },
  idler_seizure: {
    description:
      'Water and dust ruin the seals of idlers; one after the other seizes and the belt slides over shells that stand.',
    growth: exponential,
    lifeHours: [300, 1500],
    indicators: ['motor_current', 'belt_deviation', 'oil_temperature'],
    skill: 'mechanical',
    failureCode: 'BRD',
  },
  tension_loss: {
    description:
      'The take-up jams while the belt grows longer, in step with the time it runs: the drive pulley loses its grip.',
    growth: linear,
    lifeHours: [200, 900],
    indicators: ['belt_speed', 'belt_deviation'],
    skill: 'mechanical',
    failureCode: 'LOO',
  },
  gearbox_overheating: {
    description:
      'Oil is lost and dust covers the housing: teeth run half dry and make heat, of which less goes out.',
    growth: linear,
    lifeHours: [150, 900],
    indicators: ['oil_temperature', 'motor_current'],
    skill: 'mechanical',
    failureCode: 'OHE',
  },
  material_build_up: {
    description:
      'Wet material sticks to belt, pulleys and idlers, layer on layer, as long as the scraper does not take it.',
    growth: linear,
    lifeHours: [100, 600],
    indicators: ['belt_deviation', 'motor_current'],
    skill: 'mechanical',
    failureCode: 'PLU',
  },
} as const satisfies Record<string, FailureMode>

const sensors: Record<string, SensorSpec> = {
  motor_current: { noise: 0.3, resolution: 0.1, range: [0, 100], driftPerYear: 0.3 },
  belt_speed: { noise: 0.002, resolution: 0.001, range: [0, 4], driftPerYear: 0.002 },
  oil_temperature: { noise: 0.3, resolution: 0.1, range: [-50, 200], driftPerYear: 0.5 },
  belt_deviation: { noise: 1, resolution: 1, range: [0, 150], driftPerYear: 1 },
}

export const conveyor: MachineKind = {
  class: {
    id: 'conveyor',
    name: 'Belt conveyor',
    acceptsAnyMetric: false,
    silentAfterS: 900,
    metrics: [
      {
        key: 'motor_current',
        unit: 'A',
        description: 'Mean of the three phases; the nameplate says 42.',
        limits: { high: 42, holdMs: 10 * MINUTE_MS },
      },
      { key: 'belt_speed', unit: 'm/s', description: 'At the tail pulley, which the belt turns.' },
      {
        key: 'oil_temperature',
        unit: '°C',
        description: 'Oil sump of the gearbox.',
        limits: { high: 95, holdMs: 10 * MINUTE_MS },
      },
      {
        key: 'belt_deviation',
        unit: 'mm',
        description: 'How far the belt runs off the middle; the switch stops it at 100.',
        limits: { high: 60, holdMs: 10 * MINUTE_MS },
      },
    ],
  },
  modes,
  sensors,
  duty: 'shifts',
  create: seed => new Conveyor(seed),
}
