import { expect, test } from 'vitest'
import { demoPlant } from './demo.ts'
import { SimulatedMachine } from './plant/machine.ts'
import { truthOf } from './plant/truth.ts'

const NOW_MS = Date.UTC(2025, 3, 2, 12)

test('the demo: six machines, three of which fail soon; the same seed gives the same plant', () => {
  const plant = demoPlant(1, NOW_MS)
  expect(plant).toEqual(demoPlant(1, NOW_MS))
  expect(new Set(plant.machines.map(({ device }) => device)).size).toBe(6)
  expect(plant.classes.map(({ id }) => id).sort()).toEqual(['motor', 'pump'])
  const truth = plant.machines.flatMap(spec => truthOf(spec))
  expect(truth).toHaveLength(3)
  for (const row of truth) {
    expect(row.onsetMs).toBeGreaterThan(plant.startMs)
    expect(row.layer === 'machine' && row.functionalFailureMs > NOW_MS).toBe(true)
  }
})

test('each of its machines runs', () => {
  for (const spec of demoPlant(1, NOW_MS).machines)
    expect(new SimulatedMachine(spec, 60_000).step(NOW_MS)).toHaveLength(1)
})
