import type { Statement } from '../contracts/detector.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { AssetStatement } from './diagnosis/diagnosis.ts'
import type { DeviceState } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import { Gather } from './gather.ts'
import type { RegimeModel } from './regimes.ts'
import { type Held, ReorderWindow } from './reorder.ts'
import type { ClassWatch, Watcher } from './watch.ts'
import { type SeriesListener, WatchedSeries } from './watched-series.ts'
import { WatchedWhole } from './watched-whole.ts'
import { Work } from './work.ts'

/**
 * A device may invent metric names where its class takes any, and each costs about 10 kB for ever. A class lists 200
 * at most, so this is for machines with hundreds of sensors behind one device, and 5 MB for one that is out of order.
 */
export const MAX_SERIES_PER_DEVICE = 500
/** Clocks of devices are off by seconds, of bad ones by minutes. */
const AHEAD_MS = 10 * 60_000

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

/** What all devices of a table share. */
export interface Surroundings {
  regimes: RegimeModel
  counts: Counts
  onFailure(failure: Failure): void
  /** A device has more series than are watched. */
  onExcess(device: string, metric: string): void
  /** After every sample that went through: what was said, most often nothing. */
  judge(device: RegisteredDevice, at: Held, said: readonly AssetStatement[]): void
}

/** A device with all that is remembered of it. */
export class WatchedDevice implements SeriesListener {
  readonly id: string
  readonly series = new Map<string, WatchedSeries>()
  asset: string
  /** Its own row has changed; each series knows for itself. */
  isChanged = false
  /** When something was received of it last. */
  heardAtMs: number
  /** Event time of the newest sample that went through. */
  observedAtMs: number
  #isAhead: boolean
  readonly #around: Surroundings
  readonly #reorder: ReorderWindow
  readonly #gather: Gather
  readonly #work: Work
  readonly #whole: WatchedWhole
  #registered: RegisteredDevice | undefined
  #watch: ClassWatch | undefined
  /** The step that is being done: what detectors say is said of it. */
  #at: Held = NOTHING
  #metric = ''
  #said: AssetStatement[] = []

  constructor(id: string, around: Surroundings, state?: DeviceState) {
    this.id = id
    this.#around = around
    this.asset = state?.asset ?? ''
    this.heardAtMs = state?.heardAtMs ?? 0
    this.observedAtMs = state?.observedAtMs ?? Number.MIN_SAFE_INTEGER
    this.#isAhead = state?.isAhead ?? false
    this.#reorder = new ReorderWindow(this.observedAtMs, state?.reorder)
    this.#gather = new Gather(state?.gather)
    this.#work = new Work(state?.work)
    this.#whole = new WatchedWhole(around.regimes, this, state)
  }

  /** Samples of it wait for others. */
  get isHolding(): boolean {
    return this.#reorder.isHolding || this.#gather.isHolding
  }

  /** Whether it is watched as it is registered now: its class or its profile may have been edited. */
  isWatchedAs(registered: RegisteredDevice): boolean {
    const before = this.#registered
    this.#registered = registered
    return before?.class === registered.class && before.profile === registered.profile
  }

  watchAs(registered: RegisteredDevice, watch: ClassWatch): void {
    this.#watch = watch
    this.#whole.watch(registered.class, watch.device)
    for (const series of this.series.values()) series.watch(this.#watchOf(series.metric))
  }

  /** Takes a sample as it comes; what is in order goes through. */
  take(sample: Sample): void {
    const { observedAtMs, receivedAtMs, values } = sample
    this.isChanged = true
    this.heardAtMs = receivedAtMs
    if (this.#isAloneInTheFuture(observedAtMs, receivedAtMs)) {
      for (const _ in values) this.#around.counts.early++
      return
    }
    for (const next of this.#reorder.push(sample, this.#isRepeated)) this.#step(next)
  }

  /** Lets through what has waited long enough by the time at which messages are received. */
  release(nowMs: number): void {
    const released = this.#reorder.releaseReceivedBefore(nowMs)
    if (released.length > 0) this.isChanged = true
    for (const next of released) this.#step(next)
    if (this.#reorder.isHolding) return
    const gathered = this.#gather.flush()
    if (!gathered) return
    this.isChanged = true
    if (this.#work.isGoingOn(gathered.observedAtMs)) return
    this.#stepWhole(gathered)
    this.#judge(gathered)
  }

  /** Nothing was heard of it for so long. */
  quiet(quietMs: number, nowMs: number): void {
    const silentAfterS = this.#registered?.silentAfterS
    const observedAtMs = this.observedAtMs + Math.max(0, nowMs - this.heardAtMs)
    if (this.#work.isGoingOn(observedAtMs)) return
    this.#at = { observedAtMs, receivedAtMs: nowMs, values: {} }
    const after = silentAfterS === undefined ? {} : { silentAfterMs: silentAfterS * 1_000 }
    if (this.#whole.stepQuiet({ observedAtMs, quietMs, ...after })) this.isChanged = true
    this.#judge(this.#at)
  }

  /** People have done something at its asset; it meets that in its own event time. */
  intervene(intervention: Intervention): void {
    this.isChanged = true
    for (const met of this.#work.add(intervention, this.observedAtMs)) this.#meet(met)
  }

  #meet(intervention: Intervention): void {
    this.#work.meet(intervention)
    const { kind, faultKey } = intervention
    if (kind !== 'repaired' && kind !== 'false_alarm') return
    const only = sensorOf(faultKey)
    if (only !== undefined && !this.series.has(only)) return
    for (const [metric, series] of this.series) {
      if (only !== undefined && metric !== only) continue
      this.#metric = metric
      series.isChanged = true
      series.states.intervene(intervention, (label, error) => this.onFailure(label, error))
    }
    this.#metric = ''
    this.#whole.intervene(intervention)
  }

  #step(sample: Held): void {
    const { observedAtMs, values } = sample
    for (const met of this.#work.due(observedAtMs)) this.#meet(met)
    const isMuted = this.#work.isGoingOn(observedAtMs)
    const isNew = observedAtMs >= this.observedAtMs
    if (isNew) this.observedAtMs = observedAtMs
    const { before, now } = isNew && !isMuted ? this.#gather.push(sample, this.#othersOf(values)) : NO_SAMPLE
    if (before) this.#stepWhole(before)
    if (now) this.#whole.stepRegime(now)
    this.#at = sample
    for (const metric in values) this.#stepMetric(metric, values[metric] ?? 0, isMuted)
    this.#metric = ''
    if (now) {
      this.#at = now
      this.#whole.stepDetectors(now)
    }
    this.#judge(sample)
  }

  #stepWhole(sample: Held): void {
    this.#at = sample
    this.#whole.stepRegime(sample)
    this.#whole.stepDetectors(sample)
  }

  #stepMetric(metric: string, value: number, isMuted: boolean): void {
    const { counts } = this.#around
    const series = this.#seriesOf(metric)
    if (!series) return
    if (!series.keep(this.#at.observedAtMs, value)) counts.late++
    else if (isMuted) counts.muted++
    else {
      counts.stepped++
      this.#metric = metric
      series.step(value, this.#whole.regime, this)
    }
  }

  #judge(at: Held): void {
    if (!this.#registered) return
    this.#around.judge(this.#registered, at, this.#said)
    if (this.#said.length > 0) this.#said = []
  }

  onStatement({ label, mode, config }: Watcher, statement: Statement): void {
    const { observedAtMs, receivedAtMs, values } = this.#at
    // Of a device detector that names no metric, the first one stands for all.
    const metric = this.#metric || (statement.metric ?? Object.keys(values)[0] ?? '')
    this.#said.push({
      ...{ device: this.id, metric, unit: this.#watchOf(metric)?.metric.unit ?? '' },
      ...{ detector: label, mode, parameters: config, statement, observedAtMs, receivedAtMs },
      ...{ regime: this.#whole.regime.name, value: values[metric] ?? 0 },
      series: (of = metric) => this.series.get(of)?.recent.pairs() ?? [],
    })
  }

  onFailure(detector: string, error: unknown): void {
    this.#around.onFailure({ detector, device: this.id, metric: this.#metric, error })
  }

  stored(): DeviceState {
    const [reorder, gather, work] = [this.#reorder.stored(), this.#gather.stored(), this.#work.stored()]
    return {
      ...{ asset: this.asset, observedAtMs: this.observedAtMs, heardAtMs: this.heardAtMs },
      ...(this.#isAhead && { isAhead: true }),
      ...(reorder && { reorder }),
      ...(gather && { gather }),
      ...(work && { work }),
      ...this.#whole.stored(),
    }
  }

  /** Undefined where the class does not know the metric, or the device has too many. */
  #seriesOf(key: string): WatchedSeries | undefined {
    const known = this.series.get(key)
    if (known?.isWatched) return known
    const watch = this.#watchOf(key)
    if (!watch) return undefined
    if (!known && this.series.size >= MAX_SERIES_PER_DEVICE) {
      this.#around.counts.excess++ // counted in the order of the log, so the same series in every replay
      this.#around.onExcess(this.id, key)
      return undefined
    }
    const series = known ?? new WatchedSeries(key)
    this.series.set(key, series)
    series.watch(watch)
    return series
  }

  #watchOf(metric: string) {
    return this.#watch?.metric(metric, failure => this.#around.onFailure({ ...failure, device: this.id }))
  }

  /** How many metrics it has, and the newest time of those that are not among the values. */
  #othersOf(values: Held['values']): { metrics: number; otherAtMs?: number } {
    const metrics = this.series.size
    let otherAtMs = Number.MIN_SAFE_INTEGER
    if (this.#gather.isNeeded || Object.keys(values).length >= metrics) return { metrics }
    for (const { metric, observedAtMs } of this.series.values()) {
      if (!(metric in values) && observedAtMs > otherAtMs) otherAtMs = observedAtMs
    }
    return { metrics, otherAtMs }
  }

  readonly #isRepeated = ({ observedAtMs, values }: Held): boolean => {
    for (const metric in values) if (this.series.get(metric)?.recent.has(observedAtMs)) return true
    return false
  }

  /**
   * One reading from the future would make all that follow late, for as long as it is ahead: a clock that jumped. Two in
   * a row are a clock that is wrong, or a time-lapse, and are taken at their word.
   */
  #isAloneInTheFuture(observedAtMs: number, receivedAtMs: number): boolean {
    const isAhead = observedAtMs > receivedAtMs + AHEAD_MS
    if (isAhead === this.#isAhead) return false
    this.#isAhead = isAhead
    return isAhead
  }
}

const SENSOR = 'sensor:'
const NOTHING: Held = { observedAtMs: 0, receivedAtMs: 0, values: {} }
const NO_SAMPLE: { before?: Held; now?: Held } = {}

/** The single metric that a fault of a sensor is about. */
function sensorOf(faultKey = ''): string | undefined {
  const metric = faultKey.startsWith(SENSOR) ? faultKey.slice(SENSOR.length) : '*'
  return metric === '*' ? undefined : metric
}
