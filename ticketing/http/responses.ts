import { Type } from 'typebox'
import { ref } from './components.ts'

const meanings = {
  400: 'The request is not valid; `errors` says where and what would be right.',
  401: 'The bearer token is missing or wrong.',
  404: 'There is no such thing.',
  409: 'It does not fit the present state; `detail` says why.',
  412: 'It is not the version of `If-Match` any more; `detail` has the ETag of now.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'The `Idempotency-Key` was used for another request.',
  503: 'The server or a database is overloaded or away; see Retry-After.',
}

type Status = keyof typeof meanings

export const problem = (status: Status) => ({
  description: meanings[status],
  content: { 'application/problem+json': { schema: ref('Problem') } },
})

/** The problem answers of a route: those named and 401, which all have. */
export function refusals<const S extends Status>(...statuses: S[]) {
  const all: Status[] = [...statuses, 401]
  return Object.fromEntries(all.map(status => [status, problem(status)])) as Record<
    S | 401,
    ReturnType<typeof problem>
  >
}

/** The answers of a route that takes a body. */
export const bodyRefusals = <const S extends Status = never>(...statuses: S[]) =>
  refusals<S | 400 | 413 | 415>(400, 413, 415, ...statuses)

export const NotModified = Type.Null({ description: 'The caller has this version already.' })

export const NoContent = Type.Null({ description: 'Done; nothing to say.' })
