import { expect, test } from 'vitest'
import { splitProblem } from './trouble.ts'

test('what went wrong is said in our words only, and leaves the address', () => {
  expect(splitProblem('?problem=denied')).toEqual({ problem: 'The provider has not let you in.', rest: '' })
  expect(splitProblem('?view=all&problem=call+0800&site=a')).toEqual({
    problem: undefined,
    rest: '?view=all&site=a',
  })
  expect(splitProblem('?problem=constructor').problem).toBeUndefined()
  expect(splitProblem('?view=all')).toEqual({ problem: undefined, rest: '?view=all' })
})
