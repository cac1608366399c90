/**
 * What can go wrong, by a stable code. An error means that something is broken or refused; an expected
 * outcome (a rejected reading, a muted finding) is a value. `ticketing/http/problems.ts` maps codes to
 * RFC 9457 problem documents.
 */
export type ErrorCode =
  | 'invalid' // the caller's input is wrong; `field` says where
  | 'not_found'
  | 'conflict' // true of the world now, may be false later: a taken id, a transition that is not open
  | 'precondition_failed' // the caller has seen an older version
  | 'idempotency_key_reused' // the key belongs to another request
  | 'unauthorized' // nobody has said who asks, or it is not true
  | 'forbidden' // who asks is known, and may not
  | 'too_large' // more bytes than are taken
  | 'unsupported_content' // a file of a kind that is not taken
  | 'log_full' // retryable: nothing was acknowledged, trimming makes room
  | 'log_trimmed' // the offset asked for is gone
  | 'log_corrupt' // a damaged frame before good ones: an operator decides
  | 'log_poisoned' // fdatasync failed: only a restart knows what is on disk
  | 'store_unavailable' // retryable: network, time-out, overload
  | 'store_misconfigured' // retryable slowly: credentials, missing database; an operator must act
  | 'rate_limited' // too often; `retryAfterMs` says when again
  | 'overloaded' // a bounded queue is full

export class ForewarnError extends Error {
  readonly code: ErrorCode
  /** The same call may succeed later without a change. */
  readonly retryable: boolean
  /** JSON pointer of the offending input, for `invalid`. */
  readonly field: string | undefined
  /** How long the other side asked us to wait. */
  readonly retryAfterMs: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    more: { retryable?: boolean; field?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'ForewarnError'
    this.code = code
    this.retryable = more.retryable ?? false
    this.field = more.field
    this.retryAfterMs = more.retryAfterMs
  }
}
