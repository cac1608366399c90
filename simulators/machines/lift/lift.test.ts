import { describe, expect, test } from 'vitest'
import { changes, leavingLimits, steady } from '../testing/steady.ts'
import { lift } from './lift.ts'
import { doorTravelTime, stoppingDistance, tractionUsed } from './mechanics.ts'

describe('the equations', () => {
  test('a door: distance over speed, and once the time to reach it; a weak one never reaches it', () => {
    expect(doorTravelTime(0.9, 0.3, 120, 120)).toBeCloseTo(0.9 / 0.3 + 0.3 / 1, 9)
    expect(doorTravelTime(1, 10, 100, 100)).toBeCloseTo(2, 9) // half a metre at 1 m/s² takes a second, twice
    expect(doorTravelTime(0.9, 0.3, 30, 120)).toBeGreaterThan(doorTravelTime(0.9, 0.3, 120, 120))
  })

  test('stopping distance: v²/2a, and the way until the brake grips', () => {
    expect(stoppingDistance(0.15, 0, 4700, 4700)).toBeCloseTo(11.25, 9)
    expect(stoppingDistance(0.15, 0.1, 4700, 4700)).toBeCloseTo(26.25, 9)
  })

  test('grip: none is used in balance, all of it where T₁/T₂ is e^(fα)', () => {
    expect(tractionUsed(1500, 1500, 0, 0.7)).toBe(0)
    expect(tractionUsed(1500 * Math.exp(0.7), 1500, 0, 0.7)).toBeCloseTo(1, 9)
    expect(tractionUsed(1700, 1200, 0.8, 0.7)).toBeGreaterThan(tractionUsed(1700, 1200, 0, 0.7))
  })
})

test('healthy it stays within its limits at any duty', () => {
  expect(leavingLimits(lift)).toEqual([])
})

test('a busy lift is fuller: its doors take longer, and nearer to balance it takes less current', () => {
  const calm = steady(lift, { demand: 0.1 })
  const busy = steady(lift, { demand: 1 })
  expect(busy.door_cycle_time).toBeGreaterThan(calm.door_cycle_time ?? 0)
  expect(busy.motor_current).toBeLessThan((calm.motor_current ?? 0) - 3)
})

test.each([
  ['brake_wear', { door_cycle_time: 0, motor_current: 1, levelling_error: 1, car_vibration: 0 }],
  ['door_operator_wear', { door_cycle_time: 1, motor_current: 0, levelling_error: 0, car_vibration: 1 }],
  ['traction_loss', { door_cycle_time: 0, motor_current: 0, levelling_error: 1, car_vibration: 1 }],
  ['guide_rail_wear', { door_cycle_time: 0, motor_current: 1, levelling_error: 0, car_vibration: 1 }],
])('%s', (mode, directions) => {
  expect(changes(lift, mode, { demand: 0.6 })).toEqual(directions)
})

test('values are those of trips: without one they stay, with many they move', () => {
  const model = lift.create(3)
  const at = { tMs: 0, dtMs: 1000, demand: 0.5, ambientC: 20, severities: {} }
  for (let i = 0; i < 3600; i++) model.step(at)
  const readings = new Set<number | undefined>()
  for (let i = 0; i < 3600; i++) readings.add(model.step(at).door_cycle_time)
  // 55 trips an hour, give or take
  expect(readings.size).toBeGreaterThan(30)
  expect(readings.size).toBeLessThan(80)
  const held = model.step({ ...at, demand: 0 }).door_cycle_time
  for (let i = 0; i < 3600; i++) expect(model.step({ ...at, demand: 0 }).door_cycle_time).toBe(held)
})

test('at the failure of each mode its limit is passed', () => {
  for (const [mode, metric] of [
    ['brake_wear', 'levelling_error'],
    ['traction_loss', 'levelling_error'],
    ['door_operator_wear', 'door_cycle_time'],
    ['guide_rail_wear', 'car_vibration'],
  ] as const) {
    const high = lift.class.metrics.find(({ key }) => key === metric)?.limits?.high
    expect(steady(lift, { demand: 0.4, severities: { [mode]: 1 } })[metric], mode).toBeGreaterThan(
      high ?? NaN,
    )
  }
})
