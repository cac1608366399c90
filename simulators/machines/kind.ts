import type { EquipmentClass } from '../../contracts/registry.ts'

/** How bad each failure mode is now: 0 (absent) … 1 (the machine has just stopped doing its work). */
export type Severities = Readonly<Record<string, number>>

/** What a machine is asked to do and where it stands. */
export interface Surroundings {
  /** Event time, ms since the Unix epoch. */
  tMs: number
  /** Since the step before, ms. */
  dtMs: number
  /** Share of the rated duty that the process asks for, 0 … 1; 0 is switched off. */
  demand: number
  /** Temperature around the machine, °C. */
  ambientC: number
  severities: Severities
}

/** The physical values behind the sensors, by metric, in the unit of the metric. */
export type Values = Record<string, number>

/** One machine with its thermal and mechanical state. The same seed and the same steps give the same values. */
export interface Model {
  /** Advances the machine to `tMs`. The answer may be the same object at each call. */
  step(surroundings: Surroundings): Values
  /**
   * Acceleration of the bearing housing in m/s² as it is now, `sampleHz` values a second: what an accelerometer would
   * record. Where the kind has one: its band between 10 Hz and 1 kHz, integrated, has the RMS of the vibration metric.
   */
  waveform?(options: { seconds: number; sampleHz: number; seed: number }): Float64Array
  /** Revolutions a second, now, of the shaft in the bearing that the waveform is recorded at: what a tachometer would tell. */
  readonly shaftHz?: number
}

/** Severity over the share of the life between onset and functional failure: growth(0) = 0, growth(1) = 1, never falling. */
export type Growth = (share: number) => number

/** A way in which a machine fails, by what it does to the machine's physics. */
export interface FailureMode {
  /** What happens inside, in a sentence, with the source of its growth law. */
  description: string
  growth: Growth
  /** Typical time from the first sign to the functional failure in hours: the middle half of a fleet. */
  lifeHours: readonly [number, number]
  /** Metrics in which an expert would see it, the earliest first. */
  indicators: readonly [string, ...string[]]
  /** What repairs it: the skill that a technician needs. */
  skill: 'mechanical' | 'electrical' | 'instrumentation' | 'refrigeration'
  /** ISO 14224 failure code, as the ticket service's failure codes have it. */
  failureCode: string
}

/** What stands between the physical value and the telegram. */
export interface SensorSpec {
  /** Standard deviation of the noise, in the unit of the metric. */
  noise: number
  /** What the transmitter can tell apart. */
  resolution: number
  /** What it can show; beyond, it clips. */
  range: readonly [number, number]
  /** Healthy drift within its class, per year, standard deviation over a fleet. */
  driftPerYear: number
}

/** What the process asks for over the days: see duty.ts. */
export const dutyPatterns = ['continuous', 'shifts', 'batches', 'weather', 'recipes'] as const
export type DutyPattern = (typeof dutyPatterns)[number]

/** A kind of equipment that can be simulated, one folder each. */
export interface MachineKind {
  /** Its equipment class, ready for `POST /api/v1/classes`; the id names the kind. Four metrics. */
  class: EquipmentClass
  modes: Readonly<Record<string, FailureMode>>
  sensors: Readonly<Record<string, SensorSpec>>
  /** What its kind of duty usually looks like. */
  duty: DutyPattern
  /** A new machine; parameters differ a little from machine to machine, by the seed. */
  create(seed: number): Model
}
