import { describe, expect, test } from 'vitest'
import type { Model, Severities, Values } from '../kind.ts'
import { amplitudeAt } from '../testing/spectrum.ts'
import { gearbox } from './gearbox.ts'

/** After two days at 80 % of the rated torque. */
function settled(severities: Severities): { machine: Model; values: Values } {
  const machine = gearbox.create(1)
  let values: Values = {}
  for (let i = 0; i < 288; i++)
    values = machine.step({ tMs: i, dtMs: 600_000, demand: 0.8, ambientC: 20, severities })
  return { machine, values: { ...values } }
}

test('losing oil hardly shows at first; then the teeth run dry, and everything does', () => {
  const [full, half, empty] = [0, 0.4, 1].map(oil_leak => settled({ oil_leak }).values)
  const oil = (values?: Values) => values?.oil_temperature ?? Number.NaN
  expect(oil(half) - oil(full)).toBeGreaterThan(1)
  expect(oil(half) - oil(full)).toBeLessThan(8)
  expect(oil(empty) - oil(full)).toBeGreaterThan(30)
  expect(empty?.vibration_acceleration).toBeGreaterThan(2 * (full?.vibration_acceleration ?? 0))
})

test('oil takes hours to warm up, the bearing minutes more than it', () => {
  const machine = gearbox.create(1)
  const step = (demand: number) =>
    machine.step({ tMs: 0, dtMs: 60_000, demand, ambientC: 20, severities: {} }).oil_temperature ?? Number.NaN
  step(0)
  const course = Array.from({ length: 600 }, () => step(0.8))
  expect((course[59] ?? 0) - 20).toBeLessThan(0.6 * ((course[599] ?? 0) - 20))
})

describe('the waveform', () => {
  const SAMPLE_HZ = 8192
  const IN_HZ = 25 * (1 - 0.015 * 0.8)
  const MESH_HZ = 23 * IN_HZ
  /** The highest amplitude near `hz`: the load wanders, and with it the speed. */
  const lineOf = (severities: Severities, hz: number): number => {
    const wave =
      settled(severities).machine.waveform?.({ seconds: 2, sampleHz: SAMPLE_HZ, seed: 5 }) ??
      new Float64Array()
    return Math.max(...[-1, -0.5, 0, 0.5, 1].map(off => amplitudeAt(wave, SAMPLE_HZ, hz + off)))
  }
  const rising = (mode: string, hz: number): number => {
    const lines = [0, 0.5, 1].map(severity => lineOf({ [mode]: severity }, hz))
    expect(lines).toEqual(lines.toSorted((a, b) => a - b))
    return (lines[2] ?? 0) / (lines[0] ?? 1)
  }

  test('worn teeth: the mesh frequency grows, its harmonic more, and sidebands of both shafts', () => {
    const mesh = rising('tooth_wear', MESH_HZ)
    expect(mesh).toBeGreaterThan(2)
    expect(rising('tooth_wear', 2 * MESH_HZ)).toBeGreaterThan(1.5 * mesh)
    expect(rising('tooth_wear', MESH_HZ + IN_HZ)).toBeGreaterThan(1.5 * mesh)
    expect(rising('tooth_wear', MESH_HZ - (IN_HZ * 23) / 81)).toBeGreaterThan(1.5 * mesh)
  })

  test('a cracked tooth: sidebands of its shaft, while the mesh stays as it is', () => {
    expect(rising('tooth_crack', MESH_HZ - IN_HZ)).toBeGreaterThan(3)
    expect(lineOf({ tooth_crack: 1 }, MESH_HZ) / lineOf({}, MESH_HZ)).toBeCloseTo(1, 0)
  })

  test('misalignment: twice the shaft', () => {
    expect(rising('misalignment', 2 * IN_HZ)).toBeGreaterThan(5)
  })
})
