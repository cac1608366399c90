import { Type } from 'typebox'
import { InvalidRequest } from './validator.ts'

/** A query parameter that is a point in time. */
export const Instant = (description: string) =>
  Type.Optional(
    Type.String({
      pattern: '^(-?\\d{1,15}|\\d{4}-\\d{2}-\\d{2}T.{5,25})$',
      description: `${description}: ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z.`,
      examples: ['2026-01-31T12:00:00Z'],
    }),
  )

/** The query parameter of single resources that have a history. */
export const atQuery = {
  at: Instant('As it was at this instant, by the ledger; as it is now when not given'),
}

/** The instant in epoch milliseconds. */
export function instant(name: string, text: string): number {
  const ms = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isSafeInteger(ms)) return ms
  const detail = 'must be ms since the Unix epoch, or RFC 3339 such as 2026-01-31T12:00:00Z'
  throw new InvalidRequest([{ pointer: `/query/${name}`, detail }])
}

/** The period that two query parameters say; each end is open where it is not given. */
export function periodOf(from: string | undefined, to: string | undefined) {
  const fromMs = from === undefined ? undefined : instant('from', from)
  const toMs = to === undefined ? undefined : instant('to', to)
  if (fromMs !== undefined && toMs !== undefined) requireOrder(fromMs, toMs)
  return { fromMs, toMs }
}

export function requireOrder(fromMs: number, toMs: number): void {
  if (fromMs < toMs) return
  throw new InvalidRequest([{ pointer: '/query/from', detail: 'must be before `to`' }])
}
