import type { RouteOptions } from 'fastify'
import { Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { TicketNumber } from '../domain/relations.ts'
import { exact } from '../domain/schema.ts'

/** The path parameter of what has an id. */
export const byId = Type.Object({ id: Id })

/** The path parameter of a ticket and what belongs to it. */
export const byNumber = Type.Object({ number: TicketNumber })

/** The path parameter of what the database numbers. */
export const byRow = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, examples: [7] }),
})

/** For `onRoute`: a route that takes no query refuses one, as every other refuses a parameter that it does not know. */
export function refuseQueries(route: RouteOptions): void {
  route.schema = { querystring: Type.Object({}, exact), ...route.schema }
}
