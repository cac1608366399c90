import type { Regime } from '../contracts/detector.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { Failure } from './failure-log.ts'
import type { Held } from './reorder.ts'
import type { ClassWatch, MetricWatch } from './watch.ts'
import { type SeriesListener, WatchedSeries } from './watched-series.ts'

/**
 * A device may invent metric names where its class takes any, and each costs about 16 kB for ever. A class lists 200
 * at most, so this is for machines with hundreds of sensors behind one device, and 8 MB for one that is out of order.
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
  /** While somebody worked at the machine. */
  muted: number
}

interface Listener extends SeriesListener {
  /** A metric could not be set up as its profile says. */
  onSetUpFailure(failure: Omit<Failure, 'device'>): void
  /** The device has more metrics than are watched. */
  onExcess(metric: string): void
}

/** The metrics of a device. */
export class WatchedMetrics {
  readonly series = new Map<string, WatchedSeries>()
  /** The one that is being stepped, or ''. */
  current = ''
  readonly #listener: Listener
  readonly #counts: Counts
  #watch: ClassWatch | undefined

  constructor(listener: Listener, counts: Counts) {
    this.#listener = listener
    this.#counts = counts
  }

  watch(watch: ClassWatch): void {
    this.#watch = watch
    for (const series of this.series.values()) series.watch(this.#watchOf(series.metric))
  }

  unitOf(metric: string): string {
    return this.#watchOf(metric)?.metric.unit ?? ''
  }

  /** Steps the values through the detectors of their metrics; muted, it only keeps them. */
  step({ observedAtMs, values }: Held, regime: Regime, isMuted: boolean): void {
    const counts = this.#counts
    for (const metric in values) {
      const value = values[metric]
      const series = this.#seriesOf(metric)
      if (!series || value === undefined) continue
      if (!series.keep(observedAtMs, value)) counts.late++
      else if (isMuted) counts.muted++
      else {
        counts.stepped++
        this.current = metric
        series.step(value, regime, this.#listener)
      }
    }
    this.current = ''
  }

  /** Of one metric, or of all. */
  intervene(intervention: Intervention, only: string | undefined): void {
    for (const [metric, series] of this.series) {
      if (only !== undefined && metric !== only) continue
      this.current = metric
      series.isChanged = true
      series.states.intervene(intervention, (label, error) => this.#listener.onFailure(label, error))
    }
    this.current = ''
  }

  /** How many metrics there are with those of the sample, and the newest time of the others. */
  othersOf(values: Held['values']): { metrics: number; otherAtMs: number } {
    let metrics = 0
    let known = 0
    let otherAtMs = Number.MIN_SAFE_INTEGER
    for (const metric in values) {
      metrics++
      if (this.series.has(metric)) known++
    }
    if (known === this.series.size) return { metrics, otherAtMs }
    for (const { metric, observedAtMs } of this.series.values()) {
      if (metric in values) continue
      metrics++
      if (observedAtMs > otherAtMs) otherAtMs = observedAtMs
    }
    return { metrics, otherAtMs }
  }

  /** Whether there was a sample of that time before. */
  has({ observedAtMs, values }: Held): boolean {
    for (const metric in values) if (this.series.get(metric)?.recent.has(observedAtMs)) return true
    return false
  }

  /** Undefined where the class does not know the metric, or the device has too many. */
  #seriesOf(key: string): WatchedSeries | undefined {
    const known = this.series.get(key)
    if (known?.isWatched) return known
    const watch = this.#watchOf(key)
    if (!watch) return undefined
    if (!known && this.series.size >= MAX_SERIES_PER_DEVICE) {
      this.#counts.excess++ // counted in the order of the log, so the same series in every replay
      this.#listener.onExcess(key)
      return undefined
    }
    const series = known ?? new WatchedSeries(key)
    this.series.set(key, series)
    series.watch(watch)
    return series
  }

  #watchOf(metric: string): MetricWatch | undefined {
    return this.#watch?.metric(metric, failure => this.#listener.onSetUpFailure(failure))
  }
}
