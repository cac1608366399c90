import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convert, sameUnit } from './units.ts'

test.each([
  [212, '°F', '°C', 100],
  [98.6, '[degF]', 'Cel', 37],
  [-40, 'F', 'C', -40],
  [25, '℃', 'K', 298.15],
  [300, 'K', 'degC', 26.85],
  [1, 'Celsius', 'Fahrenheit', 33.8],
  [20, 'ºC', 'degreesCelsius', 20],
  [20, '° C', '°K', 293.15],
  [671.67, 'degR', '°F', 212],
  [60.1, 'lat', '°', 60.1],
  [1, 'bar', 'psi', 14.5038],
  [14.5038, '[psi]', 'bar', 1],
  [1, 'bar', 'kPa', 100],
  [1, 'MPa', 'bar', 10],
  [1013, 'hPa', 'mbar', 1013],
  [2, 'barg', 'kPa', 200],
  [2, 'bar(g)', 'psig', 29.0075],
  [3, 'MPaG', 'bar', 30],
  [1, 'mmH2O', 'Pa', 9.80665],
  [1, 'Torr', 'mbar', 1.33322],
  [1, 'kg/cm2', 'bar', 0.980665],
  [1, 'inH2O', 'Pa', 249.082],
  [1, 'in/s', 'mm/s', 25.4],
  [1, '[in_i]/s', 'mm/s', 25.4],
  [0.5, 'ips', 'mm/s', 12.7],
  [1, 'g', 'm/s²', 9.80665],
  [9.80665, 'm/s2', 'g', 1],
  [1000, 'mg', 'm/s2', 9.80665],
  [1, '[g]', 'mm/s^2', 9806.65],
  [2, 'gRMS', 'm/s2', 19.6133],
  [1, 'in/s RMS', 'mm/s', 25.4],
  [1, 'G', 'm/s2', 9.80665],
  [1, 'g', 'kg', 0.001],
  [1500, 'rpm', 'Hz', 25],
  [1500, '1/min', 'Hz', 25],
  [25, 'Hz', 'r/min', 1500],
  [1500, '/min', 'rpm', 1500],
  [1500, 'U/min', 'RPM', 1500],
  [1, 'rad/s', 'rpm', 9.5493],
  [1, 'A', 'mA', 1000],
  [1, 'hp', 'kW', 0.7457],
  [1, '[HP]', 'W', 745.7],
  [1, 'l/min', 'm³/h', 0.06],
  [1, 'L/min', 'm3/h', 0.06],
  [1, 'gpm', 'l/min', 3.78541],
  [1, 'CFM', 'm3/h', 1.69901],
  [50, '%', '1', 0.5],
  [50, '%RH', '%', 50],
  [50, '% rH', '%', 50],
  [1, '/100', '1', 0.01],
  [10_000, 'ppm', '%', 1],
  [1, 'kWh', 'MJ', 3.6],
  [1, 'kW.h', 'kWh', 1],
  [1, 'kW·h', 'Wh', 1000],
  [1, 'Nm', 'N.m', 1],
  [5, 'µS/cm', 'mS/cm', 0.005],
  [1, 'mils', 'um', 25.4],
  [1, 'μm', 'mm', 0.001],
  [1, 'kΩ', 'Ohm', 1000],
  [1, 'lx', 'lux', 1],
  [3, 'C', 'mC', 3000],
  [3, 'Ah', 'C', 10_800],
  [3, 'F', 'uF', 3e6],
  [1, 'h', 'min', 60],
  [1, 'kvar', 'var', 1000],
  [36, 'km/h', 'm/s', 10],
  [1, 'ug/m3', 'mg/m3', 0.001],
  [1, 't/h', 'kg/s', 0.277778],
])('%d %s in %s is %d', (value, from, to, expected) => {
  const found = convert(value, from, to) ?? Number.NaN
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-5)
})

test('what is whole stays whole', () => {
  expect(convert(1500, 'rpm', 'Hz')).toBe(25)
  expect(convert(212, '°F', '°C')).toBe(100)
  expect(convert(37, '°C', '°F')).toBe(98.6)
  expect(convert(32, '°F', '°C')).toBe(0)
  expect(convert(50, '°F', '°C')).toBe(10)
  expect(convert(273.16, 'K', '°C')).toBe(0.01)
  expect(convert(7, 'bar', 'kPa')).toBe(700)
})

test.each([
  ['°F', 'bar'],
  ['g', 'bar'],
  ['V', 'A'],
  ['l/min', 'kg/h'],
  ['bar(a)', 'barg'],
  ['dBm', 'W'],
  ['pH', '1'],
  ['furlong?', 'm'],
  ['constructor', 'm'],
  ['__proto__', 'm'],
  ['m', 'toString'],
  ['', 'm'],
  ['m', ''],
  ['(((', 'm'],
  ['m'.repeat(100_000), 'm'],
])('%.20s is not convertible to %s', (from, to) => expect(convert(1, from, to)).toBeUndefined())

test.each([
  ['°C', 'Cel', true],
  ['rpm', '1/min', true],
  ['m3/h', 'm³/h', true],
  ['mm/s', 'mm/s', true],
  ['dB', 'dB', true],
  ['widgets', 'widgets', true],
  ['°C', 'K', false],
  ['bar', 'kPa', false],
  ['widgets', 'gadgets', false],
])('%s and %s are the same: %s', (one, other, yes) => expect(sameUnit(one, other)).toBe(yes))

test('there and back is the same value', () => {
  const pairs = [
    ['°F', '°C'],
    ['psi', 'bar'],
    ['g', 'm/s2'],
    ['rpm', 'Hz'],
    ['l/min', 'm3/h'],
    ['hp', 'kW'],
  ] as const
  fc.assert(
    fc.property(
      fc.constantFrom(...pairs),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      ([one, other], value) => {
        const back = convert(convert(value, one, other) ?? Number.NaN, other, one) ?? Number.NaN
        expect(Math.abs(back - value)).toBeLessThanOrEqual(2e-9 * Math.max(1, Math.abs(value)))
      },
    ),
  )
})

test('any text ends in a number or in nothing', () => {
  const part = fc.constantFrom('m', 'k', '/', '*', '.', '2', '-', '^', ' ', '°', 'C', '[', ']', '(', 'µ', '%')
  const unit = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 12 }).map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(unit, unit, (from, to) => {
      const found = convert(1, from, to)
      expect(found === undefined || Number.isFinite(found)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})
