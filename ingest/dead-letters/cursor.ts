import { ForewarnError } from '../../contracts/errors.ts'

/** Where a page of the list ended: receive time, then id. */
export interface Position {
  receivedAtMs: number
  id: string
}

export function toCursor({ receivedAtMs, id }: Position): string {
  return Buffer.from(`${receivedAtMs} ${id}`).toString('base64url')
}

/** Throws `invalid` when the text did not come from `toCursor`. */
export function toPosition(cursor: string): Position {
  const parts = /^(-?\d{1,15}) ([0-9A-Za-z._-]{1,200})$/.exec(Buffer.from(cursor, 'base64url').toString())
  const [, receivedAt, id] = parts ?? []
  if (receivedAt === undefined || id === undefined) {
    throw new ForewarnError('invalid', 'cursor is not the `nextCursor` of an earlier page', {
      field: '/query/cursor',
    })
  }
  return { receivedAtMs: Number(receivedAt), id }
}
