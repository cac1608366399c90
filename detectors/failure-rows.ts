import type { EquipmentClass } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { FailureRecord } from './failure-record.ts'
import { regimes } from './regimes/regimes.ts'

/** A row a minute is more than a life of weeks needs. */
const LEAST_APART_MS = 60_000
/** A value that is older than this is not known any more. */
const HELD_MS = 3_600_000
/** A metric that is there for less than this share of the samples is left out. */
const OFTEN = 0.5

/** Puts together how a machine ran until it failed, from its samples by time: while it was at work, as the detectors see it. */
export class FailureRows {
  readonly #class: EquipmentClass
  readonly #rows: { atMs: number; values: Map<string, number> }[] = []
  readonly #newest = new Map<string, { value: number; atMs: number }>()
  readonly #counts = new Map<string, number>()
  #state: Parameters<typeof regimes.step>[0]

  constructor(equipmentClass: EquipmentClass) {
    this.#class = equipmentClass
  }

  take({ observedAtMs, values }: Pick<Sample, 'observedAtMs' | 'values'>): void {
    const [state, regime] = regimes.step(this.#state, { observedAtMs, values }, this.#class)
    this.#state = state
    for (const [metric, value] of Object.entries(values))
      this.#newest.set(metric, { value, atMs: observedAtMs })
    if (regime.name === 'off' || regime.name === 'idle' || !regime.settled) return
    if (observedAtMs - (this.#rows.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) < LEAST_APART_MS) return
    const held = new Map<string, number>()
    for (const [metric, { value, atMs }] of this.#newest) {
      if (observedAtMs - atMs > HELD_MS) continue
      held.set(metric, value)
      this.#counts.set(metric, (this.#counts.get(metric) ?? 0) + 1)
    }
    this.#rows.push({ atMs: observedAtMs, values: held })
  }

  record(about: { id: string; failedAtMs: number; mode?: string }): FailureRecord {
    const { failedAtMs, ...known } = about
    const most = Math.max(0, ...this.#counts.values())
    const metrics = [...this.#counts]
      .flatMap(([metric, count]) => (count >= OFTEN * most ? [metric] : []))
      .sort()
    const rows = this.#rows.flatMap(({ atMs, values }) => {
      if (atMs > failedAtMs || !metrics.every(metric => values.has(metric))) return []
      return [[failedAtMs - atMs, ...metrics.map(metric => values.get(metric) ?? 0)]]
    })
    return { ...known, metrics, rows }
  }
}
