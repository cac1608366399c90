import type { DeviceDetector, MetricDetector, Regime, Statement } from '../contracts/detector.ts'
import type { EquipmentClass, RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { AssetStatement } from './diagnosis/diagnosis.ts'
import type { DeviceState, SeriesState } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import { Recent } from './recent.ts'
import { type RegimeModel, UNKNOWN_REGIME } from './regimes.ts'
import type { ClassWatch, MetricWatch, Watcher } from './watch.ts'
import { WatchedStates } from './watched-states.ts'

/**
 * A device may invent metric names where its class takes any, and each costs about 10 kB for ever. A class lists 200
 * at most, so this is for machines with hundreds of sensors behind one device, and 5 MB for one that is out of order.
 */
export const MAX_SERIES_PER_DEVICE = 500

/** What the engine counts, in values. */
export interface Counts {
  stepped: number
  /** Not newer than the newest value of their series. */
  late: number
  /** Alone in the future. */
  early: number
  /** Of series beyond `MAX_SERIES_PER_DEVICE`. */
  excess: number
}

/** What all devices of a table share. */
export interface Surroundings {
  regimes: RegimeModel
  counts: Counts
  onFailure(failure: Failure): void
  /** A device has more series than are watched. */
  onExcess(device: string, metric: string): void
}

export class Series {
  readonly metric: string
  observedAtMs: number
  readonly recent: Recent
  readonly states: WatchedStates<MetricDetector>
  /** Undefined until the first value after the start, or after a change of the class. */
  watch: MetricWatch | undefined
  isChanged = false

  constructor(metric: string, state?: SeriesState) {
    this.metric = metric
    this.observedAtMs = state?.observedAtMs ?? Number.MIN_SAFE_INTEGER
    this.recent = new Recent(state?.recent)
    this.states = new WatchedStates(state?.detectors)
  }

  stored(): SeriesState {
    const { observedAtMs, recent, states } = this
    return { observedAtMs, recent: recent.pairs(), detectors: states.byLabel() }
  }
}

/** A device with all that is remembered of it. */
export class WatchedDevice {
  readonly id: string
  readonly series = new Map<string, Series>()
  asset: string
  observedAtMs: number
  isAhead: boolean
  isChanged = false
  readonly #around: Surroundings
  readonly #states: WatchedStates<DeviceDetector>
  #regimeState: unknown
  #regime: Regime = UNKNOWN_REGIME
  #registered: RegisteredDevice | undefined
  #watch: ClassWatch | undefined

  constructor(id: string, around: Surroundings, state?: DeviceState) {
    this.id = id
    this.#around = around
    this.asset = state?.asset ?? ''
    this.observedAtMs = state?.observedAtMs ?? Number.MIN_SAFE_INTEGER
    this.isAhead = state?.isAhead ?? false
    this.#states = new WatchedStates(state?.detectors)
    if (state?.regime?.version === around.regimes.version) this.#regimeState = state.regime.state
  }

  /** Whether it is watched as it is registered now: its class or its profile may have been edited. */
  isWatchedAs(registered: RegisteredDevice): boolean {
    const before = this.#registered
    if (before === registered) return true
    return before !== undefined && before.class === registered.class && before.profile === registered.profile
  }

  /** From now on it is watched so. */
  watchAs(registered: RegisteredDevice, watch: ClassWatch): void {
    this.#registered = registered
    this.#watch = watch
    this.#states.watch(watch.device)
    for (const series of this.series.values()) series.watch = undefined
  }

  /** Steps a sample through the regime and every detector; what they say is added to `said`. */
  step(sample: Sample, said: AssetStatement[]): void {
    const { observedAtMs, values } = sample
    const equipmentClass = this.#registered?.class
    if (!equipmentClass) return
    const isNewer = observedAtMs > this.observedAtMs
    if (isNewer) {
      this.observedAtMs = observedAtMs
      this.isChanged = true
      this.#stepRegime(sample, equipmentClass)
    }
    for (const metric in values) {
      const value = values[metric]
      if (value !== undefined) this.#stepMetric(sample, { metric, value, said })
    }
    if (isNewer && this.#states.watchers.length > 0) this.#stepDevice(sample, equipmentClass, said)
  }

  #stepRegime({ observedAtMs, values }: Sample, equipmentClass: EquipmentClass): void {
    const { regimes, onFailure } = this.#around
    try {
      const [state, regime] = regimes.step(this.#regimeState, { observedAtMs, values }, equipmentClass)
      this.#regimeState = state
      this.#regime = regime
    } catch (error) {
      onFailure({ detector: `regimes@${regimes.version}`, device: this.id, metric: '', error })
    }
  }

  #stepMetric(
    sample: Sample,
    { metric, value, said }: { metric: string; value: number; said: AssetStatement[] },
  ): void {
    const { counts, onFailure } = this.#around
    const { observedAtMs } = sample
    const series = this.#seriesOf(metric)
    if (!series?.watch) return
    if (observedAtMs <= series.observedAtMs) {
      counts.late++
      return
    }
    counts.stepped++
    series.observedAtMs = observedAtMs
    series.recent.push(observedAtMs, value)
    series.isChanged = true
    const { states, watch } = series
    const { watchers } = states
    const observation = { observedAtMs, value, regime: this.#regime }
    for (let i = 0; i < watchers.length; i++) {
      const watcher = watchers[i]
      if (!watcher) continue
      try {
        const { detector, config } = watcher
        const [next, statements] = detector.step(config, states.at(i), observation, watch.metric)
        for (const statement of statements)
          said.push(this.#spoken(sample, watcher, { statement, metric, value }))
        states.set(i, next)
      } catch (error) {
        // Its state is not replaced. A detector that reuses the object may have changed a part of it before it threw:
        // the same part at every replay, so that the findings stay the same too.
        onFailure({ detector: watcher.label, device: this.id, metric, error })
      }
    }
  }

  #stepDevice(sample: Sample, equipmentClass: EquipmentClass, said: AssetStatement[]): void {
    const { observedAtMs, values } = sample
    const { watchers } = this.#states
    const observation = { observedAtMs, values, regime: this.#regime }
    for (const [i, watcher] of watchers.entries()) {
      try {
        const { detector, config } = watcher
        const [next, statements] = detector.step(config, this.#states.at(i), observation, equipmentClass)
        for (const statement of statements) {
          const metric = statement.metric ?? Object.keys(values)[0] ?? ''
          said.push(this.#spoken(sample, watcher, { statement, metric, value: values[metric] ?? 0 }))
        }
        this.#states.set(i, next)
      } catch (error) {
        this.#around.onFailure({ detector: watcher.label, device: this.id, metric: '', error })
      }
    }
  }

  #spoken(
    { observedAtMs, receivedAtMs }: Sample,
    { label, mode, config }: Watcher,
    { statement, metric, value }: { statement: Statement; metric: string; value: number },
  ): AssetStatement {
    return {
      ...{ device: this.id, metric, unit: this.#unitOf(metric), detector: label, mode, parameters: config },
      ...{ statement, observedAtMs, receivedAtMs, regime: this.#regime.name, value },
      series: (of = metric) => this.series.get(of)?.recent.pairs() ?? [],
    }
  }

  #unitOf(metric: string): string {
    return this.#watch?.metric(metric, () => {})?.metric.unit ?? ''
  }

  /** Undefined where the class does not know the metric, or the device has too many. */
  #seriesOf(key: string): Series | undefined {
    const known = this.series.get(key)
    if (known?.watch) return known
    const { counts, onFailure, onExcess } = this.#around
    const watch = this.#watch?.metric(key, failure => onFailure({ ...failure, device: this.id }))
    if (!watch) return undefined
    if (!known && this.series.size >= MAX_SERIES_PER_DEVICE) {
      counts.excess++ // counted in the order of the log, so the same series in every replay
      onExcess(this.id, key)
      return undefined
    }
    const series = known ?? new Series(key)
    if (!known) this.series.set(key, series)
    series.watch = watch
    series.states.watch(watch.watchers)
    return series
  }

  stored(): DeviceState {
    const { version } = this.#around.regimes
    return {
      asset: this.asset,
      observedAtMs: this.observedAtMs,
      ...(this.isAhead && { isAhead: true }),
      ...(this.#regimeState != null && { regime: { version, state: this.#regimeState } }),
      detectors: this.#states.byLabel(),
    }
  }
}
