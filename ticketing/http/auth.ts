import type { FastifyRequest } from 'fastify'
import { ForewarnError } from '../../contracts/errors.ts'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { hashSecret, isSecret } from '../store/secrets.ts'

/** Makes the hook that knows the administrator by the bearer token, compared in constant time. */
export function authentication(adminToken: string): (request: FastifyRequest) => Promise<void> {
  const expected = hashSecret(adminToken)
  return async request => {
    const [, token] = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '') ?? []
    if (token === undefined) {
      throw new ForewarnError('unauthorized', 'Send the header Authorization: Bearer <token>.')
    }
    if (!isSecret(token, expected)) throw new ForewarnError('unauthorized', 'The bearer token is not valid.')
    request.principal = ADMINISTRATOR
    request.actor = ADMINISTRATOR
  }
}
