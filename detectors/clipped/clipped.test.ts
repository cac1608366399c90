import { describe, expect, it } from 'vitest'
import { gaussian, healthySignals, random, type Signal } from '../testing/signals.ts'
import { DAY_MS, Timeline } from '../testing/timeline.ts'
import { clipped } from './clipped.ts'

const metric = { key: 'discharge_pressure', unit: 'bar' }
const timeline = () => new Timeline(clipped, metric)

/** A pressure with its day, its swings and its noise, a hundredth of a bar apart. */
function normal(seed = 1): Signal {
  const noise = gaussian(random(seed))
  let swing = 0
  return atMs => {
    swing = 0.98 * swing + 0.02 * noise()
    const value = 5 + 0.3 * Math.sin((2 * Math.PI * atMs) / DAY_MS) + swing + 0.03 * noise()
    return Math.round(100 * value) / 100
  }
}
const under =
  (signal: Signal, ceiling: number): Signal =>
  atMs =>
    Math.min(signal(atMs), ceiling)

describe('clipped', () => {
  it('speaks when the series stops again and again at a value that it used to exceed', () => {
    const series = timeline()
    expect(series.take(normal(), { days: 8 })).toEqual([])
    const said = series.take(under(normal(2), 5.02), { days: 2 })
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/^\+\d\d?\.\d h raised minor$/)
    expect(Number(said[0]?.match(/\d+/)?.[0])).toBeLessThan(24)
    expect(series.last?.explanation.en).toContain('cut off at 5.02 bar')
    expect(series.take(normal(3), { days: 2 })).toEqual([expect.stringContaining('cleared minor')])
  })

  it('speaks of a floor too', () => {
    const series = timeline()
    series.take(normal(), { days: 8 })
    const floor: Signal = atMs => Math.max(normalAgain(atMs), 4.97)
    const normalAgain = normal(2)
    expect(series.take(floor, { days: 2 })).toEqual([expect.stringContaining('raised minor')])
    expect(series.last?.explanation.en).toMatch(/cut off at 4\.97 bar/)
  })

  it('does not speak of a control that holds a value at most, as it always did', () => {
    const series = timeline()
    expect(series.take(under(normal(), 5.02), { days: 30 })).toEqual([])
  })

  it('does not speak of a lower load, or of a machine that stands', () => {
    const series = timeline()
    series.take(normal(), { days: 8 })
    const less = normal(2)
    expect(series.take(atMs => less(atMs) - 0.4, { days: 5 })).toEqual([])
    expect(series.take(() => 0, { days: 5 })).toEqual([])
    const noise = gaussian(random(4))
    expect(series.take(() => Math.max(0, Math.round(100 * 0.02 * noise()) / 100), { days: 5 })).toEqual([])
  })

  it('does not speak of what stays at one value: that is stuck', () => {
    const series = timeline()
    series.take(normal(), { days: 8 })
    expect(series.take(() => 5.02, { days: 3 })).toEqual([])
  })

  it('learns anew after somebody was there', () => {
    const series = timeline()
    series.take(normal(), { days: 8 })
    series.take(under(normal(2), 5.02), { days: 2 })
    series.intervene('false_alarm')
    expect(series.take(under(normal(3), 5.02), { days: 10 })).toEqual([])
  })

  it('says nothing of healthy series', () => {
    for (const [name, signal] of Object.entries(healthySignals)) {
      expect([name, timeline().take(signal(5), { days: 30 })]).toEqual([name, []])
    }
  })
})
