import { type Static, type TSchema, Type } from 'typebox'

/** Options of an object that has no other properties than those listed. */
export const exact = { additionalProperties: false }

/** The schema, or null. As a JSON Schema type list where it has one type, which serializes faster than `anyOf`. */
export function Nullable<T extends TSchema>(schema: T) {
  const type = 'type' in schema ? schema.type : undefined
  if (typeof type === 'string' && !('enum' in schema)) {
    return Type.Unsafe<Static<T> | null>({ ...schema, type: [type, 'null'] })
  }
  return Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: 'null' }] })
}

/** A point in time as epoch milliseconds. */
export const TimeMs = (description: string) =>
  Type.Integer({ description: `${description} (ms since the Unix epoch).`, examples: [1_700_000_000_000] })
