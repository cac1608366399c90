import type { Static, TSchema } from 'typebox'
import type { Evidence, FaultKind, Finding } from './finding.ts'
import type { Intervention } from './intervention.ts'
import type { EquipmentClass, Metric } from './registry.ts'
import type { Words } from './text.ts'

/** How a machine is being run, as its own sensors tell it. */
export interface Regime {
  /** `off`, `idle`, `run`, or `unknown` while that is not learned, or where nothing tells it. */
  name: 'unknown' | 'off' | 'idle' | 'run'
  /**
   * Which of the load steps that this machine is run at, from 1; absent while they are not known, and where it has one
   * only. A machine is another one at each: what is learned of one tells nothing of the other.
   */
  step?: number
  /** Event time at which it began. */
  sinceMs: number
  /** What follows a start, a stop or a step of the load is over: what is measured now is how the machine is. */
  settled: boolean
}

/** One value of the series a metric detector watches. Times strictly increase; values are finite. */
export interface Observation {
  observedAtMs: number
  value: number
  regime: Regime
}

/** One sample of the device a device detector watches; a metric may be missing. Times strictly increase; values are finite. */
export interface DeviceObservation {
  observedAtMs: number
  values: Readonly<Record<string, number>>
  regime: Regime
  /** When it was received; absent where nobody knows. */
  receivedAtMs?: number
}

/** A device from which nothing is heard. */
export interface Quiet {
  /** What its clock shows by now: event time of its newest sample, and what has passed since that was received. */
  observedAtMs: number
  /** For how long nothing was received of it, while somebody listened. */
  quietMs: number
  /** After how long it counts as silent, where that is said of the device itself; goes before its class. */
  silentAfterMs?: number
}

/** What is to be seen in a metric; the tables of symptoms of the equipment classes are written in these words. */
export type Symptom =
  /** Higher, lower than it should be. */
  | 'high'
  | 'low'
  /** Going up, going down for longer than is usual. */
  | 'rising'
  | 'falling'
  /** Unsteady. */
  | 'unstable'
  /** Otherwise than ever before, whatever the direction. */
  | 'unusual'
  /** What a sensor does that is not well. */
  | 'stuck'
  | 'clipped'
  | 'spikes'
  | 'silent'
  | 'unit_changed'
  | 'drifting'

/** What a detector says of the observation that it was just given; the diagnosis makes findings of statements. */
export interface Statement {
  /** raised: begins; continuing: still true, or worse; cleared: over. A detector has one open at a time for each metric. */
  phase: Finding['phase']
  severity: Finding['severity']
  /** Event time at which the deviation began. */
  sinceMs: number
  symptom: Symptom
  /** Of a device detector: the metric that deviates most. A metric detector leaves it out. */
  metric?: string
  /** What is at fault, where this alone tells it. */
  faultKind?: FaultKind
  /** What was judged, where that is not the observation itself: a mean over time, for instance. */
  value?: number
  expected?: { low: number; high: number }
  limit?: number
  /** By how many of its own thresholds it deviates: 1 is where it begins to speak. Tells which of several is the worst. */
  distance?: number
  /** When the deviation is expected to reach a limit, or the machine to fail, in event time, with the interval of 80 %. */
  crossing?: NonNullable<Evidence['crossing']>
  /** Of several metrics, what each adds to the deviation; the largest first, together 1. */
  contributions?: NonNullable<Evidence['contributions']>
  /** One sentence: which sensor, how far from what, since when. Without the name of the rule, which the finding adds. */
  explanation: Words
}

interface DetectorBase<Config extends TSchema, State> {
  /** The folder's name. */
  name: string
  /** Raised when the same input could give another answer. */
  version: number
  /** Schema of the configuration, every property with a default and a description with its unit. */
  config: Config
  /** The parameter by which it is made to speak less, and in which direction: what feedback proposes to change. */
  quieter?: { parameter: string; when: 'larger' | 'smaller' }
  /**
   * A person has worked on the asset (`repaired`), or has looked and found nothing (`false_alarm`). Answers the state to
   * go on with; nothing is open any more in it, and what was open is not spoken of again. Without it the state is
   * dropped, and learned anew.
   */
  intervene?(config: Static<Config>, state: State, intervention: Intervention): State | undefined
}

/**
 * A detector is a reducer: `(config, state, observation) → [state, statements]`. It reads no clock and keeps nothing
 * beside its state, so that the same log always gives the same findings. State is plain JSON of bounded size, undefined at
 * the first observation; `step` may reuse the object, and must not throw after it has changed the state it was given.
 */
export interface MetricDetector<Config extends TSchema = TSchema, State = unknown>
  extends DetectorBase<Config, State> {
  scope: 'metric'
  /** What differs from the defaults for this metric, or undefined where there is nothing to watch. */
  configure(metric: Metric): Static<Config> | undefined
  step(
    config: Static<Config>,
    state: State | undefined,
    observation: Observation,
    metric: Metric,
  ): [State, Statement[]]
}

/** Sees all metrics of a device together. Otherwise as a `MetricDetector`. */
export interface DeviceDetector<Config extends TSchema = TSchema, State = unknown>
  extends DetectorBase<Config, State> {
  scope: 'device'
  configure(equipmentClass: EquipmentClass): Static<Config> | undefined
  step(
    config: Static<Config>,
    state: State | undefined,
    observation: DeviceObservation,
    equipmentClass: EquipmentClass,
  ): [State, Statement[]]
  /**
   * As `step`, about once a minute while a device that has spoken before says nothing. Answers the state it was given, the
   * same object, where it has not changed.
   */
  quiet?(
    config: Static<Config>,
    state: State | undefined,
    quiet: Quiet,
    equipmentClass: EquipmentClass,
  ): [State, Statement[]]
}

export type Detector<Config extends TSchema = TSchema, State = unknown> =
  | MetricDetector<Config, State>
  | DeviceDetector<Config, State>
