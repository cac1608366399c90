import { expect, test } from 'vitest'
import type { Evidence, Finding } from '../../contracts/finding.ts'
import { priorityOf } from './priority.ts'
import { isTimeZone } from './registry.ts'
import { titleOf } from './ticket.ts'

const finding = (evidence: Omit<Evidence, 'series'>, unit = '°C') =>
  ({ metric: 'temperature', unit, evidence: { ...evidence, series: [] } }) as unknown as Finding

const said = (symptom: string, evidence: object, faultKind?: string) =>
  ({
    ...{ metric: 'temperature', detector: 'x@1', unit: '°C', faultKind },
    evidence: { ...evidence, symptoms: [{ metric: 'temperature', detector: 'x@1', symptom }] },
  }) as unknown as Finding

test.each<[string, Finding, string]>([
  ['a sensor', said('stuck', { value: 61 }, 'sensor'), 'Pump 7: temperature sensor is stuck'],
  ['a sensor that drifts', said('high', { value: 61 }, 'sensor'), 'Pump 7: temperature sensor reads wrong'],
  ['a rate', said('rising', { value: 2.4, limit: 2 }), 'Pump 7: temperature is rising too fast'],
  [
    'a trend',
    said('rising', { value: 61, limit: 80, crossing: { atMs: 1 } }),
    'Pump 7: temperature 61 °C, limit 80 °C',
  ],
  ['a limit', finding({ value: 92.346, limit: 80 }), 'Pump 7: temperature 92.35 °C, limit 80 °C'],
  [
    'a normal band',
    finding({ value: 92, expected: { low: 61.04, high: 74 } }),
    'Pump 7: temperature 92 °C, normal 61.04 to 74 °C',
  ],
  ['an unknown unit', finding({ value: 123456.7 }, ''), 'Pump 7: temperature 123457'],
  ['a small value', finding({ value: 0.000123 }), 'Pump 7: temperature 0.000123 °C'],
])('the title of a ticket says %s', (_, given, title) => {
  expect(titleOf(given, 'Pump 7')).toBe(title)
})

test('priority is severity by criticality', () => {
  const row = (severity: 'minor' | 'major' | 'critical') =>
    (['A', 'B', 'C'] as const).map(criticality => priorityOf(severity, criticality))
  expect(row('critical')).toEqual(['P1', 'P2', 'P3'])
  expect(row('major')).toEqual(['P2', 'P3', 'P3'])
  expect(row('minor')).toEqual(['P3', 'P4', 'P4'])
})

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Asia/Shanghai', true],
  ['+02:00', false],
  ['Mars/Olympus', false],
])('%s is an IANA time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected)
})
