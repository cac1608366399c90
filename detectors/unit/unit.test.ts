import { describe, expect, it } from 'vitest'
import { gaussian, healthySignals, random, type Signal } from '../testing/signals.ts'
import { Timeline } from '../testing/timeline.ts'
import { conversionsOf } from './conversions.ts'
import { unit } from './unit.ts'

function around(
  level: number,
  { spread, seed, step }: { spread: number; seed: number; step: number },
): Signal {
  const noise = gaussian(random(seed))
  return () => Number((Math.round((level + spread * noise()) / step) * step).toFixed(3))
}
const digits = (value: number) => Number(value.toPrecision(4))

const cases = [
  {
    key: 'bearing_temperature',
    unit: '°C',
    level: 58,
    spread: 0.5,
    step: 0.1,
    other: 'as if in °F',
    factor: 1.8,
    offset: 32,
  },
  {
    key: 'vibration_rms',
    unit: 'mm/s',
    level: 2.4,
    spread: 0.06,
    step: 0.01,
    other: 'as if in in/s',
    factor: 1 / 25.4,
    offset: 0,
  },
  {
    key: 'discharge_pressure',
    unit: 'bar',
    level: 6,
    spread: 0.05,
    step: 0.01,
    other: 'as if in psi',
    factor: 14.5038,
    offset: 0,
  },
  {
    key: 'motor_current',
    unit: 'A',
    level: 31,
    spread: 0.4,
    step: 0.1,
    other: 'as if in mA',
    factor: 1000,
    offset: 0,
  },
  {
    key: 'speed',
    unit: '1/min',
    level: 1480,
    spread: 2,
    step: 1,
    other: 'as if in Hz',
    factor: 1 / 60,
    offset: 0,
  },
  {
    key: 'thickness',
    unit: 'layers',
    level: 12,
    spread: 0.5,
    step: 0.1,
    other: '10 times too high',
    factor: 10,
    offset: 0,
  },
]

describe('unit', () => {
  it.each(cases)(
    'tells that $key reads $other',
    ({ key, unit: own, level, spread, step, other, factor, offset }) => {
      const metric = { key, unit: own }
      const series = new Timeline(unit, metric)
      expect(series.take(around(level, { spread, seed: 1, step }), { days: 9 })).toEqual([])
      const before = around(level, { spread, seed: 2, step })
      const said = series.take(atMs => digits(before(atMs) * factor + offset), { days: 1 })
      expect(said).toEqual(['+0.5 h raised major'])
      expect(series.last?.explanation.en).toContain(other)
      expect(series.take(around(level, { spread, seed: 3, step }), { days: 1 })).toEqual([
        expect.stringContaining('cleared major'),
      ])
    },
  )

  it('sees at its next start that a machine that stood has got another unit', () => {
    const series = new Timeline(unit, { key: 'motor_current', unit: 'A' })
    const running = around(31, { spread: 0.4, seed: 1, step: 0.1 })
    const shifts =
      (factor: number): Signal =>
      atMs =>
        new Date(atMs).getUTCHours() >= 6 ? factor * running(atMs) : 0
    expect(series.take(shifts(1), { days: 9 })).toEqual([])
    expect(series.take(shifts(1000), { days: 1 })).toEqual(['+6.5 h raised major'])
  })

  it('takes starts, stops, loads, spikes and a breakdown for none', () => {
    const series = new Timeline(unit, { key: 'vibration_rms', unit: 'mm/s' })
    const running = around(4, { spread: 0.1, seed: 1, step: 0.01 })
    const resting = around(0.16, { spread: 0.03, seed: 2, step: 0.01 })
    expect(series.take(running, { days: 9 })).toEqual([])
    // 25 times less than before, for the first time
    expect(series.take(resting, { days: 2 })).toEqual([])
    expect(series.take(running, { days: 2 })).toEqual([])
    const load: Signal = atMs => running(atMs) * ((atMs / 3_600_000) % 4 < 2 ? 1 : 1.8)
    expect(series.take(load, { days: 4 })).toEqual([])
    const spikes: Signal = atMs => ((atMs / 60_000) % 40 < 1 ? 25 : running(atMs))
    expect(series.take(spikes, { days: 2 })).toEqual([])
    // as bad as it can be, and at the end of the range
    expect(series.take(() => 40, { days: 2 })).toEqual([])
  })

  it('takes a ramp for none', () => {
    const series = new Timeline(unit, { key: 'oil_temperature', unit: '°C' })
    expect(series.take(around(30, { spread: 0.3, seed: 1, step: 0.1 }), { days: 9 })).toEqual([])
    const from = series.nowMs
    const noise = around(0, { spread: 0.3, seed: 2, step: 0.1 })
    const warming: Signal = atMs => noise(atMs) + 30 + 56 * (1 - Math.exp(-(atMs - from) / 1_200_000))
    expect(series.take(warming, { days: 2 })).toEqual([])
  })

  it('takes the new one as its own after somebody was there', () => {
    const series = new Timeline(unit, { key: 'motor_current', unit: 'A' })
    const running = around(31, { spread: 0.4, seed: 1, step: 0.1 })
    series.take(running, { days: 9 })
    series.take(atMs => 1000 * running(atMs), { days: 1 })
    expect(series.intervene('repaired').take(atMs => 1000 * running(atMs), { days: 12 })).toEqual([])
  })

  it('says nothing of healthy series', () => {
    for (const [name, signal] of Object.entries(healthySignals)) {
      const series = new Timeline(unit, { key: 'value', unit: '' })
      expect([name, series.take(signal(5), { days: 30 })]).toEqual([name, []])
    }
  })
})

describe('conversionsOf', () => {
  it('knows spellings, and converts forth and back', () => {
    expect(conversionsOf('rpm').find(({ unit }) => unit === 'Hz')?.factor).toBeCloseTo(1 / 60)
    expect(conversionsOf('m/s2').find(({ unit }) => unit === 'g')?.factor).toBeCloseTo(1 / 9.80665)
    expect(conversionsOf('kW').find(({ unit }) => unit === 'hp')?.factor).toBeCloseTo(1.34102)
    expect(conversionsOf('m/s').find(({ unit }) => unit === 'ft/min')?.factor).toBeCloseTo(196.85)
    expect(conversionsOf('K')).toContainEqual({ unit: '°F', factor: 1.8, offset: -459.67 })
    expect(conversionsOf('widgets').map(({ factor }) => factor)).toEqual([10, 100, 1000, 0.1, 0.01, 0.001])
  })
})
