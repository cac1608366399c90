import { expect, test } from 'vitest'
import { ApiError, formErrors, isPassing, problemOf, retryDelayMs } from './problem.ts'

const problem = { title: 'Invalid', status: 400, detail: 'The request is not valid.' }
const invalid = (...errors: { pointer: string; detail: string }[]) => new ApiError({ ...problem, errors })

test.each([
  ['/failureCode', 'failureCode'],
  ['#/failureCode', 'failureCode'],
  ['/body/failureCode', 'failureCode'],
])('an error at %s stands at its field', (pointer, field) => {
  const errors = formErrors(invalid({ pointer, detail: 'must be one of A, B' }), ['failureCode'])
  expect(errors).toEqual({ form: undefined, fields: { [field]: 'Must be one of A, B' } })
})

test('an error at a field that the form does not have is said for the form', () => {
  expect(formErrors(invalid({ pointer: '/to', detail: 'must be open' }), ['reason'])).toEqual({
    form: 'The request is not valid.',
    fields: {},
  })
})

test('without errors the detail is said for the form', () => {
  expect(formErrors(new ApiError(problem), ['reason']).form).toBe('The request is not valid.')
  expect(formErrors(new Error('odd'), []).form).toBe('odd')
})

test('an answer that is not a problem document still becomes one', () => {
  expect(problemOf(502, '<html>')).toEqual({ status: 502, title: 'The server answered with status 502.' })
  expect(problemOf(409, { title: 'Conflict', status: 1 })).toMatchObject({ status: 409, title: 'Conflict' })
})

test('too many requests and trouble of the server pass, and the server says when', () => {
  const passing = [0, 429, 503].map(status => isPassing(new ApiError({ status, title: 'x' })))
  expect(passing).toEqual([true, true, true])
  expect(isPassing(new ApiError({ status: 404, title: 'x' }))).toBe(false)
  const asked = (retryAfterMs: number) => new ApiError({ status: 503, title: 'x' }, { retryAfterMs })
  expect([
    retryDelayMs(0, asked(0)),
    retryDelayMs(1, asked(5_000)),
    retryDelayMs(0, asked(3_600_000)),
  ]).toEqual([1_000, 5_000, 30_000])
})
