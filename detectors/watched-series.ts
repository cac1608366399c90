import type { MetricDetector, Regime, Statement } from '../contracts/detector.ts'
import type { SeriesState } from './engine-state.ts'
import { Recent } from './recent.ts'
import type { MetricWatch, Watcher } from './watch.ts'
import { WatchedStates } from './watched-states.ts'

/** Who is told of what happens in a step. */
export interface SeriesListener {
  onStatement(watcher: Watcher, statement: Statement): void
  onFailure(detector: string, error: unknown): void
}

/** One metric of one device. */
export class WatchedSeries {
  readonly metric: string
  observedAtMs: number
  readonly recent: Recent
  readonly states: WatchedStates<MetricDetector>
  isChanged = false
  /** Undefined until the first value after the start, or after a change of the class. */
  #watch: MetricWatch | undefined

  constructor(metric: string, state?: SeriesState) {
    this.metric = metric
    this.observedAtMs = state?.observedAtMs ?? Number.MIN_SAFE_INTEGER
    this.recent = new Recent(state?.recent)
    this.states = new WatchedStates(state)
  }

  get isWatched(): boolean {
    return this.#watch !== undefined
  }

  watch(watch: MetricWatch | undefined): void {
    this.#watch = watch
    if (watch) this.states.watch(watch.watchers)
  }

  /** Keeps the value for the charts; false where it is not newer than the newest. */
  keep(observedAtMs: number, value: number): boolean {
    if (observedAtMs <= this.observedAtMs) return false
    this.observedAtMs = observedAtMs
    this.recent.push(observedAtMs, value)
    this.isChanged = true
    return true
  }

  /** Steps the value that was just kept through every detector. */
  step(value: number, regime: Regime, listener: SeriesListener): void {
    const { states, observedAtMs } = this
    const metric = this.#watch?.metric
    if (!metric) return
    const observation = { observedAtMs, value, regime }
    for (let i = 0; i < states.watchers.length; i++) {
      const watcher = states.watchers[i]
      if (!watcher) continue
      try {
        const [next, statements] = watcher.detector.step(watcher.config, states.at(i), observation, metric)
        for (const statement of statements) {
          states.hear(i, statement)
          listener.onStatement(watcher, statement)
        }
        states.set(i, next)
      } catch (error) {
        // Its state is not replaced. A detector that reuses the object may have changed a part of it before it threw:
        // the same part at every replay, so that the findings stay the same too.
        listener.onFailure(watcher.label, error)
      }
    }
  }

  stored(): SeriesState {
    return { observedAtMs: this.observedAtMs, recent: this.recent.pairs(), ...this.states.stored() }
  }
}
