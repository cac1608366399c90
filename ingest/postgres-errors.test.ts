import { expect, test } from 'vitest'
import { ForewarnError } from '../contracts/errors.ts'
import { dataRefusal, isMissingPartition, storeError } from './postgres-errors.ts'

const failure = (code: string, message = 'words of the server') => Object.assign(new Error(message), { code })

test.each([
  ['08006', 'store_unavailable'], // connection failure
  ['53100', 'store_unavailable'], // disk full
  ['53300', 'store_unavailable'], // too many connections
  ['57014', 'store_unavailable'], // statement time-out
  ['57P01', 'store_unavailable'], // administrator's shutdown
  ['57P03', 'store_unavailable'], // starting up
  ['40P01', 'store_unavailable'], // deadlock
  ['55P03', 'store_unavailable'], // lock time-out
  ['25006', 'store_unavailable'], // read only, as during a failover
  ['XX001', 'store_unavailable'],
  ['ECONNREFUSED', 'store_unavailable'],
  ['28P01', 'store_misconfigured'], // wrong password
  ['3D000', 'store_misconfigured'], // no such database
  ['42P01', 'store_misconfigured'], // no such table
  ['42501', 'store_misconfigured'], // no permission
])('%s is %s', (code, kind) => {
  expect(dataRefusal(failure(code))).toBeUndefined()
  expect(storeError(failure(code))).toMatchObject({ code: kind, retryable: true })
})

test.each([
  ['22021', true],
  ['22003', true],
  ['23502', false],
  ['54000', false],
])('%s is about the rows', (code, certain) => {
  expect(dataRefusal(failure(code))).toEqual({ detail: `words of the server (SQLSTATE ${code})`, certain })
})

test('an error without a code is temporary, one of ours stays as it is', () => {
  expect(storeError(new Error('timeout exceeded when trying to connect')).code).toBe('store_unavailable')
  expect(storeError('odd')).toMatchObject({ code: 'store_unavailable', message: 'PostgreSQL: odd' })
  const ours = new ForewarnError('invalid', 'x')
  expect(storeError(ours)).toBe(ours)
})

test('a missing partition is told from a violated check', () => {
  expect(isMissingPartition(failure('23514', 'no partition of relation "samples" found for row'))).toBe(true)
  expect(isMissingPartition(failure('23514', 'violates check constraint'))).toBe(false)
})
