import { expect, test } from 'vitest'
import { quantityOf } from './quantity.ts'

test.each([
  // as simulated and shipped
  ['vibration_rms', 'mm/s', 'vibration'],
  ['vibration_acceleration', 'm/s²', 'vibration'],
  ['car_vibration', 'm/s2', 'vibration'],
  ['bearing_temperature', '°C', 'temperature'],
  ['discharge_pressure', 'bar', 'pressure'],
  ['differential_pressure', 'Pa', 'pressure'],
  ['flow', 'm³/h', 'flow'],
  ['motor_current', 'A', 'current'],
  ['voltage', 'V', 'voltage'],
  ['power', 'kW', 'power'],
  ['speed', '1/min', 'speed'],
  ['belt_speed', 'm/s', 'speed'],
  ['current_imbalance', '%', 'other'],
  ['cell_spread', 'mV', 'other'],
  ['internal_resistance', 'mΩ', 'other'],
  ['levelling_error', 'mm', 'other'],
  ['belt_deviation', 'mm', 'other'],
  ['door_cycle_time', 's', 'other'],
  // as others write them, with a unit and without
  ['Temperature', '', 'temperature'],
  ['Accelerometer1RMS', '', 'vibration'],
  ['Accelerometer1RMS', 'g', 'vibration'],
  ['Volume Flow RateRMS', '', 'flow'],
  ['Current', '', 'current'],
  ['Voltage', '', 'voltage'],
  ['Pressure', '', 'pressure'],
  ['T1', 'degF', 'temperature'],
  ['n', 'rpm', 'speed'],
  ['torque', 'N·m', 'torque'],
  ['oil_level', '%', 'level'],
  ['tank.level', 'mm', 'level'],
  ['pump-running', '', 'state'],
  ['operating_hours', 'h', 'counter'],
  ['energy', 'kWh', 'counter'],
  ['load', '%', 'power'],
  ['humidity', '%', 'other'],
  ['value', '', 'other'],
  ['temperature', 'mol/l', 'other'],
] as const)('%s in "%s" is %s', (key, unit, quantity) => {
  expect(quantityOf({ key, unit })).toBe(quantity)
})

test('what the registry says goes before', () => {
  expect(quantityOf({ key: 'x', unit: '°C', quantity: 'pressure' })).toBe('pressure')
})
