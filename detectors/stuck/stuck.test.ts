import { describe, expect, it } from 'vitest'
import { gaussian, healthySignals, random, type Signal } from '../testing/signals.ts'
import { Timeline } from '../testing/timeline.ts'
import { stuck } from './stuck.ts'

const metric = { key: 'bearing_temperature', unit: '°C' }
const timeline = () => new Timeline(stuck, metric)
const RUNNING = { name: 'run', sinceMs: 0, settled: true } as const
const OFF = { name: 'off', sinceMs: 0, settled: true } as const

/** As a transmitter shows it, a tenth of a degree apart. */
function normal(seed = 1): Signal {
  const noise = gaussian(random(seed))
  return () => Math.round(10 * (60 + 0.3 * noise())) / 10
}
const always =
  (value: number): Signal =>
  () =>
    value

describe('stuck', () => {
  it('speaks when a lively value stays for half an hour, once, and when it moves again', () => {
    const series = timeline()
    expect(series.take(normal(), { days: 3 })).toEqual([])
    expect(series.take(always(60.1), { days: 2 })).toEqual(['+0.5 h raised minor'])
    expect(series.last?.explanation.en).toMatch(/still shows exactly 60\.1 °C, as since 2024-01-04 00:00 UTC/)
    expect(series.take(normal(2), { days: 2 })).toEqual(['+0.0 h cleared minor'])
  })

  it('waits for twenty samples where they are rare', () => {
    const series = timeline()
    series.take(normal(), { days: 12, stepMs: 3_600_000 })
    expect(series.take(always(60.7), { days: 3, stepMs: 3_600_000 })).toEqual(['+19.0 h raised minor'])
  })

  it('never speaks of a machine that is switched off: zero, or the lowest it ever showed', () => {
    for (const rest of [0, 21]) {
      const shift = (seed: number) => {
        const running = normal(seed)
        return (atMs: number) => (new Date(atMs).getUTCHours() >= 6 ? running(atMs) : rest)
      }
      const series = timeline()
      expect(series.take(shift(1), { days: 5 })).toEqual([])
      expect(series.take(always(rest), { days: 20 })).toEqual([])
      expect(series.take(shift(2), { days: 5 })).toEqual([])
    }
  })

  it('remembers where it rests, though a single reading was lower', () => {
    const running = normal(1)
    const shift: Signal = atMs => (new Date(atMs).getUTCHours() >= 6 ? running(atMs) : 21.4)
    const series = timeline()
    series.take(shift, { days: 5 })
    series.take(always(-50), { days: 1 / 1440 })
    expect(series.take(shift, { days: 2 })).toEqual([])
    expect(series.take(always(21.4), { days: 10 })).toEqual([])
  })

  it('asks how the machine is run, where that is known', () => {
    const series = timeline()
    series.take(normal(), { days: 3, regime: RUNNING })
    expect(series.take(always(60.1), { days: 2, regime: OFF })).toEqual([])
    series.take(normal(2), { days: 3, regime: RUNNING })
    // A sensor that shows nothing while the machine runs.
    expect(series.take(always(0), { days: 1, regime: RUNNING })).toEqual(['+0.5 h raised minor'])
  })

  it('does not speak of settings and states, which stay by their nature', () => {
    const uniform = random(3)
    let value = 40
    const setting = () => {
      if (uniform() < 1 / 300) value = Math.round(40 + 20 * uniform())
      return value
    }
    const series = timeline()
    expect(series.take(setting, { days: 90 })).toEqual([])
    expect(series.take(always(47), { days: 30 })).toEqual([])
    expect(stuck.configure({ key: 'door_open', unit: '' })).toBeUndefined()
  })

  it('takes a gap for nothing', () => {
    const series = timeline()
    series.take(normal(), { days: 3 })
    const value = normal(2)(0)
    series.take(always(value), { days: 0.01 })
    series.nowMs += 86_400_000
    expect(series.take(always(value), { days: 0.01 })).toEqual([])
  })

  it('bears longer stays after a false alarm, and not after a repair', () => {
    for (const [kind, again] of [
      ['false_alarm', []],
      ['repaired', ['+0.5 h raised minor']],
    ] as const) {
      const series = timeline()
      series.take(normal(), { days: 3 })
      series.take(always(60.1), { days: 0.2 })
      series.intervene(kind)
      expect(series.take(normal(2), { days: 1 })).toEqual([])
      expect(series.take(always(60.2), { days: 0.5 })).toEqual(again)
    }
  })

  it('says nothing of healthy series', () => {
    for (const [name, signal] of Object.entries(healthySignals)) {
      expect([name, timeline().take(signal(5), { days: 30 })]).toEqual([name, []])
    }
  })
})
