import type { FastifyRequest } from 'fastify'
import { ForewarnError } from '../../contracts/errors.ts'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import type { Principal } from '../domain/access.ts'
import { hashSecret, isSecret } from '../store/secrets.ts'

/** Who has the token of the service itself. */
const administrator: Principal = {
  ...{ id: ADMINISTRATOR, kind: 'administrator', name: ADMINISTRATOR, technician: null, crew: [] },
  ...{ grants: [{ role: 'administrator', site: null }], scopes: null },
}

/** Makes the hook that knows the administrator by the bearer token, compared in constant time. */
export function authentication(adminToken: string): (request: FastifyRequest) => Promise<void> {
  const expected = hashSecret(adminToken)
  return async request => {
    const [, token] = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '') ?? []
    if (token === undefined) {
      throw new ForewarnError('unauthorized', 'Send the header Authorization: Bearer <token>.')
    }
    if (!isSecret(token, expected)) throw new ForewarnError('unauthorized', 'The bearer token is not valid.')
    request.principal = administrator
    request.actor = ADMINISTRATOR
  }
}
