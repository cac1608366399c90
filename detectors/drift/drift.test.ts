import { describe, expect, it } from 'vitest'
import { gaussian, random, type Signal } from '../testing/signals.ts'
import { DAY_MS, Timeline } from '../testing/timeline.ts'
import { drift } from './drift.ts'

const metric = { key: 'discharge_pressure', unit: 'bar' }
const timeline = () => new Timeline(drift, metric)
const SPAN = { stepMs: 600_000 }
const OFF = { name: 'off', sinceMs: 0, settled: true } as const

function normal(seed = 1): Signal {
  const noise = gaussian(random(seed))
  let weather = 0
  return atMs => {
    weather = 0.99 * weather + 0.01 * noise()
    return 50 + 3 * Math.sin((2 * Math.PI * atMs) / DAY_MS) + 5 * weather + noise()
  }
}

describe('drift', () => {
  it.each([
    ['upwards', 1, 'high'],
    ['downwards', -1, 'low'],
  ] as const)('sees a level that creeps %s', (way, sign, symptom) => {
    const series = timeline()
    expect(series.take(normal(), { days: 40, ...SPAN })).toEqual([])
    const from = series.nowMs
    const level = normal(2)
    const creeping: Signal = atMs => level(atMs) + (sign * 0.4 * (atMs - from)) / DAY_MS
    expect(series.take(creeping, { days: 20, ...SPAN })).toEqual([expect.stringContaining('raised minor')])
    expect(series.last).toMatchObject({ symptom, expected: expect.anything() })
    expect(series.last?.faultKind).toBeUndefined()
    expect(series.last?.explanation.en).toContain(way)
  })

  it('takes a level that has stayed for a month as the new one', () => {
    const series = timeline()
    series.take(normal(), { days: 40, ...SPAN })
    const level = normal(2)
    const said = series.take(atMs => level(atMs) + 8, { days: 60, ...SPAN })
    expect(said).toEqual([expect.stringContaining('raised'), expect.stringContaining('cleared')])
  })

  it('follows the season', () => {
    const series = timeline()
    const level = normal()
    const season: Signal = atMs => level(atMs) + 4 * Math.sin((2 * Math.PI * atMs) / (365 * DAY_MS))
    expect(series.take(season, { days: 365, ...SPAN })).toEqual([])
  })

  it('looks at what runs only, where that is known', () => {
    const series = timeline()
    series.take(normal(), { days: 40, ...SPAN })
    expect(series.take(() => 0, { days: 30, ...SPAN, regime: OFF })).toEqual([])
  })
})
