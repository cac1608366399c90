import { describe, expect, test } from 'vitest'
import { changes, leavingLimits, steady } from '../testing/steady.ts'
import { chiller } from './chiller.ts'
import {
  approach,
  BUILDING_C,
  CAPACITY_PER_K,
  coefficientOfPerformance,
  condensingTemperature,
  effectiveness,
  NOMINAL_EVAPORATING_C,
  saturationPressure,
  warmestBalance,
} from './cycle.ts'

describe('the equations', () => {
  test.each([
    [-20, 1.327],
    [-10, 2.006],
    [0, 2.928],
    [20, 5.717],
    [40, 10.166],
    [60, 16.818],
  ])('R134a boils at %d °C under %d bar (the tables), within half a percent', (celsius, bar) => {
    expect(Math.abs(saturationPressure(celsius) / bar - 1)).toBeLessThan(0.005)
  })

  test('heat exchangers: ε = 1 − e^(−NTU), and the approach that is left', () => {
    expect(effectiveness(1)).toBeCloseTo(0.632, 3)
    expect(approach(5, Math.log(2))).toBeCloseTo(5, 9) // ε = ½: the refrigerant is as far below as the water is cooled
    expect(approach(5, 0.98)).toBeCloseTo(3, 1)
    expect(approach(5, 0.5)).toBeGreaterThan(approach(5, 1))
  })

  test('Carnot between 4 and 48 °C: 6.3; half of it at the quality of a half', () => {
    expect(coefficientOfPerformance(4, 48, 1)).toBeCloseTo(6.3, 1)
    expect(coefficientOfPerformance(4, 48, 0.5)).toBeCloseTo(3.15, 2)
  })

  test('heat balance: the condenser gives off the cold made and the work spent', () => {
    const at = { ambientC: 30, takenKw: 250, condenser: 29, quality: 0.52, evaporatingC: 4 }
    const condensingC = condensingTemperature(at)
    const workKw = at.takenKw / coefficientOfPerformance(at.evaporatingC, condensingC, at.quality)
    expect(at.condenser * (condensingC - at.ambientC)).toBeCloseTo(at.takenKw + workKw, 9)
  })

  test('with too little capacity the water warms up until what is offered is what is taken', () => {
    const at = { wantedKw: 300, setpointC: 7, capacityKw: 220, approachPerKw: 0.01 }
    const supplyC = warmestBalance(at)
    const takenKw = (at.wantedKw * (BUILDING_C - supplyC)) / (BUILDING_C - at.setpointC)
    const warmer = supplyC - at.approachPerKw * takenKw - NOMINAL_EVAPORATING_C
    expect(at.capacityKw * (1 + CAPACITY_PER_K * warmer)).toBeCloseTo(takenKw, 9)
    expect(supplyC).toBeGreaterThan(at.setpointC)
    expect(warmestBalance({ ...at, capacityKw: 400 })).toBeLessThan(at.setpointC)
  })
})

test('healthy it stays within its limits at any duty and in any weather', () => {
  expect(leavingLimits(chiller)).toEqual([])
})

test('healthy it holds 7 °C on the hottest day; heat outside raises the condensing pressure and the power', () => {
  const mild = steady(chiller, { demand: 1, ambientC: 20 })
  const hot = steady(chiller, { demand: 1, ambientC: 38 })
  expect(hot.supply_temperature).toBeCloseTo(mild.supply_temperature ?? 0, 1)
  expect(hot.discharge_pressure).toBeGreaterThan((mild.discharge_pressure ?? 0) + 4)
  expect(hot.power).toBeGreaterThan(1.4 * (mild.power ?? 0))
})

describe('on a warm day at full load', () => {
  test.each([
    ['refrigerant_leak', { supply_temperature: 1, suction_pressure: 1, discharge_pressure: -1, power: -1 }],
    ['condenser_fouling', { supply_temperature: 0, suction_pressure: 0, discharge_pressure: 1, power: 1 }],
    ['evaporator_fouling', { supply_temperature: 1, suction_pressure: -1, discharge_pressure: 0, power: 1 }],
    ['compressor_wear', { supply_temperature: 1, suction_pressure: 1, discharge_pressure: -1, power: 1 }],
  ])('%s', (mode, directions) => {
    expect(changes(chiller, mode, { demand: 1, ambientC: 32 })).toEqual(directions)
  })
})

describe('at half load, while there is capacity to spare', () => {
  test.each([
    ['refrigerant_leak', { supply_temperature: 0, suction_pressure: -1, discharge_pressure: 0, power: 1 }],
    ['condenser_fouling', { supply_temperature: 0, suction_pressure: 0, discharge_pressure: 1, power: 1 }],
    ['evaporator_fouling', { supply_temperature: 0, suction_pressure: -1, discharge_pressure: 0, power: 1 }],
    ['compressor_wear', { supply_temperature: 0, suction_pressure: 0, discharge_pressure: 0, power: 1 }],
  ])('%s', (mode, directions) => {
    expect(changes(chiller, mode, { demand: 0.5, ambientC: 22 })).toEqual(directions)
  })
})

test('in the cold the fans hide a dirty condenser', () => {
  const winter = { demand: 0.4, ambientC: 0 }
  expect(changes(chiller, 'condenser_fouling', winter).discharge_pressure).toBe(0)
})

test('at the failure: the pressure switch on a hot day, the frost limit, the water too warm', () => {
  const hot = { demand: 1, ambientC: 33 }
  const at = (mode: string) => steady(chiller, { ...hot, severities: { [mode]: 1 } })
  expect(at('condenser_fouling').discharge_pressure).toBeGreaterThan(18)
  expect(at('refrigerant_leak').supply_temperature).toBeGreaterThan(9.5)
  expect(at('compressor_wear').supply_temperature).toBeGreaterThan(8)
  const mild = { demand: 1, ambientC: 22, severities: { evaporator_fouling: 1 } }
  expect(steady(chiller, mild).suction_pressure).toBeLessThan(1.7)
})
