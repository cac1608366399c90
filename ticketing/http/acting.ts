import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { Id } from '../../contracts/registry.ts'
import { NOBODY } from '../domain/access.ts'
import { forbidden, invalid } from '../domain/refusals.ts'
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

/** A script of the administrator says for whom it acts. After the guard, which knows who has asked. */
export function actForOthers(api: Api): void {
  api.addHook('onRequest', async request => {
    const id = request.headers[HEADER]
    if (id === undefined || request.principal === NOBODY) return
    if (request.roles !== undefined) {
      throw forbidden(
        'Only an administrator of every site may act for others; leave the header acting-as out.',
      )
    }
    const roles = Value.Check(Id, id) ? await rolesOf(request.db, id) : undefined
    if (!roles) {
      const message = `${JSON.stringify(id).slice(0, 66)} is no active technician; GET /api/v1/technicians lists them.`
      throw invalid(`/headers/${HEADER}`, message)
    }
    request.actor = id as string
    request.roles = roles
  })
}
