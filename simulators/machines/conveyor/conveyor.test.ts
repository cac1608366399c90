import { describe, expect, test } from 'vitest'
import { changes, leavingLimits, steady } from '../testing/steady.ts'
import { conveyor } from './conveyor.ts'
import { creep, drivingForce, traction } from './resistance.ts'

describe('the equations', () => {
  const belt = {
    lengthM: 100,
    liftM: 0,
    friction: 0.02,
    secondary: 1.78,
    rollersKgM: 18,
    beltKgM: 14,
    loadKgM: 70,
  }

  test('driving force after DIN 22101: friction of all that moves, and the lift of the load alone', () => {
    expect(drivingForce(belt)).toBeCloseTo(1.78 * 0.02 * 100 * 9.81 * 116, 6)
    expect(drivingForce({ ...belt, liftM: 8 }) - drivingForce(belt)).toBeCloseTo(8 * 9.81 * 70, 6)
    expect(drivingForce({ ...belt, liftM: 8, loadKgM: 0 })).toBe(drivingForce({ ...belt, loadKgM: 0 }))
  })

  test('Eytelwein: with µ = 0.3 and 210° the pulley gives twice the slack tension', () => {
    expect(traction(7800, 0.3, (210 / 180) * Math.PI)).toBeCloseTo(7800 * 2.003, -1)
    expect(traction(7800, 0, Math.PI)).toBe(0)
  })

  test('a belt creeps by per mille, and more as its grip is used up', () => {
    expect(creep(0)).toBe(0)
    expect(creep(0.5)).toBeLessThan(0.005)
    expect(creep(1) - creep(0.8)).toBeGreaterThan(1.5 * (creep(0.8) - creep(0.6)))
  })
})

test('healthy it stays within its limits at any duty and in any weather', () => {
  expect(leavingLimits(conveyor)).toEqual([])
})

test('load takes current and warms the gear oil; the speed hardly changes', () => {
  const empty = steady(conveyor, { demand: 0.1 })
  const full = steady(conveyor, { demand: 1 })
  expect(full.motor_current).toBeGreaterThan((empty.motor_current ?? 0) + 8)
  expect(full.oil_temperature).toBeGreaterThan((empty.oil_temperature ?? 0) + 15)
  expect(full.belt_speed).toBeGreaterThan(0.99 * (empty.belt_speed ?? 0))
})

test.each([
  ['mistracking', { motor_current: 1, belt_speed: 0, oil_temperature: 1, belt_deviation: 1 }],
  ['idler_seizure', { motor_current: 1, belt_speed: -1, oil_temperature: 1, belt_deviation: 1 }],
  ['tension_loss', { motor_current: 0, belt_speed: -1, oil_temperature: 0, belt_deviation: 1 }],
  ['gearbox_overheating', { motor_current: 1, belt_speed: 0, oil_temperature: 1, belt_deviation: 0 }],
  ['material_build_up', { motor_current: 1, belt_speed: 0, oil_temperature: 1, belt_deviation: 1 }],
])('%s', (mode, directions) => {
  expect(changes(conveyor, mode, { demand: 0.7 })).toEqual(directions)
})

test('a slack belt slips under load and not while it is empty', () => {
  const severities = { tension_loss: 1 }
  expect(steady(conveyor, { demand: 1, severities }).belt_speed).toBeLessThan(1.2)
  expect(steady(conveyor, { demand: 0.2, severities }).belt_speed).toBeGreaterThan(1.5)
})

test('the edge rubs only when the belt has come to the frame', () => {
  const current = (mistracking: number) =>
    steady(conveyor, { severities: { mistracking } }).motor_current ?? 0
  expect(current(0.3) - current(0)).toBeLessThan(0.1)
  expect(current(1) - current(0.3)).toBeGreaterThan(1)
})

test('it stops at once, and its oil takes hours to cool', () => {
  const model = conveyor.create(1)
  const at = { tMs: 0, dtMs: 600_000, demand: 0.8, ambientC: 20, severities: {} }
  for (let i = 0; i < 60; i++) model.step(at)
  const off = { ...at, demand: 0 }
  const soon = { ...model.step(off) }
  expect([soon.belt_speed, soon.motor_current]).toEqual([0, 0])
  expect(soon.oil_temperature).toBeGreaterThan(40)
  for (let i = 0; i < 60; i++) model.step(off)
  expect(model.step(off).oil_temperature).toBeLessThan(22)
})
