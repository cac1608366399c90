import { expect, test } from 'vitest'
import { inWords, readable, signName, titleParts } from './words.ts'

test('states, reasons and codes, also those that this page does not know', () => {
  expect(inWords('on_site')).toBe('On site')
  expect(inWords('unknown_device')).toBe('Unknown device')
  expect(inWords('waiting_for_parts')).toBe('Waiting for parts')
})

test('a title is asset and fault in words, with units kept beside their numbers', () => {
  const ticket = {
    assetName: 'Pump_7',
    metric: 'oil_temperature',
    unit: '°C',
    title: 'Pump_7: oil_temperature 92 °C, limit 80 °C',
  }
  expect(titleParts(ticket)).toEqual(['Pump_7:', 'oil temperature 92\u00a0°C, limit 80\u00a0°C'])
  expect(titleParts({ ...ticket, unit: '', title: 'Odd' })).toEqual(['', 'Odd'])
})

test('what people wrote stays as it is', () => {
  const ticket = { assetName: 'Pump_7', metric: null, unit: null, title: 'Oil under pump_7' }
  expect(titleParts(ticket)).toEqual(['', 'Oil under pump_7'])
  expect(readable('It leaks.', null)).toBe('It leaks.')
})

test('signs of a fault', () => {
  expect(signName('vibration_rms high')).toBe('vibration high')
  expect(signName('motor_current unit_changed')).toBe('motor current in another unit')
  expect(signName('silent')).toBe('Silent')
})
