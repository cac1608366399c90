import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asOf, DELETED, difference, effectiveAtMs } from './ledger.ts'

const events = [
  { type: 'created', atMs: 10, after: { name: 'Pump', criticality: 'A' } },
  { type: 'changed', atMs: 20, after: { criticality: 'B' } },
  { type: 'changed', atMs: 20, after: { criticality: 'C' } },
  { type: DELETED, atMs: 30, after: {} },
]

test.each([
  [9, undefined],
  [10, { name: 'Pump', criticality: 'A' }],
  [19, { name: 'Pump', criticality: 'A' }],
  [20, { name: 'Pump', criticality: 'C' }],
  [30, undefined],
])('at %i it was as its events say', (atMs, expected) => {
  expect(asOf(events, atMs)).toEqual(expected)
})

test('a phone says when it happened, but nothing happens after it was written', () => {
  expect(effectiveAtMs({ atMs: 100, deviceAtMs: null })).toBe(100)
  expect(effectiveAtMs({ atMs: 100, deviceAtMs: 40 })).toBe(40)
  expect(effectiveAtMs({ atMs: 100, deviceAtMs: 400 })).toBe(100)
})

test('folding differences gives back what was written', () => {
  const state = fc.record({
    a: fc.option(fc.integer()),
    b: fc.array(fc.string()),
    c: fc.record({ d: fc.boolean() }),
  })
  fc.assert(
    fc.property(fc.array(state, { minLength: 1 }), states => {
      let before: Record<string, unknown> = {}
      const written = states.map((next, atMs) => {
        const { after } = difference(before, next)
        before = next
        return { type: 'changed', atMs, after }
      })
      for (const [atMs, expected] of states.entries()) {
        const { a, ...rest } = expected
        expect(asOf(written, atMs)).toEqual(
          a === null && !('a' in (asOf(written, atMs) ?? {})) ? rest : expected,
        )
      }
    }),
  )
})
