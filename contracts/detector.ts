import type { Static, TSchema } from 'typebox'
import type { Finding } from './finding.ts'
import type { Metric } from './registry.ts'

/** One value of the series a detector watches. Times strictly increase; values are finite. */
export interface Observation {
  observedAtMs: number
  value: number
}

/** What a detector says of the observation it was just given; the engine makes a `Finding` of it. */
export type Statement = Pick<Finding, 'phase' | 'severity' | 'sinceMs' | 'explanation'> & {
  /** What was judged, where that is not the observation itself: a mean over time, for instance. */
  value?: number
  expected?: { low: number; high: number }
  limit?: number
}

/**
 * A detector is a reducer over one series: `(config, state, observation) → [state, statements]`.
 * It reads no clock and keeps nothing beside its state, so that the same log always gives the same findings.
 * `step` must not throw after it has changed the state that it was given.
 */
export interface Detector<Config extends TSchema = TSchema, State = unknown> {
  /** The folder's name. */
  name: string
  /** Raised when the same input could give another answer. */
  version: number
  /** Schema of the configuration, every property with a default and a description with its unit. */
  config: Config
  /** The configuration for a metric, or undefined where the detector has nothing to watch. */
  configure(metric: Metric): Static<Config> | undefined
  /** `state` is plain JSON of bounded size; undefined at the first observation. May reuse the object. */
  step(
    config: Static<Config>,
    state: State | undefined,
    observation: Observation,
    metric: Metric,
  ): [State, Statement[]]
}
