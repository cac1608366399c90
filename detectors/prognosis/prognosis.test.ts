import { describe, expect, it } from 'vitest'
import type { Statement } from '../../contracts/detector.ts'
import type { EquipmentClass } from '../../contracts/registry.ts'
import { UNKNOWN_REGIME } from '../regimes.ts'
import { describeDetectorContract } from '../testing/contract.ts'
import { driverOf } from '../testing/driver.ts'
import type { PrognosisModel } from './model.ts'
import { type PrognosisState, prognosis } from './prognosis.ts'
import { taught, thinned } from './teach.ts'
import { fleet, runToFailure, STEP_MS } from './testing.ts'

const metrics = ['vibration', 'temperature', 'current'].map(key => ({ key, unit: '' }))
const equipmentClass: EquipmentClass = { id: 'mixer', name: 'Mixer', metrics, acceptsAnyMetric: false }
const START_MS = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000

const model = taught('Mixer', fleet(16)).model as PrognosisModel

/** What is said of a run, with what really remained then. */
function said(rows: readonly (readonly number[])[]): { remainingMs: number; statement: Statement }[] {
  const config = { model, evidence: 3, withinDays: 60 }
  let state: PrognosisState | undefined
  const oldestMs = rows[0]?.[0] ?? 0
  return rows.flatMap(([remainingMs = 0, ...numbers]) => {
    const values = Object.fromEntries(metrics.map(({ key }, i) => [key, numbers[i] ?? 0]))
    const observedAtMs = START_MS + oldestMs - remainingMs
    const observation = { observedAtMs, values, regime: UNKNOWN_REGIME }
    const [next, statements] = prognosis.step(config, state, observation, equipmentClass)
    state = next
    return statements.map(statement => ({ remainingMs, statement }))
  })
}

describe('prognosis', () => {
  it('says how long a machine will last that it has not seen, and of which mode', () => {
    const runs = [101, 102, 103, 104].map(seed => said(runToFailure(seed, seed % 2 ? 'wear' : 'leak').rows))
    for (const [i, run] of runs.entries()) {
      expect(run[0]?.statement.phase).toBe('raised')
      const late = run.filter(({ remainingMs }) => remainingMs > 5 * HOUR_MS && remainingMs < 100 * HOUR_MS)
      expect(late.length).toBeGreaterThan(3)
      expect(late.at(-1)?.statement.explanation.en).toContain(i % 2 === 0 ? 'wear' : 'leak')
    }
  })

  it('holds what really came in its interval about eight times in ten', () => {
    let [held, counted] = [0, 0]
    for (let seed = 201; seed < 213; seed++) {
      const { rows } = runToFailure(seed, seed % 2 ? 'wear' : 'leak')
      const oldestMs = rows[0]?.[0] ?? 0
      for (const { statement, remainingMs } of said(rows)) {
        const { crossing, phase } = statement
        if (!crossing || phase === 'cleared') continue
        const failureMs = START_MS + oldestMs
        counted++
        if (crossing.lowMs <= failureMs && failureMs <= crossing.highMs) held++
        expect(crossing.lowMs).toBeLessThanOrEqual(crossing.atMs)
        expect(crossing.atMs).toBeLessThanOrEqual(crossing.highMs)
        expect(crossing.lowMs).toBeGreaterThan(START_MS + oldestMs - remainingMs - 1)
      }
    }
    expect(counted).toBeGreaterThan(100)
    expect(held / counted).toBeGreaterThan(0.6)
    expect(held / counted).toBeLessThan(0.97)
  })

  it('says nothing of a machine that stays well', () => {
    const well = runToFailure(301).rows.slice(0, 400)
    expect(said(well)).toEqual([])
  })

  it('without a model says nothing and remembers nothing', () => {
    const config = { model: null, evidence: 3, withinDays: 60 }
    const observation = { observedAtMs: START_MS, values: { vibration: 2 }, regime: UNKNOWN_REGIME }
    const [state, statements] = prognosis.step(config, undefined, observation, equipmentClass)
    expect(statements).toEqual([])
    expect(JSON.stringify(state).length).toBeLessThan(300)
  })

  it('leaves out when the machine is off', () => {
    const config = { model, evidence: 3, withinDays: 60 }
    const values = { vibration: 2, temperature: 60, current: 40 }
    const regime = { name: 'off' as const, sinceMs: 0, settled: true }
    const [state] = prognosis.step(
      config,
      undefined,
      { observedAtMs: START_MS, values, regime },
      equipmentClass,
    )
    expect(state.memory.bins).toEqual([])
  })

  it('begins anew with another model', () => {
    const config = { model, evidence: 3, withinDays: 60 }
    const values = { vibration: 2, temperature: 60, current: 40 }
    const at = (i: number) => ({ observedAtMs: START_MS + i * STEP_MS, values, regime: UNKNOWN_REGIME })
    const [state] = prognosis.step(config, undefined, at(0), equipmentClass)
    expect(state.memory.bins).toHaveLength(1)
    const other = { ...config, model: { ...model, id: 'other' } }
    const [renewed] = prognosis.step(
      other,
      prognosis.step(config, state, at(1), equipmentClass)[0],
      at(9),
      equipmentClass,
    )
    expect(renewed.memory.bins).toHaveLength(1)
  })

  describeDetectorContract(
    driverOf({ ...prognosis, configure: () => ({ model, evidence: 3, withinDays: 60 }) }, { equipmentClass }),
  )
})

describe('learning', () => {
  it('says so where there are too few failures', () => {
    const { reason } = taught('Mixer', fleet(4))
    expect(reason?.en).toBe(
      '4 failures are on record of the class Mixer: a remaining life is learned from 5 on',
    )
    expect(reason?.zh).toContain('4')
    expect(taught('Mixer', []).reason?.en).toContain('no failure is on record')
  })

  it('says so where the failures have no metric in common', () => {
    const records = fleet(6).map((record, i) => ({
      ...record,
      metrics: record.metrics.map(key => `${key}${i}`),
    }))
    expect(taught('Mixer', records).reason?.en).toContain('no metric in common')
  })

  it('gives the same model for the same failures', () => {
    expect(taught('Mixer', fleet(6))).toEqual(taught('Mixer', fleet(6)))
  })

  it('keeps all of the last hours and little of the weeks before', () => {
    const { rows } = runToFailure(1)
    const kept = thinned(rows)
    expect(kept.length).toBeLessThan(rows.length / 1.5)
    expect(kept.slice(-10)).toEqual(rows.slice(-10))
    expect(kept.map(([before]) => before)).toEqual(
      kept.map(([before]) => before).sort((a, b) => Number(b) - Number(a)),
    )
  })
})
