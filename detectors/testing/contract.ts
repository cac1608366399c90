import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import type { Metric } from '../../contracts/registry.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'

/** What a detector may keep for a series, as JSON: 100,000 series are to fit into one process. */
const MAX_STATE_BYTES = 16_384
const RUNS = { numRuns: 30, seed: 20_131_202 }

/** What every detector owes the engine, for a metric it watches. */
export function describeDetectorContract(detector: MetricDetector, metric: Metric): void {
  describe(`contract of ${detector.name}@${detector.version}`, () => {
    const config = detector.configure(metric)

    it('watches the metric of its sample', () => expect(config).toBeDefined())

    it('gives the same answer for the same input', () => {
      fc.assert(
        fc.property(series(), observations => {
          expect(run(detector, config, metric, observations)).toEqual(
            run(detector, config, metric, observations),
          )
        }),
        RUNS,
      )
    })

    it('saved as JSON and loaded at every sample is as if it had never stopped', () => {
      fc.assert(
        fc.property(series(), observations => {
          const saved = run(detector, config, metric, observations, state =>
            JSON.parse(JSON.stringify(state)),
          )
          expect(saved).toEqual(run(detector, config, metric, observations))
        }),
        RUNS,
      )
    })

    it('keeps a bounded state and speaks in finite numbers and ordered times', () => {
      fc.assert(
        fc.property(series(), observations => {
          let largest = 0
          const { statements } = run(detector, config, metric, observations, state => {
            largest = Math.max(largest, JSON.stringify(state).length)
            return state
          })
          expect(largest).toBeLessThan(MAX_STATE_BYTES)
          for (const { statement, observedAtMs } of statements) {
            expect(statement.sinceMs).toBeLessThanOrEqual(observedAtMs)
            expect(Number.isInteger(statement.sinceMs)).toBe(true)
            expect(JSON.stringify(statement)).not.toMatch(/null|NaN|Infinity/)
            for (const words of Object.values(statement.explanation)) expect(words).not.toBe('')
          }
        }),
        RUNS,
      )
    })

    it('raises, continues and clears in this order', () => {
      fc.assert(
        fc.property(series(), observations => {
          let open = false
          for (const { statement } of run(detector, config, metric, observations).statements) {
            expect(statement.phase === 'raised').toBe(!open)
            open = statement.phase !== 'cleared'
          }
        }),
        RUNS,
      )
    })

    it('never speaks of a series that does not move within its limits', () => {
      const value = ((metric.limits?.low ?? 0) + (metric.limits?.high ?? 0)) / 2
      const observations = Array.from({ length: 3000 }, (_, i) => ({
        ...{ observedAtMs: i * 60_000, value, regime: UNKNOWN_REGIME },
      }))
      expect(run(detector, config, metric, observations).statements).toEqual([])
    })
  })
}

interface Spoken {
  observedAtMs: number
  statement: Statement
}

function run(
  detector: MetricDetector,
  config: unknown,
  metric: Metric,
  observations: readonly Observation[],
  between: (state: unknown) => unknown = state => state,
): { statements: Spoken[]; state: unknown } {
  const statements: Spoken[] = []
  let state: unknown
  for (const observation of observations) {
    const [next, said] = detector.step(config, state, observation, metric)
    state = between(next)
    for (const statement of said) statements.push({ observedAtMs: observation.observedAtMs, statement })
  }
  return { statements, state: JSON.parse(JSON.stringify(state ?? null)) }
}

/** Stretches of unlike behaviour, with gaps between them: noise, constants, ramps, quanta, huge and tiny values. */
function series(): fc.Arbitrary<Observation[]> {
  const level = fc.oneof(
    fc.double({ min: -200, max: 200, noNaN: true }),
    fc.constantFrom(0, -0, 1e-300, 5e-324, 1e6, -1e15, 1.7e308, -1.7e308),
  )
  const stretch = fc.record({
    kind: fc.constantFrom('noise', 'constant', 'ramp', 'quantised', 'alternating'),
    level,
    spread: fc.constantFrom(0.01, 1, 50),
    samples: fc.integer({ min: 1, max: 700 }),
    stepMs: fc.constantFrom(1, 1000, 60_000, 300_000, 3_600_000),
    gapMs: fc.constantFrom(1, 60_000, 86_400_000, 90 * 86_400_000),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  return fc.array(stretch, { minLength: 1, maxLength: 5 }).map(stretches => {
    const observations: Observation[] = []
    let observedAtMs = Date.UTC(2024, 0, 1)
    for (const { kind, level, spread, samples, stepMs, gapMs, seed } of stretches) {
      observedAtMs += gapMs
      const shape = shapes[kind] ?? (() => 0)
      let random = seed
      for (let i = 0; i < samples; i++) {
        random = (random * 48_271) % 2_147_483_647
        observedAtMs += stepMs
        const value = level + spread * shape(i, random / 2_147_483_647)
        observations.push({
          observedAtMs,
          value: Math.max(-1.79e308, Math.min(1.79e308, value)),
          regime: UNKNOWN_REGIME,
        })
      }
    }
    return observations
  })
}

const shapes: Record<string, (index: number, random: number) => number> = {
  noise: (_, random) => random - 0.5,
  constant: () => 0,
  ramp: index => index / 100,
  quantised: (_, random) => Math.round(random * 3),
  alternating: index => (index % 2 === 0 ? 1 : -1) * 1e3,
}
