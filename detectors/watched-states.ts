import type { Detector } from '../contracts/detector.ts'
import type { Watcher } from './watch.ts'

/**
 * The states of the detectors that watch one thing, a metric or a device, in the order of its watchers: a lookup by name
 * for every value and detector would be felt.
 */
export class WatchedStates<D extends Detector> {
  watchers: readonly Watcher<D>[] = []
  #states: unknown[] = []
  /** As they were stored, until it is known who watches. */
  #stored: Record<string, unknown> | undefined

  constructor(stored: Record<string, unknown> = {}) {
    this.#stored = stored
  }

  /** From now on these watch. A detector that is off, or has another version, loses its state. */
  watch(watchers: readonly Watcher<D>[]): void {
    const states = this.byLabel()
    this.watchers = watchers
    this.#states = watchers.map(({ label }) => states[label])
    this.#stored = undefined
  }

  at(index: number): unknown {
    return this.#states[index]
  }

  set(index: number, state: unknown): void {
    this.#states[index] = state
  }

  byLabel(): Record<string, unknown> {
    if (this.#stored) return this.#stored
    return Object.fromEntries(this.watchers.map(({ label }, i) => [label, this.#states[i]]))
  }
}
