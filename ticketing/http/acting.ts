import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { Id } from '../../contracts/registry.ts'
import { invalid } from '../domain/refusals.ts'
import { rolesOf } from '../store/technicians.ts'
import type { Api } from './parts.ts'

const HEADER = 'acting-as'

/** Headers of routes that change something. */
export const actingHeaders = {
  [HEADER]: Type.Optional(
    Type.String({
      ...Id,
      description:
        'Id of the technician who does this, where the token is the administrator’s: it is in the history, and only what their roles allow is done.',
      examples: ['anna'],
    }),
  ),
}

/** Until people have tokens of their own, the administrator's says for whom it acts. After authentication. */
export function actForOthers(api: Api): void {
  api.addHook('onRequest', async request => {
    const id = request.headers[HEADER]
    if (id === undefined) return
    const roles = Value.Check(Id, id) ? await rolesOf(request.db, id) : undefined
    if (!roles) {
      const message = `${JSON.stringify(id).slice(0, 66)} is no active technician; GET /api/v1/technicians lists them.`
      throw invalid(`/headers/${HEADER}`, message)
    }
    request.actor = id as string
    request.roles = roles
  })
}
