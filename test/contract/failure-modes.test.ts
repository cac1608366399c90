import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import { EquipmentClass, FailureModeSigns } from '../../contracts/registry.ts'
import { type DiagnosisState, diagnose } from '../../detectors/diagnosis/diagnosis.ts'
import { demandAt } from '../../simulators/machines/duty.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineKind, Values } from '../../simulators/machines/kind.ts'
import { ambientAt } from '../../simulators/machines/weather.ts'

/*
 * The shipped tables against the physics of the simulated machines, seen without error: a machine beside its healthy
 * twin, in the same weather and at the same load. What is measured is the tables and the weighing, not the detectors.
 */
const START_MS = Date.parse('2026-01-05T00:00:00Z')
const STEP_MS = 600_000
const STEPS = 20 * 144
/** Six hours. */
const BLOCK = 36
/** Of a block; else nothing is said. */
const LEAST_RUNNING = 6
const SEED = 11

const cases = machineKinds.flatMap(kind => Object.keys(kind.modes).map(mode => ({ kind, mode })))

test('every kind has a table of the modes that it is simulated with, in words, with the codes of the simulation', () => {
  for (const { class: equipmentClass, modes } of machineKinds) {
    const table = equipmentClass.failureModes ?? []
    for (const row of table) expect(Value.Errors(FailureModeSigns, row)).toEqual([])
    const ours = Object.fromEntries(table.map(({ mode, failureCode }) => [mode, failureCode]))
    expect(ours).toEqual(
      Object.fromEntries(Object.entries(modes).map(([mode, of]) => [mode, of.failureCode])),
    )
  }
})

test('the class in docs/diagnosis.md is one that the registry takes', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/diagnosis.md'), 'utf8')
  const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? []
  expect(Value.Errors(EquipmentClass, JSON.parse(example))).toEqual([])
})

describe('diagnosed by what a perfect detector would say', () => {
  const found = new Map<string, Finding[]>()

  test.each(cases)(
    '$kind.class.id: $mode moves its leading sign the way the table says',
    ({ kind, mode }) => {
      const { findings, signs } = simulate(kind, mode)
      found.set(`${kind.class.id} ${mode}`, findings)
      const row = kind.class.failureModes?.find(each => each.mode === mode)
      const leading = row?.signs.filter(({ weight }) => weight >= 0.8) ?? []
      const isRight = leading.some(
        ({ metric, symptom }) => Math.sign(signs[metric] ?? 0) === (symptom === 'high' ? 1 : -1),
      )
      expect(isRight, JSON.stringify(signs)).toBe(true)
      expect(findings.every(({ faultKey }) => faultKey === 'machine')).toBe(true)
    },
  )

  test('the right mode is the first in two of three, and among the first three in nine of ten', () => {
    const ranks = Array.from(found, ([name, findings]) => {
      const last = findings.findLast(({ phase }) => phase !== 'cleared')
      return last?.evidence.modes?.findIndex(({ mode }) => name.endsWith(` ${mode}`)) ?? -1
    })
    expect(ranks).toHaveLength(cases.length)
    const share = (fits: (rank: number) => boolean) => ranks.filter(fits).length / ranks.length
    expect(share(rank => rank === 0)).toBeGreaterThan(2 / 3)
    expect(share(rank => rank >= 0)).toBeGreaterThan(0.9)
  })

  test('a mode that is given a confidence is right about as often, and not much less', () => {
    const said = Array.from(found, ([name, findings]) =>
      findings.flatMap(({ evidence: { modes = [] } }) =>
        modes.map(({ mode, confidence }) => ({ confidence, isRight: name.endsWith(` ${mode}`) })),
      ),
    ).flat()
    for (const from of [0, 0.2, 0.4, 0.6, 0.8]) {
      const bin = said.filter(({ confidence }) => confidence >= from && confidence < from + 0.2)
      const claimed = bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length
      const right = bin.filter(({ isRight }) => isRight).length / bin.length
      expect(right).toBeGreaterThan(claimed - 0.1)
    }
  })
})

/** A fault that grows as its kind says over twenty days; answers the findings, and how far each metric went in the end. */
function simulate(kind: MachineKind, mode: string): { findings: Finding[]; signs: Record<string, number> } {
  const growth = kind.modes[mode]?.growth ?? (() => 0)
  const well = rows(kind, () => ({}))
  const ill = rows(kind, share => ({ [mode]: growth(share) }))
  const scales = Object.fromEntries(kind.class.metrics.map(({ key }) => [key, scaleOf(kind, well, key)]))
  const findings: Finding[] = []
  const open = new Map<string, number>()
  let signs: Record<string, number> = {}
  let state: DiagnosisState | undefined
  for (let to = BLOCK; to <= STEPS; to += BLOCK) {
    const observedAtMs = START_MS + to * STEP_MS
    const series = (_device: string, metric: string): [number, number][] => [
      [observedAtMs, ill[to - 1]?.[metric] ?? 0],
    ]
    const block = { well: well.slice(to - BLOCK, to), ill: ill.slice(to - BLOCK, to) }
    const seen = deviations(kind, { ...block, scales, fromMs: observedAtMs - BLOCK * STEP_MS })
    if (!seen) continue
    signs = seen
    const said = kind.class.metrics.flatMap(metric =>
      statements(metric, { deviation: signs[metric.key] ?? 0, observedAtMs, open, series }),
    )
    const around = { equipmentClass: kind.class, criticality: 'B', site: 'plant', asset: 'a' } as const
    const context = { ...around, observedAtMs, receivedAtMs: observedAtMs, series }
    const [next, made] = diagnose(context, state, said)
    state = next
    findings.push(...made)
  }
  return { findings, signs }
}

function rows(kind: MachineKind, severities: (share: number) => Record<string, number>): Values[] {
  const model = kind.create(SEED)
  return Array.from({ length: STEPS }, (_, i) => {
    const tMs = START_MS + i * STEP_MS
    const demand = demandAt({ pattern: kind.duty, seed: SEED }, tMs)
    const ambientC = ambientAt({ seed: SEED, climate: 'hall' }, tMs)
    return { ...model.step({ tMs, dtMs: STEP_MS, demand, ambientC, severities: severities(i / STEPS) }) }
  })
}

/** What of a metric cannot be told from noise: of the sensor, and of what load and weather leave over. */
function scaleOf(kind: MachineKind, well: readonly Values[], metric: string): number {
  const values = well.map(row => row[metric] ?? 0)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return (kind.sensors[metric]?.noise ?? 0) + 0.15 * Math.sqrt(variance)
}

/** Undefined where it hardly ran in this time: a machine that stands shows nothing. */
function deviations(
  { class: { metrics }, duty }: MachineKind,
  {
    well,
    ill,
    scales,
    fromMs,
  }: { well: readonly Values[]; ill: readonly Values[]; scales: Record<string, number>; fromMs: number },
): Record<string, number> | undefined {
  const running = Array.from(well.keys()).filter(
    i => demandAt({ pattern: duty, seed: SEED }, fromMs + i * STEP_MS) > 0.3,
  )
  if (running.length < LEAST_RUNNING) return undefined
  return Object.fromEntries(
    metrics.map(({ key }) => {
      const sum = running.reduce((total, i) => total + (ill[i]?.[key] ?? 0) - (well[i]?.[key] ?? 0), 0)
      return [key, sum / running.length / (scales[key] ?? 1)]
    }),
  )
}

type Said = Parameters<typeof diagnose>[2][number]

function statements(
  { key: metric, unit }: { key: string; unit: string },
  seen: {
    deviation: number
    observedAtMs: number
    open: Map<string, number>
    series: (d: string, m: string) => [number, number][]
  },
): Said[] {
  const { deviation, observedAtMs, open, series } = seen
  const distance = Math.abs(deviation) / 1.5
  const sinceMs = open.get(metric)
  if (sinceMs === undefined && distance < 1) return []
  const isOver = distance < 0.5
  if (isOver) open.delete(metric)
  else if (sinceMs === undefined) open.set(metric, observedAtMs)
  const symptom = deviation > 0 ? 'high' : 'low'
  const around = { device: 'd', metric, unit, detector: 'perfect@1', mode: 'alarm', parameters: {} } as const
  return [
    {
      ...{ ...around, observedAtMs, receivedAtMs: observedAtMs, regime: 'run', value: 0 },
      series: (of = metric) => series('d', of),
      statement: {
        phase: isOver ? 'cleared' : sinceMs === undefined ? 'raised' : 'continuing',
        severity: distance > 4 ? 'critical' : distance > 2 ? 'major' : 'minor',
        ...{ sinceMs: sinceMs ?? observedAtMs, symptom, distance },
        explanation: { en: `${metric} deviates`, zh: `${metric} 异常` },
      },
    },
  ]
}
