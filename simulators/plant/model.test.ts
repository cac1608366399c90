import { linearRegression, mean, standardDeviation } from 'simple-statistics'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { EquipmentClass, metricOf } from '../../contracts/registry.ts'
import { demoPlant } from '../demo.ts'
import { plantClasses } from './classes.ts'
import { type Fault, type FaultMode, faultModes, severityAt } from './faults.ts'
import type { Machine } from './machine.ts'
import { sampleAt, truthOf } from './model.ts'
import { mixSeed, normal, uniform } from './random.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2025, 2, 3)

const machine = (more: Partial<Machine> = {}): Machine => ({
  asset: 'pump-1',
  name: 'Pump 1',
  class: 'pump',
  criticality: 'B',
  device: 'pump-1-monitor',
  seed: 7,
  faults: [],
  ...more,
})
const values = (of: Machine, metric: string, fromMs: number, toMs: number, stepMs = 600_000): number[] =>
  Array.from(
    { length: (toMs - fromMs) / stepMs },
    (_, i) => sampleAt(of, fromMs + i * stepMs).values[metric] ?? Number.NaN,
  )

test('mulberry32 gives the published sequence', () => {
  expect([0, 1, 2].map(i => Math.floor(uniform(1 + i * 0x6d2b79f5) * 2 ** 32))).toEqual([
    2693262067, 11749833, 2265367787,
  ])
})

test('the noise is normal', () => {
  const noise = Array.from({ length: 20_000 }, (_, i) => normal(mixSeed('noise', i)))
  expect(mean(noise)).toBeCloseTo(0, 1)
  expect(standardDeviation(noise)).toBeCloseTo(1, 1)
})

describe.each(plantClasses)('a healthy $id', equipmentClass => {
  const healthy = [1, 2, 3].map(seed => machine({ class: equipmentClass.id, seed }))

  test('has a class that the registry takes, and measures exactly its metrics', () => {
    expect(Value.Check(EquipmentClass, equipmentClass)).toBe(true)
    const measured = Object.keys(sampleAt(machine({ class: equipmentClass.id }), START_MS).values)
    expect(measured.sort()).toEqual(equipmentClass.metrics.map(({ key }) => key).sort())
  })

  test.each(equipmentClass.metrics)(
    '$key is reproducible, positive, within its limits and without a trend',
    metric => {
      for (const one of healthy) {
        const series = values(one, metric.key, START_MS, START_MS + 14 * DAY_MS)
        expect(values(one, metric.key, START_MS, START_MS + 14 * DAY_MS)).toEqual(series)
        expect(Math.min(...series)).toBeGreaterThan(metric.limits?.low ?? 0)
        expect(Math.max(...series)).toBeLessThan(metric.limits?.high ?? Number.POSITIVE_INFINITY)
        const { m } = linearRegression(series.map((value, i) => [i / series.length, value]))
        expect(Math.abs(m)).toBeLessThan(standardDeviation(series))
      }
    },
  )
})

test('values do not depend on what was asked before, and differ from machine to machine', () => {
  const a = machine()
  const later = sampleAt(a, START_MS + DAY_MS)
  sampleAt(a, START_MS)
  expect(sampleAt(a, START_MS + DAY_MS)).toEqual(later)
  expect(sampleAt(machine({ seed: 8 }), START_MS + DAY_MS)).not.toEqual(later)
})

test('the day can be seen in the current', () => {
  const night = values(machine(), 'motor_current', START_MS, START_MS + 4 * HOUR_MS)
  const noon = values(machine(), 'motor_current', START_MS + 12 * HOUR_MS, START_MS + 16 * HOUR_MS)
  expect(mean(noon) - mean(night)).toBeGreaterThan(3)
})

describe.each(Object.keys(faultModes) as FaultMode[])('%s', mode => {
  const fault: Fault = { mode, onsetMs: START_MS + 7 * DAY_MS, functionalFailureMs: START_MS + 8 * DAY_MS }
  const kind = faultModes[mode].kind
  const sick = machine({ class: kind, faults: [fault] })
  const well = machine({ class: kind })

  test('begins at its onset, grows, and is complete at the failure', () => {
    const at = (share: number) => severityAt(fault, fault.onsetMs + share * DAY_MS)
    const severities = [-1, 0, 0.25, 0.5, 0.75, 1, 2].map(at)
    expect(severities).toEqual(severities.toSorted((a, b) => a - b))
    expect([at(-1), at(0), at(1), at(2)]).toEqual([0, 0, 1, 1])
  })

  test('changes nothing before the onset, and its metrics far beyond the noise by the failure', () => {
    expect(sampleAt(sick, fault.onsetMs)).toEqual(sampleAt(well, fault.onsetMs))
    for (const { metric, change } of faultModes[mode].effects) {
      const normalValues = values(well, metric, START_MS, fault.onsetMs)
      const last = values(sick, metric, fault.functionalFailureMs, fault.functionalFailureMs + 4 * HOUR_MS)
      const same = values(well, metric, fault.functionalFailureMs, fault.functionalFailureMs + 4 * HOUR_MS)
      expect(mean(last) - mean(same)).toBeCloseTo(change, 0)
      if (metric === faultModes[mode].indicator)
        expect(Math.abs(mean(last) - mean(normalValues))).toBeGreaterThan(5 * standardDeviation(normalValues))
    }
  })

  test('has an answer key', () => {
    expect(truthOf(sick)).toEqual([
      {
        asset: 'pump-1',
        failureMode: mode,
        metric: faultModes[mode].indicator,
        onsetMs: fault.onsetMs,
        functionalFailureMs: fault.functionalFailureMs,
      },
    ])
  })
})

test('the demo: six machines, three of which fail soon; the same seed gives the same plant', () => {
  const nowMs = START_MS + 30 * DAY_MS
  const plant = demoPlant(1, nowMs)
  expect(plant).toEqual(demoPlant(1, nowMs))
  expect(plant.machines).toHaveLength(6)
  expect(new Set(plant.machines.map(({ device }) => device)).size).toBe(6)
  expect(plant.truth).toHaveLength(3)
  for (const { asset, metric, onsetMs, functionalFailureMs } of plant.truth) {
    expect(onsetMs).toBeLessThan(nowMs)
    expect(functionalFailureMs).toBeGreaterThan(nowMs)
    const sick = plant.machines.find(each => each.asset === asset)
    const equipmentClass = plant.classes.find(({ id }) => id === sick?.class)
    expect(equipmentClass && metricOf(equipmentClass, metric)).toBeDefined()
  }
})
