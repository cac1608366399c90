import type { DeviceDetector, MetricDetector, Statement } from '../../contracts/detector.ts'
import type { EquipmentClass, Metric } from '../../contracts/registry.ts'
import { detectors } from '../../detectors/index.ts'
import { UNKNOWN_REGIME } from '../../detectors/regimes.ts'
import type { DeviceSample } from '../../simulators/sample.ts'

interface Said {
  metric: string
  detector: string
  statement: Statement
}

interface Watcher {
  metric: Metric
  detector: MetricDetector
  config: unknown
  state: unknown
}

/** Judged elsewhere, or much slower than the rest. */
const NOT_HERE = new Set(['band', 'health', 'silent', 'spectrum'])

/** All small detectors over the samples of one device, without regimes: as where nothing tells how it is run. */
export class SensorWatch {
  readonly #class: EquipmentClass
  readonly #watchers = new Map<string, Watcher[]>()
  readonly #devices: { detector: DeviceDetector; config: unknown; state: unknown }[]
  #newestMs = Number.NEGATIVE_INFINITY

  constructor(equipmentClass: EquipmentClass) {
    this.#class = equipmentClass
    for (const metric of equipmentClass.metrics) {
      const watchers = detectors.flatMap(({ detector }) => {
        if (detector.scope !== 'metric' || NOT_HERE.has(detector.name)) return []
        const config = detector.configure(metric)
        return config === undefined ? [] : [{ metric, detector, config, state: undefined }]
      })
      this.#watchers.set(metric.key, watchers)
    }
    this.#devices = detectors.flatMap(({ detector }) =>
      detector.scope !== 'device' || NOT_HERE.has(detector.name)
        ? []
        : [{ detector, config: detector.configure(equipmentClass), state: undefined }],
    )
  }

  step({ ts, values }: DeviceSample): Said[] {
    if (ts <= this.#newestMs) return [] // late, or twice
    this.#newestMs = ts
    const said: Said[] = []
    for (const [key, watchers] of this.#watchers) {
      const value = values[key]
      if (value === undefined) continue
      const observation = { observedAtMs: ts, value, regime: UNKNOWN_REGIME }
      for (const watcher of watchers) {
        const { detector, config, metric } = watcher
        const [state, statements] = detector.step(config, watcher.state, observation, metric)
        watcher.state = state
        for (const statement of statements) said.push({ metric: key, detector: detector.name, statement })
      }
    }
    for (const each of this.#devices) {
      const { detector, config } = each
      const observation = { observedAtMs: ts, values, regime: UNKNOWN_REGIME }
      const [state, statements] = detector.step(config, each.state, observation, this.#class)
      each.state = state
      for (const statement of statements)
        said.push({ metric: statement.metric ?? '', detector: detector.name, statement })
    }
    return said
  }

  /** Of the largest series: all its states as JSON. */
  bytes(): number {
    const sizes = [...this.#watchers.values()].map(watchers =>
      watchers.reduce((sum, { state }) => sum + JSON.stringify(state ?? null).length, 0),
    )
    return Math.max(...sizes)
  }
}
