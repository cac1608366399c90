import { createHash } from 'node:crypto'
import type { Detector, Statement } from '../contracts/detector.ts'
import type { Finding } from '../contracts/finding.ts'
import { type AssetRegistry, type EquipmentClass, type Metric, metricOf } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { SeriesState, StoredSeries } from './engine-state.ts'

/** The chart of a finding shows so many values before it. */
const EVIDENCE_VALUES = 120

interface Watcher {
  detector: Detector
  label: string
  config: unknown
}

interface Series {
  state: SeriesState
  /** The class that `metric` and `watchers` belong to; another one (edited or moved) means looking again. */
  class: EquipmentClass
  metric: Metric | undefined
  watchers: Watcher[]
}

type Step = { outcome: 'stepped'; findings: Finding[] } | { outcome: 'late' } | { outcome: 'unwatched' }

/** All series in memory: about 10 kB each, so 100,000 of them need 1 GB. */
export class SeriesTable {
  readonly #registry: AssetRegistry
  readonly #detectors: readonly Detector[]
  readonly #stored = new Map<string, StoredSeries>()
  readonly #series = new Map<string, Series>()
  readonly #changed = new Set<string>()

  constructor(registry: AssetRegistry, detectors: readonly Detector[], states: readonly StoredSeries[]) {
    this.#registry = registry
    this.#detectors = detectors
    for (const stored of states) this.#stored.set(keyOf(stored.device, stored.metric), stored)
  }

  get size(): number {
    return this.#stored.size
  }

  /** Steps one value of a sample through every detector of its series. */
  step(sample: Sample, metricKey: string, value: number): Step {
    const series = this.#seriesOf(sample.device, metricKey)
    if (!series?.metric) return { outcome: 'unwatched' }
    const { state, metric } = series
    const { observedAtMs } = sample
    if (observedAtMs <= state.observedAtMs) return { outcome: 'late' }
    state.observedAtMs = observedAtMs
    state.recent.push([observedAtMs, value])
    if (state.recent.length > EVIDENCE_VALUES) state.recent.shift()
    const findings: Finding[] = []
    for (const { detector, label, config } of series.watchers) {
      const [next, statements] = detector.step(
        config,
        state.detectors[label],
        { observedAtMs, value },
        metric,
      )
      state.detectors[label] = next
      for (const said of statements) findings.push(findingOf({ sample, metric, value, label, said, state }))
    }
    this.#changed.add(keyOf(sample.device, metricKey))
    return { outcome: 'stepped', findings }
  }

  /** What has changed since the last call of `saved`. */
  changed(): StoredSeries[] {
    return [...this.#changed].flatMap(key => this.#stored.get(key) ?? [])
  }

  saved(): void {
    this.#changed.clear()
  }

  #seriesOf(device: string, metricKey: string): Series | undefined {
    const equipmentClass = this.#registry.device(device)?.class
    if (!equipmentClass) return undefined // the device was removed after its sample was decoded
    const key = keyOf(device, metricKey)
    const known = this.#series.get(key)
    if (known?.class === equipmentClass) return known
    const metric = metricOf(equipmentClass, metricKey)
    const series: Series = {
      state: known?.state ?? this.#stateOf(device, metricKey),
      class: equipmentClass,
      metric,
      watchers: metric ? this.#watchersOf(metric) : [],
    }
    this.#series.set(key, series)
    return series
  }

  #stateOf(device: string, metric: string): SeriesState {
    const key = keyOf(device, metric)
    const stored = this.#stored.get(key)
    if (stored) return stored.state
    const state: SeriesState = { observedAtMs: Number.MIN_SAFE_INTEGER, recent: [], detectors: {} }
    this.#stored.set(key, { device, metric, state })
    return state
  }

  #watchersOf(metric: Metric): Watcher[] {
    return this.#detectors.flatMap(detector => {
      const config = detector.configure(metric)
      return config === undefined ? [] : [{ detector, label: `${detector.name}@${detector.version}`, config }]
    })
  }
}

function findingOf(from: {
  sample: Sample
  metric: Metric
  value: number
  label: string
  said: Statement
  state: SeriesState
}): Finding {
  const { sample, metric, value, label, said, state } = from
  const { site, asset, device, observedAtMs, receivedAtMs } = sample
  const { expected, limit, ...statement } = said
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
      value,
      ...(expected && { expected }),
      ...(limit !== undefined && { limit }),
      series: state.recent.map(([atMs, past]) => [atMs, past]),
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
