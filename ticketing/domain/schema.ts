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

/** The years that RFC 3339 can write: beyond them no date can be shown, and no column holds the number. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')

/** A point in time as epoch milliseconds. */
export const TimeMs = (description: string) =>
  Type.Integer({
    description: `${description} (ms since the Unix epoch).`,
    minimum: FIRST_MS,
    maximum: LAST_MS,
    examples: [1_700_000_000_000],
  })
