import fc from 'fast-check'
import { mean, standardDeviation } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import type { SensorFault, SensorMode } from './faults.ts'
import { quantiser, Sensor } from './sensor.ts'
import { HOUR_MS, MINUTE_MS, START_MS } from './testing.ts'
import { otherUnit } from './units.ts'

const YEAR_MS = 365 * 24 * HOUR_MS
const spec = { noise: 0.2, resolution: 0.1, range: [-20, 150], driftPerYear: 0 } as const
const ONSET = 100
const END = 300
const STEPS = 400

const fault = (mode: SensorMode): SensorFault => ({
  layer: 'sensor',
  mode,
  onsetMs: START_MS + ONSET * MINUTE_MS,
  endMs: START_MS + END * MINUTE_MS,
})

/** What is shown of `physical`, minute by minute. */
function shownOf(physical: (i: number) => number, faults: readonly SensorFault[], seed = 1, unit = '°C') {
  const sensor = new Sensor('temperature', unit, spec, seed)
  return Array.from({ length: STEPS }, (_, i) => {
    const tMs = START_MS + i * MINUTE_MS
    for (const each of faults) {
      if (each.onsetMs === tMs) sensor.begin(each)
      if (each.endMs === tMs) sensor.end(each)
    }
    return sensor.show(physical(i), tMs)
  })
}
const wave = (i: number) => 60 + 10 * Math.sin(i / 20)
const during = <T>(values: readonly T[]) => values.slice(ONSET, END)
const numbers = (values: readonly (number | undefined)[]) => values.filter(value => value !== undefined)

describe('a healthy sensor', () => {
  test('shows the value with its noise, in whole steps of its resolution', () => {
    const shown = numbers(shownOf(() => 60, []))
    expect(mean(shown)).toBeCloseTo(60, 1)
    expect(standardDeviation(shown)).toBeCloseTo(0.2, 1)
    expect(shown.every(value => /^\d+(\.\d)?$/.test(`${value}`))).toBe(true)
  })

  test.each([
    [-80, -20],
    [900, 150],
  ])('clips %d to its range', (value, shown) => {
    expect(new Set(shownOf(() => value, []))).toEqual(new Set([shown]))
  })

  test('drifts over the years within its class', () => {
    const drifts = Array.from({ length: 300 }, (_, seed) => {
      const sensor = new Sensor('temperature', '°C', { ...spec, noise: 0, driftPerYear: 2 }, seed)
      const first = sensor.show(60, START_MS) ?? 0
      return (sensor.show(60, START_MS + YEAR_MS) ?? 0) - first
    })
    expect(mean(drifts)).toBeCloseTo(0, 0)
    expect(standardDeviation(drifts)).toBeGreaterThan(1.7)
    expect(standardDeviation(drifts)).toBeLessThan(2.3)
  })
})

describe('what is wrong changes nothing before and after itself', () => {
  const healthy = shownOf(wave, [])
  test.each(['stuck', 'drift', 'spike', 'clipped', 'unit_change', 'silent'] as const)('%s', mode => {
    const shown = shownOf(wave, [fault(mode)])
    expect(shown.slice(0, ONSET)).toEqual(healthy.slice(0, ONSET))
    expect(shown.slice(END)).toEqual(healthy.slice(END))
    expect(during(shown)).not.toEqual(during(healthy))
  })
})

test('stuck: the last value stays; the first one, where there was none before', () => {
  const shown = shownOf(wave, [fault('stuck')])
  expect(new Set(during(shown))).toEqual(new Set([shown[ONSET - 1]]))
  const fromTheStart = shownOf(wave, [{ ...fault('stuck'), onsetMs: START_MS }])
  expect(new Set(fromTheStart.slice(0, END)).size).toBe(1)
})

test('drift: a tenth of the range at the end, one way or the other', () => {
  const ends = new Set<number>()
  for (let seed = 0; seed < 20; seed++) {
    const off = numbers(shownOf(wave, [fault('drift')], seed)).map(
      (value, i) => value - (shownOf(wave, [], seed)[i] ?? 0),
    )
    expect(off[ONSET]).toBeCloseTo(0, 5)
    expect(Math.abs(off[(ONSET + END) / 2] ?? 0)).toBeCloseTo(8.5, 0)
    ends.add(Math.round(off[END - 1] ?? 0))
  }
  expect([...ends].sort((a, b) => a - b)).toEqual([-17, 17])
})

test('spike: few values, far off', () => {
  const counts = Array.from({ length: 20 }, (_, seed) => {
    const healthy = shownOf(wave, [], seed)
    const off = numbers(during(shownOf(wave, [fault('spike')], seed))).map((value, i) =>
      Math.abs(value - (healthy[ONSET + i] ?? 0)),
    )
    const spikes = off.filter(distance => distance > 0)
    expect(Math.min(...spikes, 17)).toBeGreaterThan(16.8)
    expect(Math.max(...spikes, 0)).toBeLessThan(85.2)
    return spikes.length
  })
  expect(mean(counts)).toBeGreaterThan(2)
  expect(mean(counts)).toBeLessThan(6)
})

test('clipped: nothing above the mean of what was shown before', () => {
  const shown = numbers(shownOf(wave, [fault('clipped')]))
  const ceiling = Math.round(10 * mean(shown.slice(0, ONSET))) / 10
  const healthy = numbers(shownOf(wave, []))
  expect(during(shown)).toEqual(during(healthy).map(value => Math.min(value, ceiling)))
})

test('unit change: the same quantity in the other unit, to four digits', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('°C', 'bar', 'mm/s', 'A', 'Pa', 'm³/h', 'kW', '%', 'K', 'V', 'Hz', 'l/s', ''),
      fc.double({ min: -10, max: 140, noNaN: true }),
      fc.nat(),
      (unit, value, seed) => {
        const { factor, offset } = otherUnit(unit)
        const healthy = during(shownOf(() => value, [], seed, unit))
        const shown = during(shownOf(() => value, [fault('unit_change')], seed, unit))
        for (const [i, before] of numbers(healthy).entries()) {
          const expected = before * factor + offset
          expect(Math.abs((shown[i] ?? Number.NaN) - expected)).toBeLessThanOrEqual(5e-4 * Math.abs(expected))
        }
      },
    ),
    { numRuns: 50 },
  )
})

test.each([
  ['°C', 100, 212],
  ['bar', 1, 14.5037738],
  ['mm/s', 25.4, 1],
  ['A', 0.5, 500],
  ['furlong', 3, 30],
])('one %s of %d is %d', (unit, value, other) => {
  const { factor, offset } = otherUnit(unit)
  expect(value * factor + offset).toBeCloseTo(other, 6)
})

test('two at once: what is stuck is stuck in the other unit', () => {
  const shown = shownOf(wave, [fault('stuck'), fault('unit_change')])
  expect(new Set(during(shown))).toEqual(
    new Set([Number(((shown[ONSET - 1] ?? 0) * 1.8 + 32).toPrecision(4))]),
  )
})

test('rounding leaves no tail and is never off by more than half a step', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0.001, 0.01, 0.02, 0.05, 0.1, 0.25, 0.3, 0.5, 1, 2, 5, 10),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      (resolution, value) => {
        const rounded = quantiser(resolution)(value)
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(resolution * 0.5001)
        expect(`${rounded}`).toMatch(/^-?\d+(\.\d{1,3})?$/)
        expect(Object.is(rounded, -0)).toBe(false)
      },
    ),
  )
})
