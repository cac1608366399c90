import type { MetricDetector, Regime, Statement } from '../../contracts/detector.ts'
import type { Metric } from '../../contracts/registry.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { configOf } from '../watch.ts'
import type { Signal } from './signals.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2024, 0, 1)

/** A detector over signals, one after the other; time goes on from one to the next. */
export class Timeline {
  readonly #detector: MetricDetector
  readonly #metric: Metric
  readonly #config: Record<string, unknown>
  state: unknown
  nowMs = START_MS

  constructor(detector: MetricDetector, metric: Metric) {
    const configured = detector.configure(metric)
    if (configured === undefined) throw new Error(`${detector.name} does not watch ${metric.key}`)
    this.#detector = detector
    this.#metric = metric
    this.#config = configOf(detector.config, Object(configured)).config ?? {}
  }

  /** Answers what it says in this time: `+1.5 h raised minor`, from the beginning of the signal on. */
  take(signal: Signal, span: { days: number; stepMs?: number; regime?: Regime }): string[] {
    const { stepMs = MINUTE_MS, regime = UNKNOWN_REGIME } = span
    const fromMs = this.nowMs
    const said: string[] = []
    for (; this.nowMs < fromMs + span.days * DAY_MS; this.nowMs += stepMs) {
      const observation = { observedAtMs: this.nowMs, value: signal(this.nowMs), regime }
      const [state, statements] = this.#detector.step(this.#config, this.state, observation, this.#metric)
      this.state = state
      for (const statement of statements) {
        this.last = statement
        if (statement.phase === 'continuing') continue
        const hours = ((this.nowMs - fromMs) / HOUR_MS).toFixed(1)
        said.push(`+${hours} h ${statement.phase} ${statement.severity}`)
      }
    }
    return said
  }

  /** The last statement. */
  last: Statement | undefined

  /** Saved, loaded, and worked on. */
  intervene(kind: 'repaired' | 'false_alarm'): this {
    const state = JSON.parse(JSON.stringify(this.state))
    const intervention = { asset: 'a', kind, atMs: this.nowMs, ticket: 1 }
    this.state = this.#detector.intervene?.(this.#config, state, intervention)
    return this
  }
}
