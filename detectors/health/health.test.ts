import { describe, expect, it } from 'vitest'
import type { Statement } from '../../contracts/detector.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import { gaussian, random } from '../testing/signals.ts'
import { type HealthState, health } from './health.ts'

const equipmentClass = {
  id: 'mixer',
  name: 'Mixer',
  acceptsAnyMetric: false,
  metrics: [
    { key: 'motor_current', unit: 'A' },
    { key: 'bearing_temperature', unit: '°C' },
  ],
}
const config = Object(health.configure(equipmentClass))
const STEP_MS = 10 * 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const START_MS = Date.UTC(2024, 0, 1)
const RUNNING = { name: 'run', sinceMs: START_MS, settled: true } as const

type Fault = (day: number) => { current?: number; temperature?: number }

/** A machine whose load varies; its bearing gets warm with the load, and with the hall in the afternoon. */
function watch({ days, fault, people = [] }: { days: number; fault?: Fault; people?: Intervention[] }) {
  const noise = gaussian(random(7))
  let [load, state] = [0, undefined as HealthState | undefined]
  const said: (Statement & { day: number })[] = []
  const waiting = [...people]
  for (let atMs = START_MS; atMs < START_MS + days * DAY_MS; atMs += STEP_MS) {
    const day = (atMs - START_MS) / DAY_MS
    while (state && waiting[0] && waiting[0].atMs <= atMs)
      state = health.intervene?.(config, state, waiting.shift() as Intervention)
    load = 0.98 * load + 0.3 * noise()
    const { current = 0, temperature = 0 } = fault?.(day) ?? {}
    const values = {
      motor_current: 40 + 2 * load + 0.5 * noise() + current,
      bearing_temperature: 60 + load + 2 * Math.sin(2 * Math.PI * day) + 0.3 * noise() + temperature,
    }
    const observation = { observedAtMs: atMs, values, regime: RUNNING }
    const [next, statements] = health.step(config, state, observation, equipmentClass)
    state = next
    for (const statement of statements) said.push({ ...statement, day })
  }
  return said
}

const raised = (said: (Statement & { day: number })[]) => said.filter(({ phase }) => phase === 'raised')
const by = (kind: Intervention['kind'], day: number): Intervention => ({
  ...{ asset: 'mixer-1', ticket: 1, kind, atMs: START_MS + day * DAY_MS },
})
/** Grows from a day on, by so much a day. */
const growing = (from: number, aDay: number) => (day: number) => Math.max(0, day - from) * aDay

describe('health', () => {
  it('says nothing for half a year in which only load and weather change', () => {
    expect(watch({ days: 180 })).toEqual([])
  })

  it('says nothing of a few hot afternoons', () => {
    const fault: Fault = day => ({
      temperature: day > 60 && day < 65 && day % 1 > 0.5 && day % 1 < 0.7 ? 6 : 0,
    })
    expect(watch({ days: 90, fault })).toEqual([])
  })

  it('tells a temperature that is usual by itself, but not at such a current', () => {
    const [first] = raised(watch({ days: 80, fault: day => ({ temperature: day > 60 ? 5 : 0 }) }))
    expect(first).toMatchObject({ metric: 'bearing_temperature', symptom: 'high' })
    expect(first?.day).toBeLessThan(61.5)
    expect(first?.contributions?.[0]).toMatchObject({ metric: 'bearing_temperature', direction: 'high' })
    expect(first?.explanation.en).toMatch(
      /^bearing_temperature is 6\d\.\d °C on average while it runs, above the .* since|it began to leave/,
    )
  })

  it('tells what takes a day from nothing to failure before the day is over', () => {
    const [first] = raised(watch({ days: 61, fault: day => ({ temperature: growing(60, 30)(day) }) }))
    expect(first?.day).toBeLessThan(60.75)
  })

  it('takes for normal what somebody calls a false alarm, and tells what grows from there', () => {
    const level: Fault = day => ({ temperature: day > 60 ? 5 : 0 })
    const [first] = raised(watch({ days: 80, fault: level }))
    const people = [by('false_alarm', 63)]
    expect(raised(watch({ days: 80, fault: level, people }))).toHaveLength(1)
    const worse: Fault = day => ({ temperature: (day > 60 ? 5 : 0) + growing(65, 2)(day) })
    const [again, told] = raised(watch({ days: 80, fault: worse, people }))
    expect(again?.day).toBe(first?.day)
    expect(told?.day).toBeGreaterThan(65)
    expect(told?.day).toBeLessThan(72)
  })

  it('is not told twice by the same weather, once somebody has called it a false alarm', () => {
    const fault: Fault = day => ({ temperature: (day > 60 && day < 64) || (day > 75 && day < 79) ? 5 : 0 })
    expect(raised(watch({ days: 100, fault, people: [by('false_alarm', 63)] }))).toHaveLength(1)
  })

  it('tells the same fault again after a repair', () => {
    const fault: Fault = day => ({ temperature: (day > 60 && day < 66) || day > 75 ? 5 : 0 })
    const [, told] = raised(watch({ days: 80, fault, people: [by('repaired', 66)] }))
    expect(told?.day).toBeGreaterThan(75)
    expect(told?.day).toBeLessThan(77)
  })
})

describe('health of a machine with load steps', () => {
  const HOUR = 1 / 24
  /** Eight hours at the one speed, eight at the other. At the lower one it shakes more, and in another way. */
  function run(fault: (day: number, step: number) => number, { days = 90, isTold = true } = {}) {
    const noise = gaussian(random(5))
    let [load, state] = [0, undefined as HealthState | undefined]
    const said: (Statement & { day: number; step: number })[] = []
    for (let atMs = START_MS; atMs < START_MS + days * DAY_MS; atMs += STEP_MS) {
      const day = (atMs - START_MS) / DAY_MS
      const step = 1 + (Math.floor(day / (8 * HOUR)) % 2)
      const intoMs = (day % (8 * HOUR)) * DAY_MS
      load = 0.98 * load + 0.3 * noise()
      const values =
        step === 1
          ? { motor_current: 20 + load + 0.3 * noise(), bearing_temperature: 48 - load + 0.3 * noise() }
          : { motor_current: 40 + 2 * load + 0.3 * noise(), bearing_temperature: 60 + load + 0.3 * noise() }
      values.bearing_temperature += fault(day, step)
      const isSettled = intoMs >= HOUR_MS - 1
      // what the regimes tell: nothing of steps in the first two weeks
      const isKnown = isTold && day > 14
      const regime = {
        ...{ name: 'run' as const, sinceMs: atMs - intoMs, settled: isSettled || !isKnown },
        ...(isKnown && { step }),
      }
      const [next, statements] = health.step(
        config,
        state,
        { observedAtMs: atMs, values, regime },
        equipmentClass,
      )
      state = JSON.parse(JSON.stringify(next)) as HealthState
      for (const statement of statements) said.push({ ...statement, day, step })
    }
    return said
  }

  it('says nothing for three months in which only load and speed change', () => {
    expect(run(() => 0)).toEqual([])
  })

  it('tells what is far away at one of them and would be usual over both', () => {
    const fault = (day: number, step: number) => (day > 60 && step === 2 ? -4 : 0)
    expect(raised(run(fault, { days: 75, isTold: false }))).toEqual([])
    const [first] = raised(run(fault, { days: 75 }))
    expect(first).toMatchObject({ metric: 'bearing_temperature', symptom: 'low' })
    expect(first?.day).toBeGreaterThan(60)
    expect(first?.day).toBeLessThan(63)
    expect(first?.explanation.en).toContain('while it runs at load step 2')
    expect(first?.explanation.zh).toContain('在第 2 档负荷下运行时')
  })

  it('has it open as long as it lasts at that load, however the machine is at the other one', () => {
    const said = run((day, step) => (day > 60 && day < 75 && step === 2 ? -4 : 0))
    expect(said.map(({ phase }) => phase).filter(phase => phase !== 'continuing')).toEqual([
      'raised',
      'cleared',
    ])
    expect(said.find(({ phase }) => phase === 'cleared')?.day).toBeGreaterThan(75)
  })

  it('watches all of operation until the steps are known, and each of them from then on', () => {
    const early = raised(run(day => (day > 20 ? 20 : 0), { days: 30 }))
    expect(early[0]?.day).toBeLessThan(22)
    expect(early[0]?.explanation.en).toContain('while it runs,')
  })
})
