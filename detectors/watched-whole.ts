import type { DeviceDetector, Quiet, Regime, Statement } from '../contracts/detector.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { EquipmentClass } from '../contracts/registry.ts'
import type { DeviceState } from './engine-state.ts'
import { type RegimeModel, UNKNOWN_REGIME } from './regimes.ts'
import type { Held } from './reorder.ts'
import type { Watcher } from './watch.ts'
import type { SeriesListener } from './watched-series.ts'
import { WatchedStates } from './watched-states.ts'

/** A device as a whole: its regime, and the detectors that see all its metrics together. */
export class WatchedWhole {
  regime: Regime = UNKNOWN_REGIME
  readonly #model: RegimeModel
  readonly #states: WatchedStates<DeviceDetector>
  readonly #listener: SeriesListener
  #regimeState: unknown
  #class: EquipmentClass | undefined
  /** Event time of the newest sample that was stepped. */
  #observedAtMs: number

  constructor(model: RegimeModel, listener: SeriesListener, state?: DeviceState) {
    this.#model = model
    this.#listener = listener
    this.#states = new WatchedStates(state)
    this.#observedAtMs = state?.steppedAtMs ?? Number.MIN_SAFE_INTEGER
    if (state?.regime?.version !== model.version) return
    this.#regimeState = state.regime.state
    this.regime = state.regime.regime
  }

  watch(equipmentClass: EquipmentClass, watchers: readonly Watcher<DeviceDetector>[]): void {
    this.#class = equipmentClass
    this.#states.watch(watchers)
  }

  stepRegime({ observedAtMs, values }: Held): void {
    if (!this.#class || observedAtMs <= this.#observedAtMs) return
    try {
      const [state, regime] = this.#model.step(this.#regimeState, { observedAtMs, values }, this.#class)
      this.#regimeState = state
      this.regime = regime
    } catch (error) {
      this.#listener.onFailure(`regimes@${this.#model.version}`, error)
    }
  }

  stepDetectors({ observedAtMs, receivedAtMs, values }: Held): void {
    if (observedAtMs <= this.#observedAtMs) return
    this.#observedAtMs = observedAtMs
    const observation = { observedAtMs, receivedAtMs, values, regime: this.regime }
    this.#each((watcher, state, equipmentClass) =>
      watcher.detector.step(watcher.config, state, observation, equipmentClass),
    )
  }

  /** Nothing is heard of it. Answers whether a detector has another state now. */
  stepQuiet(quiet: Quiet): boolean {
    let isChanged = false
    this.#each(({ detector, config }, state, equipmentClass) => {
      const stepped = detector.quiet?.(config, state, quiet, equipmentClass)
      isChanged ||= stepped !== undefined && (stepped[0] !== state || stepped[1].length > 0)
      return stepped
    })
    return isChanged
  }

  intervene(intervention: Intervention): void {
    this.#states.intervene(intervention, (label, error) => this.#listener.onFailure(label, error))
  }

  stored(): Pick<DeviceState, 'steppedAtMs' | 'regime' | 'detectors' | 'open'> {
    const { version } = this.#model
    const { regime } = this
    return {
      steppedAtMs: this.#observedAtMs,
      ...(this.#regimeState != null && { regime: { version, state: this.#regimeState, regime } }),
      ...this.#states.stored(),
    }
  }

  #each(
    step: (
      watcher: Watcher<DeviceDetector>,
      state: unknown,
      equipmentClass: EquipmentClass,
    ) => [unknown, Statement[]] | undefined,
  ): void {
    const { watchers } = this.#states
    if (!this.#class) return
    for (let i = 0; i < watchers.length; i++) {
      const watcher = watchers[i]
      if (!watcher) continue
      try {
        const stepped = step(watcher, this.#states.at(i), this.#class)
        if (!stepped) continue
        for (const statement of stepped[1]) {
          this.#states.hear(i, statement)
          this.#listener.onStatement(watcher, statement)
        }
        this.#states.set(i, stepped[0])
      } catch (error) {
        this.#listener.onFailure(watcher.label, error)
      }
    }
  }
}
