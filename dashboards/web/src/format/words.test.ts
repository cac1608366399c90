import { expect, test } from 'vitest'
import { reasonName, stateName, titleParts, transitionKind, transitionName } from './words.ts'

test('states, also one that this page does not know yet', () => {
  expect(stateName('on_site')).toBe('On site')
  expect(stateName('waiting_for_parts')).toBe('waiting for parts')
})

test.each([
  ['proposed', 'accepted', 'Accept'],
  ['on_hold', 'accepted', 'Take off hold'],
  ['on_hold', 'on_site', 'Resume on site'],
  ['resolved', 'closed', 'Close'],
  ['resolved', 'on_site', 'Reopen'],
] as const)('%s → %s is "%s"', (from, to, name) => {
  expect(transitionName(from, to)).toBe(name)
})

test('kinds of transitions', () => {
  expect(['accepted', 'on_hold', 'cancelled', 'rejected'].map(transitionKind)).toEqual([
    'forward',
    'aside',
    'ends',
    'ends',
  ])
})

test('reasons', () => {
  expect(reasonName('unknown_device')).toBe('Unknown device')
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
