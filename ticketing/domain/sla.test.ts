import { describe, expect, test } from 'vitest'
import { dueDate } from './due.ts'
import { requireSoundPolicy, ruleFor, type SlaPolicy, thresholdsOf } from './sla.ts'

const policy = (given: Partial<SlaPolicy>): SlaPolicy => ({
  rules: [{ respond: 60, resolve: 600 }],
  pausing: ['paused'],
  warnings: [60],
  escalation: [],
  ...given,
})

describe('the due date', () => {
  const terms = {
    targetAtMs: Date.parse('2026-11-25T08:00Z'),
    predictedCrossingAtMs: Date.parse('2026-11-24T20:00Z'),
    repairMinutes: 120,
    partLeadMinutes: 600,
  }
  test.each<[Partial<typeof terms> | Record<string, null>, string | undefined, string | null, string]>([
    [
      {},
      '2026-11-24T08:00Z',
      'prediction',
      'The limit is expected to be reached at 2026-11-24T20:00Z; less 120 min of repair and 600 min for parts that is ' +
        '2026-11-24T08:00Z, before the target of 2026-11-25T08:00Z.',
    ],
    [
      { targetAtMs: Date.parse('2026-11-23T08:00Z') },
      '2026-11-23T08:00Z',
      'target',
      'The limit is expected to be reached at 2026-11-24T20:00Z; less 120 min of repair and 600 min for parts that is ' +
        '2026-11-24T08:00Z, after the target of 2026-11-23T08:00Z, which counts.',
    ],
    [
      { targetAtMs: null, partLeadMinutes: null },
      '2026-11-24T18:00Z',
      'prediction',
      'The limit is expected to be reached at 2026-11-24T20:00Z; less 120 min of repair that is 2026-11-24T18:00Z; no ' +
        'target runs.',
    ],
    [
      { repairMinutes: null, partLeadMinutes: null },
      '2026-11-24T20:00Z',
      'prediction',
      'The limit is expected to be reached at 2026-11-24T20:00Z, before the target of 2026-11-25T08:00Z.',
    ],
    [
      { predictedCrossingAtMs: null },
      '2026-11-25T08:00Z',
      'target',
      'Nothing is predicted, so the target of 2026-11-25T08:00Z counts.',
    ],
    [
      { predictedCrossingAtMs: null, targetAtMs: null },
      undefined,
      null,
      'Nothing is predicted and no target runs, so there is no due date.',
    ],
  ])('of %j is %s', (given, at, boundBy, explanation) => {
    const dueAtMs = at === undefined ? null : Date.parse(at)
    expect(dueDate({ ...terms, ...given })).toMatchObject({ dueAtMs, boundBy, explanation })
  })
})

test('the first rule that fits counts', () => {
  const given = policy({
    rules: [
      { kind: ['preventive', 'inspection'], respond: null, resolve: 1 },
      { priority: 'P1', criticality: ['A', 'B'], respond: 1, resolve: 2 },
      { respond: 3, resolve: null },
    ],
  })
  const resolve = (kind: 'preventive' | 'predictive', criticality: 'A' | 'C') =>
    ruleFor(given, { kind, criticality, priority: 'P1' } as never)?.resolve
  expect([resolve('preventive', 'A'), resolve('predictive', 'A'), resolve('predictive', 'C')]).toEqual([
    1,
    2,
    null,
  ])
})

test('a warning that is longer than the target comes at half of it', () => {
  const warned = (targetMinutes: number) =>
    thresholdsOf(policy({ warnings: [60] }), 'response', targetMinutes * 60_000)
      .filter(({ type }) => type === 'warning')
      .map(({ workMs }) => workMs / 60_000)
  expect([240, 61, 60, 30].map(warned)).toEqual([[180], [1], [30], [15]])
})

test.each<[Partial<SlaPolicy>, string]>([
  [{ rules: [{ respond: 1, resolve: 1, calendar: 'moon' }] }, '/rules/0/calendar'],
  [
    {
      rules: [
        { respond: 1, resolve: 1 },
        { priority: 'P1', respond: 1, resolve: 1 },
      ],
    },
    '/rules/1',
  ],
  [
    {
      escalation: [
        { after: 0, to: 'lead' },
        { after: 0, to: 'manager' },
        { after: 0, to: 'lead' },
      ],
    },
    '/escalation/2',
  ],
])('%j is refused at %s', (given, field) => {
  expect(() => requireSoundPolicy(policy(given), ['always'])).toThrow(
    expect.objectContaining({ code: 'invalid', field }),
  )
})
