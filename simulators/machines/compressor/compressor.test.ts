import { describe, expect, test } from 'vitest'
import { changes, leavingLimits, steady } from '../testing/steady.ts'
import { compressor } from './compressor.ts'
import {
  chargeTemperature,
  compressionWork,
  dischargeTemperature,
  magnification,
  R_AIR,
  volumetricEfficiency,
} from './gas.ts'

const KELVIN = 273.15

describe('the equations', () => {
  test.each([
    [1, 1.4, 20],
    [3, 1.4, 128.1], // isentropic
    [3, 1.3, 104.6], // cooled
    [4, 1.4, 162.5],
    [8, 1.4, 257.9],
    [3, 1, 20], // isothermal
  ])('air of 20 °C leaves a compression by %d with n = %d at %d °C', (ratio, n, celsius) => {
    expect(dischargeTemperature(20 + KELVIN, ratio, n) - KELVIN).toBeCloseTo(celsius, 0)
  })

  test('clearance costs volume, more of it at a higher ratio', () => {
    expect(volumetricEfficiency(1, 1.3, 0.05)).toBe(1)
    expect(volumetricEfficiency(4, 1.3, 0.05)).toBeCloseTo(0.905, 3)
    expect(volumetricEfficiency(8, 1.3, 0.05)).toBeLessThan(volumetricEfficiency(4, 1.3, 0.05))
    expect(volumetricEfficiency(8, 1.3, 0)).toBe(1)
  })

  test('work: the heating of the gas where no heat goes out, R · T · ln r where all of it does', () => {
    const heatedK = dischargeTemperature(293.15, 3, 1.4) - 293.15
    expect(compressionWork(293.15, 3, 1.4)).toBeCloseTo(1.0045 * heatedK, 1)
    expect(compressionWork(293.15, 3, 1.000_01)).toBeCloseTo(R_AIR * 293.15 * Math.log(3), 1)
  })

  test('gas that comes back hot: the mixture is between the two, and what leaves is hotter again', () => {
    const heating = dischargeTemperature(1, 3, 1.35)
    expect(chargeTemperature(300, heating, 0)).toBe(300)
    const charge = chargeTemperature(300, heating, 0.2)
    expect(charge).toBeCloseTo(0.8 * 300 + 0.2 * heating * charge, 9)
  })

  test('a springy foundation: the force at rest, 1/(2ζ) at resonance, isolated above', () => {
    expect(magnification(0, 50, 0.05)).toBe(1)
    expect(magnification(50, 50, 0.05)).toBeCloseTo(10, 9)
    expect(magnification(150, 50, 0.05)).toBeLessThan(0.2)
  })
})

test('healthy it stays within its limits at any duty and in any weather', () => {
  expect(leavingLimits(compressor)).toEqual([])
})

test('load warms the gas and takes current; a hot day warms it degree by degree and more', () => {
  const idle = steady(compressor, { demand: 0.3 })
  const full = steady(compressor, { demand: 1 })
  expect(full.discharge_temperature).toBeGreaterThan((idle.discharge_temperature ?? 0) + 15)
  expect(full.motor_current).toBeGreaterThan((idle.motor_current ?? 0) + 20)
  const hot = steady(compressor, { demand: 1, ambientC: 35 })
  expect(hot.discharge_temperature).toBeGreaterThan((full.discharge_temperature ?? 0) + 15)
})

test.each([
  ['valve_leak', { discharge_temperature: 1, discharge_pressure: -1, motor_current: 1, vibration_rms: 0 }],
  ['ring_wear', { discharge_temperature: 1, discharge_pressure: -1, motor_current: 1, vibration_rms: 1 }],
  [
    'cooling_fouling',
    { discharge_temperature: 1, discharge_pressure: 0, motor_current: 1, vibration_rms: 0 },
  ],
  [
    'loose_foundation',
    { discharge_temperature: 1, discharge_pressure: 0, motor_current: 1, vibration_rms: 1 },
  ],
])('%s', (mode, directions) => {
  expect(changes(compressor, mode, { demand: 0.85 })).toEqual(directions)
})

test('a leaking valve heats most, worn rings knock and lose more capacity than they heat', () => {
  const valve = steady(compressor, { severities: { valve_leak: 0.6 } })
  const rings = steady(compressor, { severities: { ring_wear: 0.6 } })
  expect(valve.discharge_temperature).toBeGreaterThan((rings.discharge_temperature ?? 0) + 10)
  expect(rings.vibration_rms).toBeGreaterThan((valve.vibration_rms ?? 0) + 0.5)
})

test('what it lacks shows at full load: at half load a leaking valve only makes it load for longer', () => {
  const severities = { valve_leak: 0.7 }
  const half = steady(compressor, { demand: 0.5, severities })
  expect(half.discharge_pressure).toBeCloseTo(steady(compressor, { demand: 0.5 }).discharge_pressure ?? 0, 2)
  const full = steady(compressor, { demand: 1, severities })
  expect(full.discharge_pressure).toBeLessThan((half.discharge_pressure ?? 0) - 0.1)
})

test('at the failure of each mode the limit of its first sign is passed, on a warm day at the latest', () => {
  const warm = { demand: 0.85, ambientC: 30 }
  for (const mode of ['valve_leak', 'cooling_fouling'])
    expect(steady(compressor, { ...warm, severities: { [mode]: 1 } }).discharge_temperature).toBeGreaterThan(
      165,
    )
  expect(steady(compressor, { ...warm, severities: { loose_foundation: 1 } }).vibration_rms).toBeGreaterThan(
    8,
  )
})
