import { Type } from 'typebox'
import { ref } from './components.ts'

const meanings = {
  400: 'The request is not valid; `errors` says where and what would be right.',
  401: 'There is no token and no session, or it is not valid any more.',
  403: 'Your roles, or the scopes of the token, do not allow it; `detail` says what would.',
  404: 'There is no such thing.',
  409: 'It does not fit the present state; `detail` says why.',
  412: 'It is not the version of `If-Match` any more; `detail` has the ETag of now.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The `Idempotency-Key` was used for another request.',
  429: 'Too many requests; see Retry-After.',
  503: 'The server or a database is overloaded or away; see Retry-After.',
}

type Status = keyof typeof meanings

const problem = (status: Status) => ({
  description: meanings[status],
  content: { 'application/problem+json': { schema: ref('Problem') } },
})

/** What every route may answer. */
const COMMON = [400, 401, 403, 429, 503] as const
/** What every route that changes something may answer beside that; it takes a body, wanted or not, and an `Idempotency-Key`. */
const UNSAFE = [409, 413, 415, 422] as const

/** The problem answers of a route: those named, and those that all have. */
export const refusals = <const S extends Status = never>(...statuses: S[]) =>
  problems<S | (typeof COMMON)[number]>(...COMMON, ...statuses)

/** Of a route that counts requests. */
export const tooMany = { 429: problem(429) }

export const unsafeRefusals = () => problems(...UNSAFE)

function problems<const S extends Status>(...statuses: S[]) {
  return Object.fromEntries(statuses.map(status => [status, problem(status)])) as Record<
    S,
    ReturnType<typeof problem>
  >
}

export const NotModified = Type.Null({ description: 'The caller has this version already.' })

export const NoContent = Type.Null({ description: 'Done; nothing to say.' })
