import { createHash } from 'node:crypto'
import type { MetricDetector, Statement } from '../contracts/detector.ts'
import type { Finding } from '../contracts/finding.ts'
import { type AssetRegistry, type EquipmentClass, type Metric, metricOf } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { SeriesState, StoredSeries } from './engine-state.ts'
import type { Failure } from './failure-log.ts'
import { Recent } from './recent.ts'
import { UNKNOWN_REGIME } from './regimes.ts'

/**
 * A device may invent metric names where its class takes any, and each costs about 10 kB for ever. A class lists 200
 * at most, so this is for machines with hundreds of sensors behind one device, and 5 MB for one that is out of order.
 */
export const MAX_SERIES_PER_DEVICE = 500
/** Clocks of devices are off by seconds, of bad ones by minutes. */
const AHEAD_MS = 10 * 60_000

interface Watcher {
  detector: MetricDetector
  label: string
  config: unknown
}

/** A `SeriesState` at work. */
interface LiveState extends Omit<SeriesState, 'recent'> {
  recent: Recent
}

interface Series {
  device: string
  metric: string
  state: LiveState
  /** Undefined until the first value after the start. */
  watched: Watched | undefined
}

interface Watched {
  /** The class that `metric` and `watchers` belong to; another one (edited or moved) means looking again. */
  class: EquipmentClass
  metric: Metric
  watchers: Watcher[]
}

type WatchedSeries = Series & { watched: Watched }

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
  detectors: readonly MetricDetector[]
  states: readonly StoredSeries[]
  onFailure(failure: Failure): void
}

/** All series in memory: about 10 kB each, so 100,000 of them need 1 GB. */
export class SeriesTable {
  readonly #options: TableOptions
  /** By device, then by metric: a key made of both would have to be put together and hashed for every value. */
  readonly #series = new Map<string, Map<string, Series>>()
  readonly #changed = new Set<Series>()
  #size = 0

  constructor(options: TableOptions) {
    this.#options = options
    for (const { device, metric, state } of options.states) {
      this.#add(device, metric, { ...state, recent: new Recent(state.recent) })
    }
  }

  get size(): number {
    return this.#size
  }

  /** Steps one value of a sample through every detector of its series. */
  step(sample: Sample, metricKey: string, value: number): Step {
    const series = this.#seriesOf(sample.device, metricKey)
    if (typeof series === 'string') return { outcome: series }
    const { state } = series
    const { metric, watchers } = series.watched
    const { device, observedAtMs, receivedAtMs } = sample
    // One reading from the future would make all that follow late, for as long as it is ahead: a clock that jumped.
    // Two in a row are a clock that is wrong, or a time-lapse, and are taken at their word.
    const isAhead = observedAtMs > receivedAtMs + AHEAD_MS
    if (isAhead !== (state.isAhead ?? false)) {
      state.isAhead = isAhead
      this.#changed.add(series)
      if (isAhead) return { outcome: 'early' }
    }
    if (observedAtMs <= state.observedAtMs) return { outcome: 'late' }
    state.observedAtMs = observedAtMs
    state.recent.push(observedAtMs, value)
    const findings: Finding[] = []
    for (const { detector, label, config } of watchers) {
      try {
        const [next, statements] = detector.step(
          config,
          state.detectors[label],
          { observedAtMs, value, regime: UNKNOWN_REGIME },
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
    this.#changed.add(series)
    return { outcome: 'stepped', findings }
  }

  /** What has changed since the last call of `saved`. Each state is made when it is read: all at once are large. */
  changed(): StoredSeries[] {
    return Array.from(this.#changed, storedOf)
  }

  saved(): void {
    this.#changed.clear()
  }

  #seriesOf(device: string, metricKey: string): WatchedSeries | 'excess' | 'unwatched' {
    const equipmentClass = this.#options.registry.device(device)?.class
    if (!equipmentClass) return 'unwatched' // the device was removed after its sample was decoded
    const known = this.#series.get(device)?.get(metricKey)
    if (known && isWatchedAs(equipmentClass, known)) return known
    const metric = metricOf(equipmentClass, metricKey)
    if (!metric) return 'unwatched'
    const series = known ?? this.#addNew(device, metricKey)
    if (!series) return 'excess'
    const watched = { class: equipmentClass, metric, watchers: this.#watchersOf(device, metric) }
    return Object.assign(series, { watched })
  }

  /** Undefined when the device has too many already; counted in the order of the log, so the same in every replay. */
  #addNew(device: string, metric: string): Series | undefined {
    if ((this.#series.get(device)?.size ?? 0) >= MAX_SERIES_PER_DEVICE) return undefined
    const state = { observedAtMs: Number.MIN_SAFE_INTEGER, recent: new Recent(), detectors: {} }
    return this.#add(device, metric, state)
  }

  #add(device: string, metric: string, state: LiveState): Series {
    const series = { device, metric, state, watched: undefined }
    const ofDevice = this.#series.get(device) ?? new Map<string, Series>()
    this.#series.set(device, ofDevice.set(metric, series))
    this.#size++
    return series
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

function isWatchedAs(equipmentClass: EquipmentClass, series: Series): series is WatchedSeries {
  return series.watched?.class === equipmentClass
}

function storedOf({ device, metric, state }: Series): StoredSeries {
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
  const { value: judged = value, expected, limit, phase, severity, sinceMs, explanation } = said
  return {
    id: idOf([label, device, metric.key, said.phase, said.sinceMs, observedAtMs]),
    detector: label,
    site,
    asset,
    device,
    metric: metric.key,
    unit: metric.unit,
    faultKey: metric.key,
    ...{ phase, severity, sinceMs },
    explanation: `${explanation.en} (rule ${label})`,
    translations: { zh: `${explanation.zh}（规则 ${label}）` },
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
