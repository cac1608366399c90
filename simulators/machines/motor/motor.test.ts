import { describe, expect, test } from 'vitest'
import { ballBearing } from '../bearing.ts'
import type { Model, Severities, Values } from '../kind.ts'
import { amplitudeAt } from '../testing/spectrum.ts'
import { motor } from './motor.ts'
import { MotorThermal } from './thermal.ts'

const rated = { isRunning: true, current: 1, torque: 1, negative: 0, hotSpotW: 0, frictionW: 60 }
const still = { isRunning: false, current: 0, torque: 0, negative: 0, hotSpotW: 0, frictionW: 0 }
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('two bodies that store heat', () => {
  const warmed = (hours: number, stepMs: number, losses = rated, cooling = 1) => {
    const thermal = new MotorThermal()
    for (let tMs = 0; tMs < hours * HOUR_MS; tMs += stepMs) thermal.step(losses, cooling, 20, stepMs)
    return thermal
  }

  test('at rated load the windings rise by less than the 80 K of class B, and are hotter than the housing', () => {
    const { windingC, bodyC } = warmed(12, MINUTE_MS)
    expect(windingC - 20).toBeGreaterThan(55)
    expect(windingC - 20).toBeLessThan(80)
    expect(windingC - bodyC).toBeGreaterThan(20)
  })

  test('what goes in comes out: in balance the losses leave through the housing', () => {
    const { bodyC, windingC } = warmed(48, MINUTE_MS)
    const copperW = 560 * (1 + 0.0039 * (windingC - 20))
    expect(46 * (bodyC - 20)).toBeCloseTo(copperW + 450 + 220 + 160 + 380 + 60, -1)
  })

  test('steps of a second and of ten minutes come to the same, and a month in one step is stable', () => {
    expect(warmed(3, 600_000).windingC).toBeCloseTo(warmed(3, 1000).windingC, -1)
    expect(warmed(12, 600_000).windingC).toBeCloseTo(warmed(12, 1000).windingC, 0)
    expect(warmed(720, 720 * HOUR_MS).windingC).toBeLessThan(100)
  })

  test('it cools more slowly than it warms up, because its fan stands still', () => {
    const thermal = warmed(12, MINUTE_MS)
    const hot = thermal.bodyC - 20
    for (let i = 0; i < 60; i++) thermal.step(still, 1, 20, MINUTE_MS)
    expect((thermal.bodyC - 20) / hot).toBeGreaterThan(0.5)
    expect((warmed(1, MINUTE_MS).bodyC - 20) / hot).toBeGreaterThan(0.7)
  })
})

/** After a day at the demand. */
function settled(severities: Severities, demand = 0.8): { machine: Model; values: Values } {
  const machine = motor.create(1)
  let values: Values = {}
  for (let i = 0; i < 144; i++)
    values = machine.step({ tMs: i, dtMs: 600_000, demand, ambientC: 20, severities })
  return { machine, values: { ...values } }
}

test('more load, more current and warmth; at rated load the rated current', () => {
  const [idle, full] = [settled({}, 0.1).values, settled({}, 1).values]
  expect(full.motor_current).toBeGreaterThan(38)
  expect(full.motor_current).toBeLessThan(44)
  expect(idle.motor_current).toBeGreaterThan(0.35 * (full.motor_current ?? 0)) // it magnetises
  expect(full.winding_temperature).toBeGreaterThan((idle.winding_temperature ?? 0) + 15)
})

test('a small unbalance of the voltage is a large one of the current, and larger at little load', () => {
  const { current_imbalance: atLoad = 0 } = settled({}).values
  expect(atLoad).toBeGreaterThan(1)
  expect(settled({}, 0.2).values.current_imbalance).toBeGreaterThan(atLoad)
})

test('closed cooling ribs warm the windings and nothing else', () => {
  const [well, blocked] = [settled({}).values, settled({ overheating: 1 }).values]
  expect(blocked.winding_temperature).toBeGreaterThan((well.winding_temperature ?? 0) + 50)
  expect(blocked.vibration_rms).toBeCloseTo(well.vibration_rms ?? 0, 1)
})

test('shorted turns show in the phases first, then in the temperature', () => {
  const [well, early] = [settled({}).values, settled({ winding_short: 0.2 }).values]
  expect(early.current_imbalance).toBeGreaterThan(2 * (well.current_imbalance ?? 0))
  expect(early.winding_temperature).toBeLessThan((well.winding_temperature ?? 0) + 15)
})

describe('the waveform', () => {
  const SAMPLE_HZ = 8192
  const lineOf = (severities: Severities, order: number): number => {
    const { machine } = settled(severities)
    const wave = machine.waveform?.({ seconds: 4, sampleHz: SAMPLE_HZ, seed: 5 }) ?? new Float64Array()
    const shaftHz = 25 * (1 - 0.017 * 0.8) // the load wanders by 1.5 %, the speed by 0.03 %
    return amplitudeAt(wave, SAMPLE_HZ, order * shaftHz)
  }

  test.each([
    ['bearing_wear', 'BPFO', ballBearing.outer],
    ['bearing_wear', 'BPFI', ballBearing.inner],
    ['imbalance', 'the shaft', 1],
    ['misalignment', 'twice the shaft', 2],
    ['loose_mounting', 'half the shaft', 0.5],
    ['loose_mounting', 'four times the shaft', 4],
  ])('%s has a line at %s that grows', (mode, _, order) => {
    const lines = [0, 0.4, 0.7, 1].map(severity => lineOf({ [mode]: severity }, order))
    expect(lines).toEqual(lines.toSorted((a, b) => a - b))
    expect(lines[3]).toBeGreaterThan(3 * (lines[0] ?? 0))
  })

  test('imbalance and misalignment can be told apart', () => {
    expect(lineOf({ imbalance: 1 }, 1)).toBeGreaterThan(2 * lineOf({ imbalance: 1 }, 2))
    expect(lineOf({ misalignment: 1 }, 2)).toBeGreaterThan(2 * lineOf({ misalignment: 1 }, 1))
  })
})
