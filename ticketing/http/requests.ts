import { Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { TicketNumber } from '../domain/relations.ts'

/** The path parameter of what has an id. */
export const byId = Type.Object({ id: Id })

/** The path parameter of a ticket and what belongs to it. */
export const byNumber = Type.Object({ number: TicketNumber })
