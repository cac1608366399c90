import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { findUnstorable, InvalidRequest } from './validator.ts'

/** With the longest key of a list, a name of 200 characters that take four bytes each and more as JSON. */
const MAX_CURSOR_LENGTH = 4_000

/** Query parameters of every list. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 500, default: 50, description: 'Entries on a page, at most 500.' }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: MAX_CURSOR_LENGTH,
      description: 'The nextCursor of the page before; opaque.',
    }),
  ),
}

export const DEFAULT_LIMIT = 50

/** A page of a list; a null cursor means that it is the last. */
export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'Ask with this as `cursor` for the next page; null at the end.',
      examples: [null],
    }),
  })

/** A whole number in a cursor, which a stranger may have made: PostgreSQL's bigint must hold it. */
export const Position = Type.Integer({
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
})

/**
 * A kind of cursor: the key of the last row of a page, opaque to clients and checked when it comes back.
 * The name keeps a cursor of one list from being used in another.
 */
export function cursorOf<T extends TSchema>(name: string, key: T) {
  const encode = (value: Static<T>) => Buffer.from(JSON.stringify([name, value])).toString('base64url')
  const decode = (cursor: string | undefined): Static<T> | undefined => {
    if (cursor === undefined) return undefined
    const [kind, value] = parse(cursor)
    if (kind === name && Value.Check(key, value) && !findUnstorable(value, '')) return value
    const detail = 'must be the nextCursor of a page of this list, in the same order'
    throw new InvalidRequest([{ pointer: '/query/cursor', detail }])
  }
  return { encode, decode }
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** Makes a page of rows that were asked for with one more than `limit`, which tells whether there are more. */
export function pageOf<Row>(rows: Row[], limit: number, encode: (last: Row) => string) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encode(last) : null }
}

/** For lists in the order of a text key. */
export function keyedPages(name: string) {
  const cursor = cursorOf(name, Type.String())
  return {
    range: ({ limit = DEFAULT_LIMIT, cursor: at }: { limit?: number; cursor?: string }) => ({
      limit: limit + 1,
      after: cursor.decode(at),
    }),
    page: <Row>(rows: Row[], { limit = DEFAULT_LIMIT }: { limit?: number }, keyOf: (row: Row) => string) =>
      pageOf(rows, limit, last => cursor.encode(keyOf(last))),
  }
}
