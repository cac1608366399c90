import { randomUUID } from 'node:crypto'
import type { RawRequestDefaultExpression } from 'fastify'

/** Safe to write into logs and headers as it stands. */
const SANE = /^[A-Za-z0-9._:-]{1,64}$/

/** The caller's x-request-id where it is sane, so that one id leads through several systems' logs; else a new one. */
export function requestId(request: RawRequestDefaultExpression): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID()
}
