import { describe, expect, it } from 'vitest'
import { gaussian, random, type Signal } from '../testing/signals.ts'
import { MINUTE_MS, Timeline } from '../testing/timeline.ts'
import { rate } from './rate.ts'

const metric = {
  ...{ key: 'bearing_temperature', unit: '°C' },
  rates: { risePerMinute: 1, fallPerMinute: 3, overMs: 600_000 },
}
const timeline = () => new Timeline(rate, metric)
const STARTING = { name: 'run', sinceMs: 0, settled: false } as const
const minutes = (n: number) => ({ days: n / 1440, stepMs: 15_000 })

function noisy(seed = 1): Signal {
  const noise = gaussian(random(seed))
  return () => 60 + noise()
}
const ramp = (fromMs: number, perMinute: number, seed = 2): Signal => {
  const level = noisy(seed)
  return atMs => level(atMs) + ((atMs - fromMs) / MINUTE_MS) * perMinute
}

describe('rate', () => {
  it('watches metrics with a limit of their rate only', () => {
    expect(rate.configure({ key: 'bearing_temperature', unit: '°C' })).toBeUndefined()
  })

  it('speaks of a rise that is too fast, and when it is over', () => {
    const series = timeline()
    expect(series.take(noisy(), minutes(600))).toEqual([])
    const said = series.take(ramp(series.nowMs, 1.5), minutes(30))
    expect(said).toEqual(['+0.1 h raised major'])
    expect(series.last).toMatchObject({ symptom: 'rising', limit: 1 })
    const top = noisy(5)
    expect(series.take(atMs => top(atMs) + 45, minutes(60))).toEqual([expect.stringContaining('cleared')])
  })

  it('is critical at twice the limit', () => {
    const series = timeline()
    series.take(noisy(), minutes(60))
    series.take(ramp(series.nowMs, 3), minutes(20))
    expect(series.last?.severity).toBe('critical')
  })

  it('has a limit of its own for falling', () => {
    const series = timeline()
    series.take(noisy(), minutes(60))
    expect(series.take(ramp(series.nowMs, -2), minutes(20))).toEqual([])
    const from = series.nowMs
    const falling = ramp(from, -4, 3)
    expect(series.take(atMs => falling(atMs) - 40, minutes(20))).toEqual([expect.stringContaining('raised')])
    expect(series.last?.symptom).toBe('falling')
  })

  it('bears single readings and starts', () => {
    const series = timeline()
    const level = noisy()
    const spikes: Signal = atMs => level(atMs) + ((atMs / 15_000) % 97 < 1 ? 20 : 0)
    expect(series.take(spikes, minutes(600))).toEqual([])
    expect(series.take(ramp(series.nowMs, 5), { ...minutes(20), regime: STARTING })).toEqual([])
  })

  it('needs three points where samples are rare', () => {
    const series = timeline()
    const hourly = { days: 1, stepMs: 3_600_000 }
    series.take(() => 60, hourly)
    const from = series.nowMs
    expect(series.take(atMs => 60 + (2 * (atMs - from)) / MINUTE_MS, hourly)).toEqual([
      expect.stringContaining('raised'),
    ])
  })
})
