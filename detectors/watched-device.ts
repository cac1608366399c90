import type { Statement } from '../contracts/detector.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { AssetStatement } from './diagnosis/diagnosis.ts'
import type { DeviceState } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import { Gather } from './gather.ts'
import { type RegimeModel, regimeName } from './regimes.ts'
import { type Held, ReorderWindow } from './reorder.ts'
import type { ClassWatch, Watcher } from './watch.ts'
import { type Counts, WatchedMetrics } from './watched-metrics.ts'
import { WatchedWhole } from './watched-whole.ts'
import { Work } from './work.ts'

/** Clocks of devices are off by seconds, of bad ones by minutes. */
const AHEAD_MS = 10 * 60_000

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
export class WatchedDevice {
  readonly id: string
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
  readonly #metrics: WatchedMetrics
  readonly #whole: WatchedWhole
  #registered: RegisteredDevice | undefined
  /** The step that is being done: what detectors say is said of it. */
  #at: Held = NOTHING
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
    this.#metrics = new WatchedMetrics(this, around.counts)
    this.#whole = new WatchedWhole(around.regimes, this, state)
  }

  get series(): WatchedMetrics['series'] {
    return this.#metrics.series
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
    this.#whole.watch(registered.class, watch.device)
    this.#metrics.watch(watch)
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
    const before = { throughMs: this.observedAtMs, isRepeated: this.#isRepeated }
    for (const next of this.#reorder.push(sample, before)) this.#step(next)
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
    this.#metrics.intervene(intervention, only)
    this.#whole.intervene(intervention)
  }

  #step(sample: Held): void {
    const { observedAtMs, values } = sample
    for (const met of this.#work.due(observedAtMs)) this.#meet(met)
    const isMuted = this.#work.isGoingOn(observedAtMs)
    const isNew = observedAtMs >= this.observedAtMs
    if (isNew) this.observedAtMs = observedAtMs
    const { before, now } =
      isNew && !isMuted ? this.#gather.push(sample, this.#metrics.othersOf(values)) : NO_SAMPLE
    if (before) this.#stepWhole(before)
    if (now) this.#whole.stepRegime(now)
    this.#at = sample
    this.#metrics.step(sample, this.#whole.regime, isMuted)
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

  #judge(at: Held): void {
    this.#at = NOTHING // kept until the next one, a sample outlives the young generation of the heap
    if (!this.#registered) return
    this.#around.judge(this.#registered, at, this.#said)
    if (this.#said.length > 0) this.#said = []
  }

  onStatement({ label, mode, told }: Watcher, statement: Statement): void {
    const { observedAtMs, receivedAtMs, values } = this.#at
    // Of a device detector that names no metric, the first one stands for all.
    const metric = this.#metrics.current || (statement.metric ?? Object.keys(values)[0] ?? '')
    this.#said.push({
      ...{ device: this.id, metric, unit: this.#metrics.unitOf(metric) },
      ...{ detector: label, mode, parameters: told, statement, observedAtMs, receivedAtMs },
      ...{ regime: regimeName(this.#whole.regime), value: values[metric] ?? 0 },
      series: (of = metric) => this.series.get(of)?.recent.pairs() ?? [],
    })
  }

  onFailure(detector: string, error: unknown): void {
    this.#around.onFailure({ detector, device: this.id, metric: this.#metrics.current, error })
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

  onSetUpFailure(failure: Omit<Failure, 'device'>): void {
    this.#around.onFailure({ ...failure, device: this.id })
  }

  onExcess(metric: string): void {
    this.#around.onExcess(this.id, metric)
  }

  readonly #isRepeated = (sample: Held): boolean => this.#metrics.has(sample)

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
