import fc from 'fast-check'
import { mean, standardDeviation } from 'simple-statistics'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { EquipmentClass, type Metric } from '../../../contracts/registry.ts'
import { demandAt } from '../duty.ts'
import { dutyPatterns, type MachineKind, type Model, type Severities, type Values } from '../kind.ts'
import { ambientAt } from '../weather.ts'
import { velocityRmsOf } from './spectrum.ts'

const START_MS = Date.parse('2026-01-05T00:00:00Z') // a Monday
const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const climates = ['temperate', 'tropical', 'hall'] as const
const SEEDS = [1, 2, 3]

interface Run {
  fromMs?: number
  stepMs: number
  toMs: number
  demand: (tMs: number) => number
  ambientC?: (tMs: number) => number
  severities?: Severities
}

/** Steps a machine and answers copies of its values; the answer of `step` may be the same object at each call. */
function run(
  model: Model,
  { fromMs = START_MS, stepMs, toMs, demand, ambientC, severities = {} }: Run,
): Values[] {
  const rows: Values[] = []
  for (let tMs = fromMs; tMs < toMs; tMs += stepMs) {
    const ambient = ambientC?.(tMs) ?? 22
    rows.push({ ...model.step({ tMs, dtMs: stepMs, demand: demand(tMs), ambientC: ambient, severities }) })
  }
  return rows
}

const column = (rows: readonly Values[], metric: string): number[] =>
  rows.map(row => row[metric] ?? Number.NaN)

/** What every kind of machine owes the plant. */
export function describeKindContract(kind: MachineKind): void {
  const metrics = kind.class.metrics
  const own = (seed: number) => (tMs: number) => demandAt({ pattern: kind.duty, seed }, tMs)

  describe(`contract of the kind ${kind.class.id}`, () => {
    test('its class is one that the registry takes; its metrics have sensors, its modes name its metrics', () => {
      expect(Value.Check(EquipmentClass, kind.class)).toBe(true)
      const keys = metrics.map(({ key }) => key)
      expect(keys).toHaveLength(4)
      expect(Object.keys(kind.sensors).sort()).toEqual([...keys].sort())
      const [first] = run(kind.create(1), { stepMs: 1000, toMs: START_MS + 1000, demand: own(1) })
      expect(Object.keys(first ?? {}).sort()).toEqual([...keys].sort())
      for (const { noise, resolution, range, driftPerYear } of Object.values(kind.sensors)) {
        expect(Math.min(noise, driftPerYear)).toBeGreaterThanOrEqual(0)
        expect(resolution).toBeGreaterThan(0)
        expect(range[0]).toBeLessThan(range[1])
      }
      for (const { indicators, lifeHours, failureCode } of Object.values(kind.modes)) {
        expect(keys).toEqual(expect.arrayContaining([...indicators]))
        expect(lifeHours[0]).toBeLessThan(lifeHours[1])
        expect(failureCode).toMatch(/^[A-Z]{3}$/)
      }
    })

    test('the same seed and steps give the same values, another seed others', () => {
      const week = { stepMs: 10 * MINUTE_MS, toMs: START_MS + 3 * DAY_MS, demand: own(1) }
      expect(run(kind.create(5), week)).toEqual(run(kind.create(5), week))
      expect(run(kind.create(6), week)).not.toEqual(run(kind.create(5), week))
    })

    test.each(dutyPatterns)(
      'healthy through a year of the duty "%s", it stays within its limits',
      pattern => {
        for (const seed of SEEDS) {
          for (const climate of climates) {
            const model = kind.create(seed)
            const widest = new Map(metrics.map(({ key }) => [key, [Infinity, -Infinity]]))
            for (let day = 0; day < 365; day += 5) {
              const fromMs = START_MS + day * DAY_MS
              for (const row of run(model, {
                fromMs,
                stepMs: 10 * MINUTE_MS,
                toMs: fromMs + DAY_MS,
                demand: tMs => demandAt({ pattern, seed, weather: { seed, climate } }, tMs),
                ambientC: tMs => ambientAt({ seed, climate }, tMs),
              })) {
                for (const { key } of metrics) widen(widest.get(key), row[key] ?? Number.NaN)
              }
            }
            for (const metric of metrics) {
              expectWithin(kind, metric, widest.get(metric.key) ?? [], `seed ${seed}, ${climate}`)
            }
          }
        }
      },
    )

    test('switched off it cools down, takes no current and shakes only with its neighbours', () => {
      const model = kind.create(1)
      run(model, { stepMs: 10 * MINUTE_MS, toMs: START_MS + DAY_MS, demand: () => 0.8 })
      const [off] = run(model, {
        fromMs: START_MS + DAY_MS,
        stepMs: 10 * MINUTE_MS,
        toMs: START_MS + 4 * DAY_MS,
        demand: () => 0,
      }).slice(-1)
      for (const { key, unit } of metrics) {
        const value = off?.[key] ?? Number.NaN
        if (unit === 'A') expect(value, key).toBe(0)
        if (unit === 'mm/s') expect(value, key).toBeLessThan(0.5)
        if (unit === '°C') expect(Math.abs(value - 22), key).toBeLessThan(2)
      }
    })

    test('it does not matter how long the steps are', () => {
      const settled = (stepMs: number) =>
        run(kind.create(2), { stepMs, toMs: START_MS + 12 * DAY_MS, demand: () => 0.8 }).slice(
          (-10 * DAY_MS) / stepMs,
        )
      const [fine, coarse] = [settled(10 * SECOND_MS), settled(10 * MINUTE_MS)]
      for (const { key } of metrics) {
        const [a, b] = [column(fine, key), column(coarse, key)]
        expect(Math.abs(mean(a) - mean(b)), key).toBeLessThan(0.06 * Math.abs(mean(a)))
        expect(Math.abs(standardDeviation(a) - standardDeviation(b)), key).toBeLessThan(
          0.06 * Math.abs(mean(a)),
        )
      }
    })

    test('values stay finite, whatever is asked', () => {
      const share = fc.double({ min: 0, max: 1, noNaN: true })
      const severities = fc.record(Object.fromEntries(Object.keys(kind.modes).map(mode => [mode, share])))
      const moment = fc.record({
        dtMs: fc.oneof(fc.constant(1000), fc.integer({ min: 1000, max: 600_000 })),
        demand: fc.oneof(fc.constant(0), fc.constant(1), share),
        ambientC: fc.double({ min: -30, max: 50, noNaN: true }),
        severities: fc.oneof(fc.constant({}), severities),
      })
      fc.assert(
        fc.property(fc.integer(), fc.array(moment, { minLength: 1, maxLength: 60 }), (seed, moments) => {
          const model = kind.create(seed)
          let tMs = START_MS
          for (const each of moments) {
            tMs += each.dtMs
            for (const value of Object.values(model.step({ tMs, ...each })))
              if (!Number.isFinite(value)) return false
          }
          return true
        }),
        { numRuns: 100, seed: 20_140_814 },
      )
    })

    describe.each(Object.entries(kind.modes))('%s', (mode, { growth, indicators }) => {
      const days = { stepMs: 10 * MINUTE_MS, toMs: START_MS + 5 * DAY_MS }
      /** Of the working days after the first, at which the machine runs; the same moments for every severity. */
      const running = (severities: Severities, metric: string): number[] => {
        const rows = run(kind.create(4), { ...days, demand: own(4), severities })
        return column(rows, metric).filter((_, i) => i >= 144 && own(4)(START_MS + i * days.stepMs) > 0.3)
      }

      test('grows from 0 to 1 and never falls', () => {
        const course = Array.from({ length: 101 }, (_, i) => growth(i / 100))
        expect(course[0]).toBe(0)
        expect(course[100]).toBeCloseTo(1, 9)
        expect(course).toEqual(course.toSorted((a, b) => a - b))
      })

      test('changes nothing at its onset, and shows clearly in its first indicator at the failure', () => {
        for (const [i, metric] of indicators.entries()) {
          const well = running({}, metric)
          expect(running({ [mode]: 0 }, metric)).toEqual(well)
          const change = Math.abs(mean(running({ [mode]: 1 }, metric)) - mean(well))
          const { noise } = kind.sensors[metric] ?? { noise: Infinity }
          if (i > 0) expect(change, metric).toBeGreaterThan(2 * noise)
          else expect(change, metric).toBeGreaterThan(Math.max(5 * noise, standardDeviation(well)))
        }
      })

      test('worse severity, more change', () => {
        const [metric] = indicators
        const severities = [0, 0.15, 0.3, 0.45, 0.6, 0.8, 1]
        const means = severities.map(severity => mean(running({ [mode]: severity }, metric)))
        const sign = Math.sign((means.at(-1) ?? 0) - (means[0] ?? 0))
        expect(means).toEqual(means.toSorted((a, b) => sign * (a - b)))
      })
    })

    const { waveform } = kind.create(1)
    if (waveform) describeWaveform(kind)
  })
}

function describeWaveform(kind: MachineKind): void {
  const SAMPLE_HZ = 8192
  const wave = (model: Model, seed = 7) =>
    model.waveform?.({ seconds: 2, sampleHz: SAMPLE_HZ, seed }) ?? new Float64Array()
  const afterADay = (severities: Severities): [Model, number] => {
    const model = kind.create(3)
    const rows = run(model, {
      stepMs: 10 * MINUTE_MS,
      toMs: START_MS + DAY_MS,
      demand: () => 0.8,
      severities,
    })
    return [model, rows.at(-1)?.vibration_rms ?? Number.NaN]
  }

  test('its waveform is reproducible and does not disturb the machine', () => {
    const [[model], [undisturbed]] = [afterADay({}), afterADay({})]
    expect(wave(model)).toHaveLength(2 * SAMPLE_HZ)
    expect(wave(model)).toEqual(wave(model))
    expect(wave(model, 8)).not.toEqual(wave(model))
    const next = {
      fromMs: START_MS + DAY_MS,
      stepMs: MINUTE_MS,
      toMs: START_MS + DAY_MS + 9 * MINUTE_MS,
      demand: () => 0.7,
    }
    expect(run(model, next)).toEqual(run(undisturbed, next))
  })

  test.each(['healthy', ...Object.keys(kind.modes)])(
    'its waveform, integrated, has the RMS of the vibration metric: %s',
    mode => {
      const [model, vibrationRms] = afterADay({ [mode]: 0.7 })
      const integrated = velocityRmsOf(wave(model), SAMPLE_HZ)
      expect(integrated).toBeGreaterThan(0.85 * vibrationRms)
      expect(integrated).toBeLessThan(1.15 * vibrationRms)
    },
  )
}

function widen(extremes: number[] | undefined, value: number): void {
  if (!extremes) return
  extremes[0] = Math.min(extremes[0] ?? value, value)
  extremes[1] = Math.max(extremes[1] ?? value, value)
}

function expectWithin(
  kind: MachineKind,
  { key, limits }: Metric,
  [lowest = NaN, highest = NaN]: number[],
  where: string,
) {
  const [from, to] = kind.sensors[key]?.range ?? []
  expect(lowest, `${key}, ${where}`).toBeGreaterThanOrEqual(
    Math.max(limits?.low ?? -Infinity, from ?? Infinity),
  )
  expect(highest, `${key}, ${where}`).toBeLessThanOrEqual(Math.min(limits?.high ?? Infinity, to ?? -Infinity))
}
