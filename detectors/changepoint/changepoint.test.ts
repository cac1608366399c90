import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Statement } from '../../contracts/detector.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { gaussian, random, type Signal } from '../testing/signals.ts'
import { type ChangepointState, changepoint } from './changepoint.ts'
import { changedWithin, observe, type Run } from './runs.ts'

const metric = { key: 'bearing_temperature', unit: '°C' }
const config = changepoint.configure(metric)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2024, 0, 1)

function watch(signal: Signal, days: number) {
  let state: ChangepointState | undefined
  const said: (Statement & { atMs: number })[] = []
  for (let atMs = START_MS; atMs < START_MS + days * DAY_MS; atMs += HOUR_MS) {
    const observation = { observedAtMs: atMs, value: signal(atMs), regime: UNKNOWN_REGIME }
    const [next, statements] = changepoint.step(config as never, state, observation, metric)
    state = next
    for (const statement of statements) said.push({ ...statement, atMs })
  }
  return { state, said }
}

function daily(seed: number): Signal {
  const noise = gaussian(random(seed))
  return atMs => 68 + 3 * Math.sin((2 * Math.PI * atMs) / DAY_MS) + noise()
}

describe('changepoint', () => {
  it('says nothing for a year in which nothing changes', () => {
    expect(watch(daily(1), 365).said).toEqual([])
  })

  it('tells a change that is smaller than the day, when it was, and from what to what', () => {
    const base = daily(2)
    const changedMs = START_MS + 60 * DAY_MS
    const { said } = watch(atMs => base(atMs) + (atMs >= changedMs ? 2 : 0), 80)
    expect(said.map(({ phase }) => phase).filter(phase => phase !== 'continuing')).toEqual([
      'raised',
      'cleared',
    ])
    expect(said[0]?.sinceMs).toBe(changedMs)
    expect(said[0]?.atMs).toBeLessThanOrEqual(changedMs + 4 * DAY_MS)
    expect(said[0]?.symptom).toBe('high')
    expect(said[0]?.value).toBeCloseTo(70, 0)
    expect(said[0]?.expected?.high).toBeLessThan(69.5)
  })

  it('does not call a day that was off a change', () => {
    const base = daily(3)
    const [fromMs, toMs] = [START_MS + 60 * DAY_MS, START_MS + 61 * DAY_MS]
    expect(watch(atMs => base(atMs) + (atMs >= fromMs && atMs < toMs ? 5 : 0), 90).said).toEqual([])
  })

  it('keeps a small state', () => {
    const noise = gaussian(random(4))
    let level = 0
    const { state } = watch(() => {
      level += 0.01 * noise()
      return 50 + level + noise()
    }, 900)
    expect(JSON.stringify(state).length).toBeLessThan(1_500)
  })
})

describe('the hypotheses', () => {
  it('are probabilities: they add up to 1, and a longer view is never less certain', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 120 })
    fc.assert(
      fc.property(values, series => {
        let runs: Run[] = []
        for (const value of series) runs = observe(runs, value, { mean: 0, variance: 1 }, 0.01)
        expect(changedWithin(runs, series.length)).toBeCloseTo(1, 6)
        expect(changedWithin(runs, 3)).toBeLessThanOrEqual(changedWithin(runs, 9) + 1e-12)
        expect(runs.length).toBeLessThanOrEqual(40)
      }),
      { numRuns: 50, seed: 1 },
    )
  })
})
