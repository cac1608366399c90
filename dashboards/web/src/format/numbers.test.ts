import { expect, test } from 'vitest'
import { count, quantity, reading } from './numbers.ts'

test.each([
  [0, '0'],
  [84.34567, '84.35'],
  [12345.6, '12346'],
  [0.012345, '0.01235'],
  [0.0000123, '1.23e-5'],
  [-3.5, '-3.5'],
  [2_500_000, '2.50e+6'],
])('reading(%d)', (value, text) => {
  expect(reading(value)).toBe(text)
})

test('quantity and count', () => {
  expect(quantity(84.3, '°C')).toBe('84.3 °C')
  expect(quantity(84.3, '')).toBe('84.3')
  expect(count(1, 'finding')).toBe('1 finding')
  expect(count(2, 'finding')).toBe('2 findings')
})
