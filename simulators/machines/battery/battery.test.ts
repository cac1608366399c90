import { describe, expect, test } from 'vitest'
import type { Severities } from '../kind.ts'
import { changes, leavingLimits, steady } from '../testing/steady.ts'
import { battery } from './battery.ts'
import { coldness, restingVoltage } from './cell.ts'

const MINUTE_MS = 60_000

/** Voltage by the minute. */
function voltages(
  demand: (minute: number) => number,
  minutes: number,
  severities: Severities = {},
): number[] {
  const model = battery.create(1)
  return Array.from({ length: minutes }, (_, i) => {
    const at = { tMs: i * MINUTE_MS, dtMs: MINUTE_MS, demand: demand(i), ambientC: 20, severities }
    return model.step(at).voltage ?? Number.NaN
  })
}

describe('the equations', () => {
  test.each([
    [1, 4.103],
    [0.5, 3.803],
    [0.2, 3.725],
    [0, 2.654],
  ])('a cell with %d of its charge rests at %d V', (charge, volt) => {
    expect(restingVoltage(charge)).toBeCloseTo(volt, 2)
  })

  test('the voltage at rest rises with the charge, steeply at the empty end', () => {
    const course = Array.from({ length: 101 }, (_, i) => restingVoltage(i / 100))
    expect(course).toEqual(course.toSorted((a, b) => a - b))
    expect(restingVoltage(0.05) - restingVoltage(0)).toBeGreaterThan(0.5)
  })

  test('Arrhenius: 1 at 25 °C, more in the cold', () => {
    expect(coldness(25)).toBe(1)
    expect(coldness(0)).toBeGreaterThan(1.4)
    expect(coldness(45)).toBeLessThan(0.8)
  })
})

test('healthy it stays within its limits at any duty and in any weather', () => {
  expect(leavingLimits(battery)).toEqual([])
})

test('it drives until a fifth is left, charges, and drives on; idle it is charged and rests', () => {
  const working = voltages(() => 0.7, 24 * 60)
  expect(Math.max(...working)).toBeGreaterThan(56) // on the charger
  expect(Math.min(...working)).toBeLessThan(52.5) // a fifth left: 14 · 3.73 V, less what the current costs
  const idle = voltages(() => 0, 6 * 60)
  expect(idle.at(-1)).toBeGreaterThan(56.5)
  expect(idle.at(-1)).toBeCloseTo(idle.at(-60) ?? 0, 2)
})

test('an hour of driving takes the charge that its current is: 63 of 500 Ah lower it by 0.2 V', () => {
  const [first = 0, ...driven] = voltages(() => 0.7, 61).slice(15)
  const perHour = ((first - (driven.at(-1) ?? 0)) / 45) * 60
  const slope = 14 * (restingVoltage(0.85) - restingVoltage(0.85 - 63 / 500))
  expect(perHour).toBeGreaterThan(0.6 * slope)
  expect(perHour).toBeLessThan(1.6 * slope)
})

test.each([
  ['capacity_fade', { temperature: 1, cell_spread: 0, internal_resistance: 1 }],
  ['cell_imbalance', { temperature: 0, cell_spread: 1, internal_resistance: 0 }],
  ['cooling_failure', { temperature: 1, cell_spread: 0, internal_resistance: -1 }],
  ['connection_corrosion', { temperature: 1, cell_spread: 1, internal_resistance: 1 }],
])('%s', (mode, directions) => {
  expect(changes(battery, mode, { demand: 0.7, hours: 240 })).toMatchObject(directions)
})

test('a battery that has faded or holds one weak cell goes to the charger more often', () => {
  const charges = (severities: Severities) =>
    voltages(() => 0.7, 7 * 24 * 60, severities).filter((volt, i, all) => volt - (all[i - 1] ?? volt) > 1)
      .length
  const well = charges({})
  expect(well).toBeGreaterThan(10)
  expect(charges({ capacity_fade: 1 })).toBeGreaterThan(1.2 * well)
  expect(charges({ cell_imbalance: 1 })).toBeGreaterThan(1.2 * well)
})

test('too warm, it lets less current in: the temperature ends below where the truck stops, and it charges for longer', () => {
  const hot = steady(battery, { demand: 0.8, ambientC: 35, severities: { cooling_failure: 1 }, hours: 72 })
  expect(hot.temperature).toBeGreaterThan(50)
  expect(hot.temperature).toBeLessThan(61)
})
