import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import type { MetricDetector, Statement } from '../contracts/detector.ts'
import { perRegime } from './per-regime.ts'

/** Speaks while a value is above twice the first one that it saw. */
const doubling: MetricDetector<ReturnType<typeof Type.Object>, { first: number; open: boolean }> = {
  name: 'doubling',
  version: 1,
  scope: 'metric',
  config: Type.Object({}),
  configure: () => ({}),
  step(_config, state = { first: 0, open: false }, { value, observedAtMs }) {
    const first = state.first || value
    const isAbove = value > 2 * first
    const phase = isAbove ? (state.open ? 'continuing' : 'raised') : state.open ? 'cleared' : undefined
    const words = { en: `above ${first}`, zh: '' }
    const statement = {
      severity: 'minor',
      sinceMs: observedAtMs,
      symptom: 'high',
      explanation: words,
    } as const
    return [{ first, open: isAbove }, phase ? [{ ...statement, phase }] : []]
  },
}

type Seen = [value: number, step?: number | undefined, name?: 'off']

/** What is said of each observation, in words such as `raised above 10`. */
function watch(seen: Seen[]) {
  const detector = perRegime(doubling)
  let state: Parameters<typeof detector.step>[1]
  return seen.map(([value, step, name = 'run' as const], i) => {
    const regime = { name, sinceMs: 0, settled: true, ...(step !== undefined && { step }) }
    const observation = { observedAtMs: i, value, regime }
    const [next, said]: [typeof state, Statement[]] = detector.step({}, state, observation, {
      key: 'm',
      unit: '',
    })
    state = JSON.parse(JSON.stringify(next))
    return said.map(({ phase, explanation }) => `${phase} ${explanation.en}`).join()
  })
}

describe('perRegime', () => {
  it('is the detector itself where there are no load steps', () => {
    expect(watch([[1], [1], [3], [3], [1]])).toEqual([
      '',
      '',
      'raised above 1',
      'continuing above 1',
      'cleared above 1',
    ])
  })

  it('learns each load step by itself', () => {
    expect(
      watch([
        [1, 1],
        [10, 2],
        [3, 1],
        [15, 2],
        [1, 1],
        [30, 2],
      ]),
    ).toEqual([...['', '', 'raised above 1', '', 'cleared above 1', 'raised above 10']])
  })

  it('says what another step has to say once the first is over', () => {
    expect(
      watch([
        [1, 1],
        [10, 2],
        [3, 1],
        [30, 2],
        [1, 1],
        [30, 2],
        [10, 2],
      ]),
    ).toEqual([...['', '', 'raised above 1', '', 'cleared above 1', 'raised above 10', 'cleared above 10']])
  })

  it('follows to its end what it spoke of before the steps were known', () => {
    expect(watch([[1], [3], [10, 1], [10, 1], [1, 2], [30, 1]])).toEqual([
      ...[
        '',
        'raised above 1',
        'continuing above 1',
        'continuing above 1',
        'cleared above 1',
        'raised above 10',
      ],
    ])
  })

  it('while the machine stands it is at the step that it was at', () => {
    expect(
      watch([
        [1, 1],
        [10, 2],
        [30, 2],
        [30, undefined, 'off'],
        [10, 2],
      ]),
    ).toEqual([...['', '', 'raised above 10', 'continuing above 10', 'cleared above 10']])
  })

  it('has nothing open after somebody has worked on it', () => {
    const detector = perRegime({ ...doubling, intervene: (_config, state) => ({ ...state, open: false }) })
    const at = (value: number, step: number) => ({
      ...{ observedAtMs: 0, value, regime: { name: 'run' as const, sinceMs: 0, settled: true, step } },
    })
    const metric = { key: 'm', unit: '' }
    const [first] = detector.step({}, undefined, at(1, 1), metric)
    const [open, said] = detector.step({}, first, at(3, 1), metric)
    expect(said).toMatchObject([{ phase: 'raised' }])
    const after = detector.intervene?.({}, open, { asset: 'a', kind: 'repaired', atMs: 0, ticket: 1 })
    expect(detector.step({}, after, at(3, 1), metric)[1]).toMatchObject([{ phase: 'raised' }])
  })
})
