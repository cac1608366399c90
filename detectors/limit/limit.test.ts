import { describe, expect, it } from 'vitest'
import type { Metric } from '../../contracts/registry.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { type LimitState, limit } from './limit.ts'

const SECOND_MS = 1000
const HOUR_MS = 3_600_000
const metric: Metric = { key: 'pressure', unit: 'bar', limits: { low: 2, high: 6, holdMs: 60_000 } }

/** [seconds, value] → [seconds, phase, severity]. */
function timeline(points: readonly [number, number][], watched = metric): [number, string, string][] {
  const config = limit.configure(watched)
  if (!config) throw new Error('not watched')
  let state: LimitState | undefined
  return points.flatMap(([seconds, value]) => {
    const [next, said] = limit.step(
      config,
      state,
      { observedAtMs: seconds * SECOND_MS, value, regime: UNKNOWN_REGIME },
      watched,
    )
    state = next
    return said.map(({ phase, severity }): [number, string, string] => [seconds, phase, severity])
  })
}

describe('limit', () => {
  it('watches metrics with a limit only', () => {
    expect(limit.configure({ key: 'flow', unit: '' })).toBeUndefined()
    expect(limit.configure({ key: 'flow', unit: '', limits: { holdMs: 5 } })).toBeUndefined()
    expect(limit.configure({ key: 'flow', unit: '', limits: { low: 0 } })).toMatchObject({
      low: 0,
      holdMs: 60_000,
    })
  })

  it.each<{ name: string; points: [number, number][]; said: [number, string, string][] }>([
    {
      name: 'at the limit is within it',
      points: [
        [0, 6],
        [100, 6],
        [200, 2],
        [300, 2],
      ],
      said: [],
    },
    {
      name: 'raises after the hold',
      points: [
        [0, 6.1],
        [59, 6.1],
        [60, 6.1],
      ],
      said: [[60, 'raised', 'major']],
    },
    {
      name: 'a value within starts the hold again',
      points: [
        [0, 7],
        [50, 5],
        [60, 7],
        [119, 7],
      ],
      said: [],
    },
    {
      name: 'low side',
      points: [
        [0, 1.9],
        [60, 1.9],
      ],
      said: [[60, 'raised', 'major']],
    },
    {
      name: 'the other side starts the hold again',
      points: [
        [0, 7],
        [60, 1],
      ],
      said: [],
    },
    {
      name: 'far beyond is critical, at once',
      points: [
        [0, 6.1],
        [60, 6.1],
        [70, 7],
        [80, 6.1],
      ],
      said: [
        [60, 'raised', 'major'],
        [70, 'continuing', 'critical'],
      ],
    },
    {
      name: 'clears only within the dead band and after the hold',
      points: [
        [0, 6.1],
        [60, 6.1],
        [70, 5.99],
        [200, 5.99],
        [210, 5.9],
        [240, 5.99],
        [250, 5.9],
        [310, 5.9],
      ],
      said: [
        [60, 'raised', 'major'],
        [310, 'cleared', 'major'],
      ],
    },
    {
      name: 'raises again after it cleared',
      points: [
        [0, 7],
        [60, 7],
        [70, 4],
        [130, 4],
        [140, 7],
        [200, 7],
      ],
      said: [
        [60, 'raised', 'critical'],
        [130, 'cleared', 'critical'],
        [200, 'raised', 'critical'],
      ],
    },
  ])('$name', ({ points, said }) => expect(timeline(points)).toEqual(said))

  it('raises at once without a hold', () => {
    expect(timeline([[0, 7]], { ...metric, limits: { high: 6, holdMs: 0 } })).toEqual([
      [0, 'raised', 'critical'],
    ])
  })

  it('does not speak of what a machine that is off has none of', () => {
    const off = { name: 'off', sinceMs: 0, settled: true } as const
    const saidOf = (watched: Metric) => {
      const config = limit.configure(watched)
      if (!config) throw new Error('not watched')
      let state: LimitState | undefined
      return [0, 60, 120].flatMap(seconds => {
        const observation = { observedAtMs: seconds * SECOND_MS, value: 0, regime: off }
        const [next, said] = limit.step(config, state, observation, watched)
        state = next
        return said.map(({ phase }) => phase)
      })
    }
    expect(saidOf(metric)).toEqual([])
    // An empty tank is one while the pump is off, too.
    expect(saidOf({ ...metric, key: 'oil_level', unit: '%' })).toEqual(['raised'])
  })

  it('continues at least every 6 h while it lasts', () => {
    const points = Array.from({ length: 300 }, (_, i): [number, number] => [i * 300, 6.1])
    const times = timeline(points).map(([seconds]) => seconds * SECOND_MS)
    expect(times.length).toBeGreaterThan(4)
    for (let i = 1; i < times.length; i++) {
      expect((times[i] ?? 0) - (times[i - 1] ?? 0)).toBeLessThanOrEqual(6 * HOUR_MS)
    }
  })
})
