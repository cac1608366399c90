import { describe, expect, test } from 'vitest'
import type { Severities } from '../kind.ts'
import { hydraulicsOf, RATED_FLOW, speedFor } from './hydraulics.ts'
import { pump } from './pump.ts'

const clean = { head: 1, pipes: 1, impellerWear: 0, sealLeak: 0, dirt: 0, liquidC: 70 }

describe('hydraulics', () => {
  test('at the rated speed a new pump delivers its rated flow at its rated head', () => {
    expect(speedFor(RATED_FLOW)).toBeCloseTo(1, 9)
    const { flow, dischargeBar, torque } = hydraulicsOf(1, clean)
    expect(flow / RATED_FLOW).toBeCloseTo(1, 1)
    expect(dischargeBar / (0.0959 * (60 + 3 - 1))).toBeCloseTo(1, 1)
    expect(torque).toBeCloseTo(1, 1)
  })

  test.each([0.4, 0.6, 0.8, 1])('the speed of the table gives the flow that was asked for: %d', share => {
    expect(hydraulicsOf(speedFor(share * RATED_FLOW), clean).flow / RATED_FLOW).toBeCloseTo(share, 1)
  })

  test('below the static head nothing flows', () => {
    expect(hydraulicsOf(0.45, clean).flow).toBeLessThan(0.001 * RATED_FLOW)
  })

  test('the head collapses when the water is too hot for the height of the vessel', () => {
    const at = (liquidC: number) => hydraulicsOf(1, { ...clean, liquidC })
    expect(at(80).dischargeBar).toBeCloseTo(at(70).dischargeBar, 1)
    expect(at(80).cavitation).toBeGreaterThan(at(70).cavitation + 0.1)
    expect(at(97).dischargeBar).toBeLessThan(0.9 * at(70).dischargeBar)
    expect(at(97).flow).toBeLessThan(0.95 * at(70).flow)
  })

  test('a strainer full of dirt takes pressure, flow and torque, and brings vapour', () => {
    const [now, full] = [hydraulicsOf(0.9, clean), hydraulicsOf(0.9, { ...clean, dirt: 1 })]
    expect(full.dischargeBar).toBeLessThan(0.9 * now.dischargeBar)
    expect(full.torque).toBeLessThan(now.torque)
    expect(full.cavitation).toBeGreaterThan(1)
  })
})

/** Values after ten hours at 80 % of the rated flow. */
function settled(severities: Severities) {
  const machine = pump.create(1)
  for (let i = 0; i < 60; i++) machine.step({ tMs: i, dtMs: 600_000, demand: 0.8, ambientC: 20, severities })
  return { ...machine.step({ tMs: 60, dtMs: 600_000, demand: 0.8, ambientC: 20, severities }) }
}

test('one fault shows in several metrics, the way it would', () => {
  const well = settled({})
  const worn = settled({ impeller_wear: 1 })
  expect(worn.discharge_pressure).toBeLessThan(0.85 * (well.discharge_pressure ?? 0))
  expect(worn.motor_current).toBeLessThan(well.motor_current ?? 0)
  expect(worn.vibration_rms).toBeGreaterThan(well.vibration_rms ?? 0)
  const spalled = settled({ bearing_wear: 1 })
  expect(spalled.vibration_rms).toBeGreaterThan(4)
  expect(spalled.bearing_temperature).toBeGreaterThan((well.bearing_temperature ?? 0) + 20)
  expect(spalled.discharge_pressure).toBeCloseTo(well.discharge_pressure ?? 0, 1)
})
