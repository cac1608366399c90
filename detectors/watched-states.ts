import type { Detector, Statement } from '../contracts/detector.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { Watcher } from './watch.ts'

type OnFailure = (detector: string, error: unknown) => void

export interface StoredStates {
  /** Each detector's own state, by name and version. */
  detectors: Record<string, unknown>
  /** Of how many metrics each detector speaks at the moment; absent where all are quiet. */
  open?: Record<string, number>
}

/**
 * The states of the detectors that watch one thing, a metric or a device, in the order of its watchers: a lookup by name
 * for every value and detector would be felt.
 */
export class WatchedStates<D extends Detector> {
  watchers: readonly Watcher<D>[] = []
  #states: unknown[] = []
  /** Of how many metrics each speaks; undefined where all are quiet, as nearly always. */
  #open: number[] | undefined
  /** As they were stored, until it is known who watches. */
  #stored: StoredStates | undefined

  constructor(stored?: StoredStates) {
    this.#stored = stored
  }

  /** From now on these watch. A detector that is off, or has another version, loses its state. */
  watch(watchers: readonly Watcher<D>[]): void {
    const { detectors, open } = this.stored()
    this.watchers = watchers
    // Just as long as they are: a list that grows keeps room for a dozen more.
    this.#states = watchers.map(({ label }) => detectors[label])
    this.#open = open && watchers.map(({ label }) => open[label] ?? 0)
    this.#stored = undefined
  }

  at(index: number): unknown {
    return this.#states[index]
  }

  set(index: number, state: unknown): void {
    this.#states[index] = state
  }

  /** Keeps count of what a detector says. */
  hear(index: number, { phase }: Statement): void {
    this.#open ??= this.watchers.map(() => 0)
    const open = this.#open[index] ?? 0
    if (phase === 'raised') this.#open[index] = open + 1
    if (phase === 'cleared') this.#open[index] = Math.max(0, open - 1)
  }

  /** Whoever looked and found nothing, corrects those who spoke; a repair changes the machine for all. */
  intervene(intervention: Intervention, onFailure: OnFailure): void {
    for (const [i, { detector, config, label }] of this.watchers.entries()) {
      const state = this.#states[i]
      if (state === undefined || (intervention.kind === 'false_alarm' && !this.#open?.[i])) continue
      if (this.#open) this.#open[i] = 0
      this.#states[i] = undefined
      try {
        this.#states[i] = detector.intervene?.(config, state, intervention)
      } catch (error) {
        onFailure(label, error) // it learns anew
      }
    }
  }

  stored(): StoredStates {
    if (this.#stored) return this.#stored
    const detectors: Record<string, unknown> = {}
    const open: Record<string, number> = {}
    for (const [i, { label }] of this.watchers.entries()) {
      if (this.#states[i] !== undefined) detectors[label] = this.#states[i]
      const of = this.#open?.[i]
      if (of) open[label] = of
    }
    return { detectors, ...(Object.keys(open).length > 0 && { open }) }
  }
}
