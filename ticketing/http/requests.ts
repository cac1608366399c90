import { Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'

/** The path parameter of what has an id. */
export const byId = Type.Object({ id: Id })
