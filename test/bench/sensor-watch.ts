import type { DeviceDetector, MetricDetector, Regime, Statement } from '../../contracts/detector.ts'
import type { EquipmentClass, Metric } from '../../contracts/registry.ts'
import { detectors } from '../../detectors/index.ts'
import { regimes } from '../../detectors/regimes/regimes.ts'
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

/** Others have benches of their own. */
const HERE = new Set('limit zones rate stuck clipped spike unit drift missing'.split(' '))

/** All small detectors over the samples of one device, as the engine steps them. */
export class SensorWatch {
  readonly #class: EquipmentClass
  readonly #watchers = new Map<string, Watcher[]>()
  readonly #devices: { detector: DeviceDetector; config: unknown; state: unknown }[]
  readonly #hasRegimes: boolean
  #regimes: ReturnType<typeof regimes.step>[0] | undefined
  #newestMs = Number.NEGATIVE_INFINITY

  /** `hasRegimes`: not, as where nothing tells how a machine is run. */
  constructor(equipmentClass: EquipmentClass, hasRegimes: boolean) {
    this.#class = equipmentClass
    this.#hasRegimes = hasRegimes
    for (const metric of equipmentClass.metrics) {
      const watchers = detectors.flatMap(({ detector }) => {
        if (detector.scope !== 'metric' || !HERE.has(detector.name)) return []
        const config = detector.configure(metric)
        return config === undefined ? [] : [{ metric, detector, config, state: undefined }]
      })
      this.#watchers.set(metric.key, watchers)
    }
    this.#devices = detectors.flatMap(({ detector }) =>
      detector.scope !== 'device' || !HERE.has(detector.name)
        ? []
        : [{ detector, config: detector.configure(equipmentClass), state: undefined }],
    )
  }

  step({ ts, values }: DeviceSample): Said[] {
    if (ts <= this.#newestMs) return [] // late, or twice
    this.#newestMs = ts
    const said: Said[] = []
    const regime = this.#regimeOf({ observedAtMs: ts, values })
    for (const [key, watchers] of this.#watchers) {
      const value = values[key]
      if (value === undefined) continue
      const observation = { observedAtMs: ts, value, regime }
      for (const watcher of watchers) {
        const { detector, config, metric } = watcher
        const [state, statements] = detector.step(config, watcher.state, observation, metric)
        watcher.state = state
        for (const statement of statements) said.push({ metric: key, detector: detector.name, statement })
      }
    }
    for (const each of this.#devices) {
      const { detector, config } = each
      const observation = { observedAtMs: ts, values, regime }
      const [state, statements] = detector.step(config, each.state, observation, this.#class)
      each.state = state
      for (const statement of statements)
        said.push({ metric: statement.metric ?? '', detector: detector.name, statement })
    }
    return said
  }

  #regimeOf(sample: { observedAtMs: number; values: Record<string, number> }): Regime {
    if (!this.#hasRegimes) return UNKNOWN_REGIME
    const [state, regime] = regimes.step(this.#regimes, sample, this.#class)
    this.#regimes = state
    return regime
  }

  /** Of the largest series: all its states as JSON. */
  bytes(): number {
    const sizes = [...this.#watchers.values()].map(watchers =>
      watchers.reduce((sum, { state }) => sum + JSON.stringify(state ?? null).length, 0),
    )
    return Math.max(...sizes)
  }
}
