import { describe, expect, test } from 'vitest'
import type { Severities } from '../kind.ts'
import { airOf } from './air.ts'
import { fan } from './fan.ts'

const clean = { duct: 1, filter: 1, fouling: 0, ambientC: 20 }

describe('air', () => {
  test('at the rated speed the rated flow, and 120 Pa across the clean filter', () => {
    const { flow, filterPa } = airOf(1, clean)
    expect(flow).toBeCloseTo(1, 9)
    expect(filterPa).toBeCloseTo(120, 0)
  })

  test('the fan laws: flow with the speed, pressure and torque with its square', () => {
    const [full, half] = [airOf(1, clean), airOf(0.5, clean)]
    expect(half.flow / full.flow).toBeCloseTo(1 / 2, 9)
    expect(half.filterPa / full.filterPa).toBeCloseTo(1 / 4, 9)
    expect(half.torque / full.torque).toBeCloseTo(1 / 4, 9)
  })

  test('a filter that is closed by dust takes air and power, and the pressure across it rises', () => {
    const [now, closed] = [airOf(1, clean), airOf(1, { ...clean, filter: 10 })]
    expect(closed.flow).toBeLessThan(0.8 * now.flow)
    expect(closed.filterPa).toBeGreaterThan(450)
    expect(closed.torque).toBeLessThan(now.torque)
  })

  test('cold air is heavier', () => {
    expect(airOf(1, { ...clean, ambientC: -15 }).torque).toBeGreaterThan(1.1 * airOf(1, clean).torque)
  })
})

function settled(severities: Severities) {
  const machine = fan.create(1)
  for (let i = 0; i < 60; i++) machine.step({ tMs: i, dtMs: 600_000, demand: 0.8, ambientC: 20, severities })
  return { ...machine.step({ tMs: 60, dtMs: 600_000, demand: 0.8, ambientC: 20, severities }) }
}

test('a slipping belt: less air, less current, a warm pulley, a belt that whips', () => {
  const [well, slipping] = [settled({}), settled({ belt_slip: 1 })]
  expect(slipping.differential_pressure).toBeLessThan(0.7 * (well.differential_pressure ?? 0))
  expect(slipping.motor_current).toBeLessThan(0.9 * (well.motor_current ?? 0))
  expect(slipping.bearing_temperature).toBeGreaterThan((well.bearing_temperature ?? 0) + 5)
  expect(slipping.vibration_rms).toBeGreaterThan(1.5 * (well.vibration_rms ?? 0))
})

test('it runs down for a minute after it is switched off', () => {
  const machine = fan.create(1)
  const step = (demand: number) =>
    machine.step({ tMs: 0, dtMs: 5000, demand, ambientC: 20, severities: {} }).differential_pressure ?? 0
  const running = step(0.8)
  const course = [0, 0, 0, 0, 0, 0].map(step)
  expect(course).toEqual(course.toSorted((a, b) => b - a))
  expect(course[0]).toBeGreaterThan(0.3 * running)
  expect(course[5]).toBeLessThan(0.1 * running)
})
