import pg from 'pg'
import { expect, test } from 'vitest'
import { isUnavailable } from './database.ts'

const ofPostgres = (code: string) => Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code })
const ofNode = (code: string) => Object.assign(new Error('failed'), { code })

test.each<[string, unknown, boolean]>([
  ['the name server does not answer, as while Compose starts', ofNode('EAI_AGAIN'), true],
  ['nobody listens', ofNode('ECONNREFUSED'), true],
  ['the pool has no connection', new Error('timeout exceeded when trying to connect'), true],
  ['the connection ended', new Error('Connection terminated unexpectedly'), true],
  ['the server shuts down', ofPostgres('57P01'), true],
  ['the disk is full', ofPostgres('53100'), true],
  ['the statement took too long', ofPostgres('57014'), true],
  ['a constraint', ofPostgres('23505'), false],
  ['a mistake of ours', ofNode('ERR_INVALID_ARG_TYPE'), false],
  ['no error at all', 'ECONNREFUSED', false],
])('%s', (_, error, expected) => {
  expect(isUnavailable(error)).toBe(expected)
})
