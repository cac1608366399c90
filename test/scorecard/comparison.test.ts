import { expect, test } from 'vitest'
import { reachesTarget, releaseOf, rules, worseThan } from './comparison.ts'
import { type MarkName, type Marks, markNames } from './marks.ts'

const marks = (given: Partial<Record<MarkName, number | null>>): Marks =>
  Object.fromEntries(markNames.map(name => [name, { value: given[name] ?? null, of: 1 }])) as Marks
const release = (given: Partial<Record<MarkName, number | null>>) => releaseOf(marks(given))

test('a run is no worse than itself', () => {
  const values = Object.fromEntries(markNames.map((name, n) => [name, n / 10]))
  expect(worseThan(marks(values), release(values))).toEqual([])
})

test.each(markNames)('%s may be worse by its tolerance, and not by more', name => {
  const { better, tolerance } = rules[name]
  const was = 0.5
  const worseBy = (amount: number) => was + (better === 'higher' ? -amount : amount)
  const compared = (is: number) => worseThan(marks({ [name]: is }), release({ [name]: was }))
  expect(compared(worseBy(-10 * tolerance))).toEqual([])
  expect(compared(worseBy(tolerance))).toEqual([])
  expect(compared(worseBy(1.01 * tolerance))).toEqual([{ mark: name, was, is: worseBy(1.01 * tolerance) }])
})

test('a mark that cannot be judged any more is worse, and one that could not be judged before is not', () => {
  expect(worseThan(marks({}), release({ found: 0.9 }))).toEqual([{ mark: 'found', was: 0.9, is: null }])
  expect(worseThan(marks({ found: 0.1 }), release({}))).toEqual([])
})

test('a mark that the release does not know is not compared', () => {
  expect(worseThan(marks({ found: 0.1 }), JSON.parse('{}'))).toEqual([])
})

test.each([
  ['found', 0.95, true],
  ['found', 0.94, false],
  ['falseTicketsPerMachineYear', 0.5, true],
  ['falseTicketsPerMachineYear', 0.6, false],
  ['found', null, undefined],
  ['dispatchRight', 0, undefined],
] as const)('the target of %s at %s is reached: %s', (name, value, reached) => {
  expect(reachesTarget(name, value)).toBe(reached)
})
