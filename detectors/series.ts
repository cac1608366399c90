import { createHash } from 'node:crypto'
import type { Detector, Statement } from '../contracts/detector.ts'
import type { Finding } from '../contracts/finding.ts'
import { type AssetRegistry, type EquipmentClass, type Metric, metricOf } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { SeriesState, StoredSeries } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import { Recent } from './recent.ts'

/**
 * A device may invent metric names where its class takes any, and each costs about 10 kB for ever. A class lists 200
 * at most, so this is for machines with hundreds of sensors behind one device, and 5 MB for one that is out of order.
 */
export const MAX_SERIES_PER_DEVICE = 500
/** Clocks of devices are off by seconds, of bad ones by minutes. */
const AHEAD_MS = 10 * 60_000

interface Watcher {
  detector: Detector
  label: string
  config: unknown
}

/** A `SeriesState` at work. */
interface LiveState extends Omit<SeriesState, 'recent'> {
  recent: Recent
}

interface LiveSeries {
  device: string
  metric: string
  state: LiveState
}

interface Series {
  state: LiveState
  /** The class that `metric` and `watchers` belong to; another one (edited or moved) means looking again. */
  class: EquipmentClass
  metric: Metric
  watchers: Watcher[]
}

type Step =
  | { outcome: 'stepped'; findings: Finding[] }
  /** Not newer than the newest value of the series. */
  | { outcome: 'late' }
  /** Alone in the future. */
  | { outcome: 'early' }
  /** The device has `MAX_SERIES_PER_DEVICE` other series. */
  | { outcome: 'excess' }
  /** The device or its class does not know the metric any more. */
  | { outcome: 'unwatched' }

interface TableOptions {
  registry: AssetRegistry
  detectors: readonly Detector[]
  states: readonly StoredSeries[]
  onFailure(failure: Failure): void
}

/** All series in memory: about 10 kB each, so 100,000 of them need 1 GB. */
export class SeriesTable {
  readonly #options: TableOptions
  readonly #live = new Map<string, LiveSeries>()
  readonly #series = new Map<string, Series>()
  readonly #seriesOfDevice = new Map<string, number>()
  readonly #changed = new Set<string>()

  constructor(options: TableOptions) {
    this.#options = options
    for (const { device, metric, state } of options.states) {
      this.#add({ device, metric, state: { ...state, recent: new Recent(state.recent) } })
    }
  }

  get size(): number {
    return this.#live.size
  }

  /** Steps one value of a sample through every detector of its series. */
  step(sample: Sample, metricKey: string, value: number): Step {
    const series = this.#seriesOf(sample.device, metricKey)
    if (typeof series === 'string') return { outcome: series }
    const { state, metric } = series
    const { device, observedAtMs, receivedAtMs } = sample
    // One reading from the future would make all that follow late, for as long as it is ahead: a clock that jumped.
    // Two in a row are a clock that is wrong, or a time-lapse, and are taken at their word.
    const isAhead = observedAtMs > receivedAtMs + AHEAD_MS
    if (isAhead !== (state.isAhead ?? false)) {
      state.isAhead = isAhead
      this.#changed.add(keyOf(device, metricKey))
      if (isAhead) return { outcome: 'early' }
    }
    if (observedAtMs <= state.observedAtMs) return { outcome: 'late' }
    state.observedAtMs = observedAtMs
    state.recent.push(observedAtMs, value)
    const findings: Finding[] = []
    for (const { detector, label, config } of series.watchers) {
      try {
        const [next, statements] = detector.step(
          config,
          state.detectors[label],
          { observedAtMs, value },
          metric,
        )
        for (const said of statements) findings.push(findingOf({ sample, metric, value, label, said, state }))
        state.detectors[label] = next
      } catch (error) {
        // Its state is not replaced. A detector that reuses the object may have changed a part of it before it threw:
        // the same part at every replay, so that the findings stay the same too.
        this.#options.onFailure({ detector: label, device, metric: metricKey, error })
      }
    }
    this.#changed.add(keyOf(device, metricKey))
    return { outcome: 'stepped', findings }
  }

  /** What has changed since the last call of `saved`. Each state is made when it is read: all at once are large. */
  changed(): StoredSeries[] {
    return [...this.#changed].flatMap(key => this.#live.get(key) ?? []).map(storedOf)
  }

  saved(): void {
    this.#changed.clear()
  }

  #seriesOf(device: string, metricKey: string): Series | 'excess' | 'unwatched' {
    const equipmentClass = this.#options.registry.device(device)?.class
    if (!equipmentClass) return 'unwatched' // the device was removed after its sample was decoded
    const key = keyOf(device, metricKey)
    const known = this.#series.get(key)
    if (known?.class === equipmentClass) return known
    const metric = metricOf(equipmentClass, metricKey)
    if (!metric) return 'unwatched'
    const state = this.#stateOf(device, metricKey)
    if (!state) return 'excess'
    const series: Series = {
      state,
      class: equipmentClass,
      metric,
      watchers: this.#watchersOf(device, metric),
    }
    this.#series.set(key, series)
    return series
  }

  /** Undefined when the device has too many already; counted in the order of the log, so the same in every replay. */
  #stateOf(device: string, metric: string): LiveState | undefined {
    const known = this.#live.get(keyOf(device, metric))
    if (known) return known.state
    if ((this.#seriesOfDevice.get(device) ?? 0) >= MAX_SERIES_PER_DEVICE) return undefined
    const state: LiveState = { observedAtMs: Number.MIN_SAFE_INTEGER, recent: new Recent(), detectors: {} }
    this.#add({ device, metric, state })
    return state
  }

  #add(live: LiveSeries): void {
    const { device, metric } = live
    this.#live.set(keyOf(device, metric), live)
    this.#seriesOfDevice.set(device, (this.#seriesOfDevice.get(device) ?? 0) + 1)
  }

  #watchersOf(device: string, metric: Metric): Watcher[] {
    return this.#options.detectors.flatMap(detector => {
      const label = `${detector.name}@${detector.version}`
      try {
        const config = detector.configure(metric)
        return config === undefined ? [] : [{ detector, label, config }]
      } catch (error) {
        this.#options.onFailure({ detector: label, device, metric: metric.key, error })
        return []
      }
    })
  }
}

function storedOf({ device, metric, state }: LiveSeries): StoredSeries {
  return {
    device,
    metric,
    get state() {
      return { ...state, recent: state.recent.pairs() }
    },
  }
}

function findingOf(from: {
  sample: Sample
  metric: Metric
  value: number
  label: string
  said: Statement
  state: LiveState
}): Finding {
  const { sample, metric, value, label, said, state } = from
  const { site, asset, device, observedAtMs, receivedAtMs } = sample
  const { value: judged = value, expected, limit, ...statement } = said
  return {
    id: idOf([label, device, metric.key, said.phase, said.sinceMs, observedAtMs]),
    detector: label,
    site,
    asset,
    device,
    metric: metric.key,
    unit: metric.unit,
    faultKey: metric.key,
    ...statement,
    observedAtMs,
    receivedAtMs,
    evidence: {
      value: judged,
      ...(expected && { expected }),
      ...(limit !== undefined && { limit }),
      series: state.recent.pairs(),
    },
  }
}

/** The same log gives the same id, so that a finding delivered twice is stored once. */
function idOf(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** A space is in neither part. */
function keyOf(device: string, metric: string): string {
  return `${device} ${metric}`
}
