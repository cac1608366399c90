import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../contracts/finding.ts'
import { findingAt, HOUR_MS, timeline } from './testing/timeline.ts'

const kinds = (verdicts: { kind: string }[]) => verdicts.map(({ kind }) => kind)

describe('a fault that must come back', () => {
  const settle = [{ class: 'pump', minOccurrences: 3, withinMs: 10 * HOUR_MS }]

  test('makes a ticket with the third finding within the time, and each says why', () => {
    const { at, tickets, verdicts } = timeline({ policy: { settle } })
    at(1).finding('raised')
    at(2).finding('cleared')
    at(3).finding('raised')
    at(5).finding('continuing')
    at(6).finding('continuing')
    expect(kinds(verdicts)).toEqual(['settling', 'noted', 'settling', 'created', 'appended'])
    expect(verdicts[0]?.reason).toBe('It is number 1 of 3 findings within 10 h that its settle rule wants.')
    expect(tickets).toMatchObject([{ findings: 2 }])
  })

  test('counts anew what lies further apart', () => {
    const { at, verdicts } = timeline({ policy: { settle } })
    for (const hour of [1, 6, 12, 17, 23]) at(hour).finding('raised')
    expect(kinds(verdicts)).toEqual(['settling', 'settling', 'settling', 'settling', 'settling'])
  })

  test('has to settle again after its ticket was cancelled, and not while that is open', () => {
    const { at, verdicts, ticketBecomes } = timeline({ policy: { settle } })
    for (const hour of [1, 2, 3, 20]) at(hour).finding('raised')
    ticketBecomes('cancelled')
    at(40).finding('continuing')
    expect(kinds(verdicts)).toEqual(['settling', 'settling', 'created', 'appended', 'settling'])
  })
})

describe('a deviation that must last', () => {
  const settle = [{ severity: 'minor' as const, holdMs: 2 * HOUR_MS }]

  test('waits until it has, by the event time of a later finding', () => {
    const { at, verdicts } = timeline({ policy: { settle } })
    at(1).finding('raised', 'minor')
    at(2).finding('continuing', 'minor', { sinceMs: HOUR_MS })
    at(3).finding('continuing', 'minor', { sinceMs: HOUR_MS })
    expect(kinds(verdicts)).toEqual(['settling', 'settling', 'created'])
    expect(verdicts[1]).toEqual({
      kind: 'settling',
      untilMs: 3 * HOUR_MS,
      reason: 'The deviation has lasted 1 h of the 2 h that its settle rule wants.',
    })
  })

  test('becomes a ticket when its time has come and nothing has cleared it', () => {
    const { at, verdicts } = timeline({ policy: { settle } })
    const finding = findingAt(1, 'raised', 'minor')
    at(1).finding('raised', 'minor')
    at(3).held(finding)
    expect(kinds(verdicts)).toEqual(['settling', 'created'])
  })

  test('is not asked of another severity', () => {
    const { at, verdicts } = timeline({ policy: { settle } })
    at(1).finding('raised', 'critical')
    expect(kinds(verdicts)).toEqual(['created'])
  })
})

test('the first rule that fits counts', () => {
  const settle = [{ asset: 'pump-7', minOccurrences: 1 }, { minOccurrences: 100 }]
  const { at, verdicts } = timeline({ policy: { settle }, assets: { 'pump-7': null, 'pump-8': null } })
  at(1).finding('raised')
  at(1).finding('raised', 'major', { asset: 'pump-8' })
  expect(kinds(verdicts)).toEqual(['created', 'settling'])
})

test('no ticket begins before so many findings within the time, and one begins with them', () => {
  const story = fc.record({
    hours: fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 20 }),
    minOccurrences: fc.integer({ min: 1, max: 4 }),
    withinHours: fc.integer({ min: 1, max: 24 }),
  })
  fc.assert(
    fc.property(story, ({ hours, minOccurrences, withinHours }) => {
      const settle = [{ minOccurrences, withinMs: withinHours * HOUR_MS }]
      const { at, tickets } = timeline({ policy: { settle } })
      const sorted = hours.toSorted((a, b) => a - b)
      const first = sorted.findIndex((hour, index) => {
        const since = sorted[index - minOccurrences + 1]
        return since !== undefined && hour - since < withinHours
      })
      for (const [index, hour] of sorted.entries()) {
        at(hour).finding('raised')
        if (first === -1 || index < first) expect(tickets).toHaveLength(0)
        if (index === first) expect(tickets).toHaveLength(1)
      }
    }),
  )
})

test('phases other than a deviation are not counted', () => {
  const phases: Finding['phase'][] = ['raised', 'cleared', 'cleared', 'cleared']
  const { at, tickets } = timeline({ policy: { settle: [{ minOccurrences: 2, withinMs: 100 * HOUR_MS }] } })
  for (const [hour, phase] of phases.entries()) at(hour).finding(phase)
  expect(tickets).toEqual([])
})
