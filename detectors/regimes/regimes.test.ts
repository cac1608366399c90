import { describe, expect, it } from 'vitest'
import type { Regime } from '../../contracts/detector.ts'
import type { EquipmentClass, Metric } from '../../contracts/registry.ts'
import { gaussian, random } from '../testing/signals.ts'
import { regimes } from './regimes.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const STEP_MS = 10 * MINUTE_MS

const speed: Metric = { key: 'speed', unit: '1/min' }
const current: Metric = { key: 'motor_current', unit: 'A' }
const mode: Metric = { key: 'mode', unit: '' }

const classOf = (...metrics: Metric[]): EquipmentClass => ({
  ...{ id: 'mill', name: 'Mill', acceptsAnyMetric: false, metrics },
})

type Values = Record<string, number>
type Signal = (hour: number, noise: () => number) => Values

/** What was told at the end of each day's noon, and how often it changed. */
function watch(equipmentClass: EquipmentClass, signal: Signal, { days = 20, stepMs = STEP_MS } = {}) {
  const noise = gaussian(random(11))
  let state: Parameters<typeof regimes.step>[0]
  const told: { hour: number; regime: Regime }[] = []
  for (let atMs = 0; atMs < days * DAY_MS; atMs += stepMs) {
    const hour = atMs / HOUR_MS
    const [next, regime] = regimes.step(
      state,
      { observedAtMs: atMs, values: signal(hour, noise) },
      equipmentClass,
    )
    state = JSON.parse(JSON.stringify(next))
    told.push({ hour, regime })
  }
  return { told, at: (hour: number) => told.findLast(each => each.hour <= hour)?.regime }
}

const stepsOf = ({ told }: ReturnType<typeof watch>) => new Set(told.map(({ regime }) => regime.step))
/** Of three shifts of eight hours the one that works. */
const shift = (hour: number) => Math.floor(hour / 8) % 3
const DAY = 24

describe('off and idle', () => {
  it('by the speed: what is switched off is off, however it shakes', () => {
    const { at } = watch(classOf(speed), hour => ({
      speed: shift(hour) === 0 ? 0 : shift(hour) === 1 ? 180 : 1480,
    }))
    expect(at(10 * DAY + 4)).toMatchObject({ name: 'off', settled: true })
    expect(at(10 * DAY + 12)).toMatchObject({ name: 'idle', settled: true })
    expect(at(10 * DAY + 20)).toMatchObject({ name: 'run', settled: true })
    expect(at(10 * DAY + 16.5)).toMatchObject({ name: 'run', settled: false })
  })

  it('by a state that says which of its values mean so', () => {
    const states = { off: [0, 9], idle: [1] }
    const { at } = watch(classOf({ ...mode, states }, { key: 'temperature', unit: '°C' }), hour => ({
      ...{ mode: [9, 1, 3][shift(hour)] ?? 0, temperature: 40 },
    }))
    expect(at(3 * DAY + 4)?.name).toBe('off')
    expect(at(3 * DAY + 12)?.name).toBe('idle')
    expect(at(3 * DAY + 20)?.name).toBe('run')
  })

  it('by a flag whose name says it; not by one that never was anything else', () => {
    const running: Metric = { key: 'is_running', unit: '' }
    const { at } = watch(classOf(running), hour => ({ is_running: shift(hour) === 0 ? 0 : 1 }))
    expect(at(5 * DAY + 4)?.name).toBe('off')
    const dead = watch(classOf(running, speed), () => ({ is_running: 0, speed: 1480 }))
    expect(dead.at(5 * DAY)?.name).toBe('run')
  })

  it('a single reading is no stop', () => {
    const { told } = watch(classOf(speed), hour => ({ speed: hour % 7 === 3 ? 0 : 1480 }))
    expect(told.some(({ regime }) => regime.name === 'off')).toBe(false)
  })
})

describe('load steps', () => {
  it('by the speed of a fan at two of them', () => {
    const seen = watch(classOf(speed), (hour, noise) => ({
      speed: (hour % 20 < 9 ? 900 : 1480) + 4 * noise(),
    }))
    expect(seen.at(10 * DAY)?.step).toBeUndefined() // not known before two weeks
    expect(seen.at(18 * 20 + 8)).toMatchObject({ name: 'run', step: 1, settled: true })
    expect(seen.at(18 * 20 + 19)).toMatchObject({ name: 'run', step: 2, settled: true })
    expect(seen.at(18 * 20 + 9.5)).toMatchObject({ step: 2, settled: false })
  })

  it('by the current, where the speed is always the same', () => {
    const seen = watch(classOf(speed, current), (hour, noise) => ({
      speed: 1480 + noise(),
      motor_current: hour % 51 === 0 ? 1e30 : ([22, 35, 60][shift(hour)] ?? 0) + noise(), // and a spike
    }))
    expect(stepsOf(seen)).toEqual(new Set([undefined, 1, 2, 3]))
  })

  it('by a state, before anything else; a value that was not there before is none of them', () => {
    const seen = watch(classOf(mode, current), (hour, noise) => ({
      mode: hour > 19 * DAY ? 7 : shift(hour) === 0 ? 2 : 5,
      motor_current: 40 + 8 * noise(),
    }))
    expect(seen.at(18 * DAY + 4)).toMatchObject({ name: 'run', step: 1 })
    expect(seen.at(18 * DAY + 12)).toMatchObject({ name: 'run', step: 2 })
    expect(seen.at(19.5 * DAY)).toEqual(expect.not.objectContaining({ step: expect.anything() }))
  })

  it('keeps the step where a sample lacks the metric that tells it', () => {
    const seen = watch(classOf(speed, current), (hour, noise): Values => {
      const motor_current = shift(hour) === 0 ? 22 + noise() : 60 + noise()
      return hour % 1 === 0.5 && hour > 15 * DAY ? { speed: 1480 } : { speed: 1480, motor_current }
    })
    const late = seen.told.filter(({ hour }) => hour > 16 * DAY)
    expect(late.every(({ regime }) => regime.step !== undefined)).toBe(true)
  })

  it.each<[string, Signal]>([
    ['a load that wanders', (hour, noise) => ({ motor_current: 50 + 12 * Math.sin(hour / 9) + 3 * noise() })],
    [
      'a load by day and by night',
      (hour, noise) => ({ motor_current: 50 + 5 * Math.sin(hour / 3.8) + 2 * noise() }),
    ],
    ['any load of an order', hour => ({ motor_current: 30 + ((Math.floor(hour / 8) * 7919) % 101) / 4 })],
    ['a cycle of twenty minutes', hour => ({ motor_current: hour % (1 / 3) < 1 / 6 ? 20 : 60 })],
    ['one load', (_, noise) => ({ motor_current: 50 + noise() })],
    ['a constant', () => ({ motor_current: 50 })],
    ['a few hours of something else', hour => ({ motor_current: hour > 100 && hour < 110 ? 20 : 50 })],
  ])('%s is none', (_, signal) => {
    expect(stepsOf(watch(classOf(current), signal))).toEqual(new Set([undefined]))
  })
})
