import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Statement } from '../../contracts/detector.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import type { Driver } from './driver.ts'

/** What a detector may keep of one metric, or of one device, as JSON: 100,000 series are to fit into one process. */
const MAX_STATE_BYTES = 65_536
const RUNS = { numRuns: 30, seed: 20_131_202 }
/** The test of a state that grows slowly; `test/bench/detection.ts` has ten million. */
const MANY_SAMPLES = 100_000

type Observed = Parameters<Driver['step']>[1]

/** What every detector owes the engine, for what it watches. */
export function describeDetectorContract(driver: Driver): void {
  describe(`contract of ${driver.name}`, () => {
    const holdsFor = (check: (observations: Observed[]) => void) =>
      fc.assert(
        fc.property(driver.histories(), observations => {
          check(observations)
        }),
        RUNS,
      )

    it('watches what its sample shows', () => expect(driver.config).toBeDefined())

    it('gives the same answer for the same input', () =>
      holdsFor(observations => expect(run(driver, observations)).toEqual(run(driver, observations))))

    it('saved as JSON and loaded at every sample is as if it had never stopped', () =>
      holdsFor(observations => {
        const saved = run(driver, observations, state => JSON.parse(JSON.stringify(state)))
        expect(saved).toEqual(run(driver, observations))
      }))

    it('keeps a bounded state and speaks in finite numbers and ordered times', () =>
      holdsFor(observations => {
        let largest = 0
        const { spoken } = run(driver, observations, state => {
          largest = Math.max(largest, JSON.stringify(state).length)
          return state
        })
        expect(largest).toBeLessThan(MAX_STATE_BYTES)
        for (const { statement, observedAtMs } of spoken) expectSound(statement, observedAtMs)
      }))

    it('raises, continues and clears in this order, one at a time of each metric', () =>
      holdsFor(observations => expectOrder(run(driver, observations).spoken)))

    it('has nothing open after somebody has worked on the machine', () =>
      holdsFor(observations => {
        const half = observations.length >> 1
        for (const kind of ['repaired', 'false_alarm'] as const) {
          const before = run(driver, observations.slice(0, half)).state
          if (before === null) continue
          const atMs = observations[half]?.observedAtMs ?? 0
          const state = driver.intervene(before, { asset: 'a', kind, atMs, ticket: 1 })
          expectOrder(run(driver, observations.slice(half), same, state).spoken)
        }
      }))

    it('has a state that does not grow for ever', () => {
      const observations = Array.from({ length: MANY_SAMPLES }, (_, i) => {
        const at = { observedAtMs: i * 60_000, regime: UNKNOWN_REGIME }
        return driver.at(at, () => 50 + 10 * Math.sin(i / 229) + Math.sin(i * i))
      })
      const { state } = run(driver, observations)
      expect(JSON.stringify(state).length).toBeLessThan(MAX_STATE_BYTES)
    })

    it('says of what does not move within its limits at most that the sensor is stuck', () => {
      const observations = Array.from({ length: 3000 }, (_, i) =>
        driver.at({ observedAtMs: i * 60_000, regime: UNKNOWN_REGIME }, ({ limits }) => {
          return ((limits?.low ?? 0) + (limits?.high ?? 0)) / 2
        }),
      )
      const { spoken } = run(driver, observations)
      expect(spoken.filter(({ statement }) => statement.symptom !== 'stuck')).toEqual([])
    })
  })
}

interface Spoken {
  observedAtMs: number
  statement: Statement
}

const same = (state: unknown) => state

function run(
  driver: Driver,
  observations: readonly Observed[],
  between: (state: unknown) => unknown = same,
  from?: unknown,
): { spoken: Spoken[]; state: unknown } {
  const spoken: Spoken[] = []
  let state = from
  for (const observation of observations) {
    const [next, said] = driver.step(state, observation)
    state = between(next)
    for (const statement of said) spoken.push({ observedAtMs: observation.observedAtMs, statement })
  }
  return { spoken, state: JSON.parse(JSON.stringify(state ?? null)) }
}

function expectSound(statement: Statement, observedAtMs: number): void {
  expect(statement.sinceMs).toBeLessThanOrEqual(observedAtMs)
  expect(Number.isInteger(statement.sinceMs)).toBe(true)
  expect(JSON.stringify(statement)).not.toMatch(/null|NaN|Infinity/)
  for (const words of Object.values(statement.explanation)) expect(words).not.toBe('')
}

function expectOrder(spoken: readonly Spoken[]): void {
  const open = new Set<string>()
  for (const { statement } of spoken) {
    const metric = statement.metric ?? ''
    expect(statement.phase === 'raised').toBe(!open.has(metric))
    if (statement.phase === 'cleared') open.delete(metric)
    else open.add(metric)
  }
}
