import { describe, expect, it } from 'vitest'
import { gaussian, healthySignals, random, type Signal } from '../testing/signals.ts'
import { Timeline } from '../testing/timeline.ts'
import { spike } from './spike.ts'

const metric = { key: 'winding_temperature', unit: '°C' }
const timeline = () => new Timeline(spike, metric)

function normal(seed = 1): Signal {
  const noise = gaussian(random(seed))
  return () => 80 + noise()
}
/** One value of so many is far off. */
function spiky(signal: Signal, { oneOf, seed, size }: { oneOf: number; seed: number; size: number }): Signal {
  const uniform = random(seed)
  return atMs => signal(atMs) + (uniform() < 1 / oneOf ? size : 0)
}

describe('spike', () => {
  it('speaks when single values keep jumping away, once, and when they do no more', () => {
    const series = timeline()
    expect(series.take(normal(), { days: 5 })).toEqual([])
    const said = series.take(spiky(normal(2), { oneOf: 50, seed: 3, size: -60 }), { days: 2 })
    expect(said).toEqual([expect.stringMatching(/^\+\d\.\d h raised minor$/)])
    expect(series.last?.explanation.en).toMatch(/last to [12]\d\.\d+ °C while it is about \d\d/)
    expect(series.take(normal(4), { days: 3 })).toEqual([expect.stringContaining('cleared minor')])
  })

  it('knows a series that has always had some', () => {
    const series = timeline()
    expect(series.take(spiky(normal(), { oneOf: 60, seed: 3, size: 40 }), { days: 40 })).toEqual([])
  })

  it('takes a step, a peak of some samples and a single event for none', () => {
    const series = timeline()
    series.take(normal(), { days: 5 })
    const noise = normal(2)
    const load: Signal = atMs => noise(atMs) + ((atMs / 60_000) % 180 < 60 ? 40 : 0)
    expect(series.take(load, { days: 3 })).toEqual([])
    const peaks: Signal = atMs => noise(atMs) + ((atMs / 60_000) % 50 < 2 ? 40 : 0)
    expect(series.take(peaks, { days: 3 })).toEqual([])
    const rare: Signal = atMs => noise(atMs) + ((atMs / 60_000) % 700 < 1 ? 40 : 0)
    expect(series.take(rare, { days: 3 })).toEqual([])
  })

  it('bears as many after a false alarm', () => {
    const series = timeline()
    series.take(normal(), { days: 5 })
    const often = { oneOf: 50, seed: 3, size: -60 }
    expect(series.take(spiky(normal(2), often), { days: 1 })).toHaveLength(1)
    series.intervene('false_alarm')
    expect(series.take(spiky(normal(5), often), { days: 5 })).toEqual([])
  })

  it('says nothing of healthy series', () => {
    for (const [name, signal] of Object.entries(healthySignals)) {
      expect([name, timeline().take(signal(5), { days: 30 })]).toEqual([name, []])
    }
  })
})
