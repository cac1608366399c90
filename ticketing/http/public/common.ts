import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import type { Db } from '../../store/database.ts'
import { hashSecret } from '../../store/secrets.ts'
import { ref } from '../components.ts'
import type { Api, Parts } from '../parts.ts'
import { sorryPage } from './pages.ts'

/** What the pages work with: nobody has an `Idempotency-Key`, so the database is the pool. */
export type PageParts = Parts & { db: Db }

const tags = ['requests']
/** What the routes of both pages share in the document. */
export const schema = { tags, security: [], params: Type.Object({ token: Type.String() }) }
const page = { 'text/html': { schema: Type.String() } }
/** A page for people, a problem document for programs. */
const refused = (description: string) => ({
  description,
  content: { ...page, 'application/problem+json': { schema: ref('Problem') } },
})
const refusals = {
  400: refused('It cannot be read, or something is missing: the page says what, beside its field.'),
  404: refused('The link does not work: it is none, has expired or was revoked.'),
  429: refused('Too much at once; try again in some minutes.'),
  503: refused('The server or a database is overloaded or away; see Retry-After.'),
}
export const htmlAnswer = (description: string) => ({ 200: { description, content: page }, ...refusals })
/** Of a form that was sent. */
export const formAnswer = (description: string) => ({
  303: Type.Null({ description }),
  ...refusals,
  413: refused('What was sent is too large.'),
  415: refused('It is not sent as the page sends it.'),
})

export const MINUTE_MS = 60_000
/** Looking, and looking again. */
export const VIEWS_A_MINUTE = 60
/** What makes work: so many from one link in ten minutes, from whichever address. */
const SENDS_IN_TEN_MINUTES = 20
export interface ByToken {
  Params: { token: string }
}

/** Sends are counted by the link, beside the views of each address. What is refused is read, so that a browser sees why. */
export function sending(app: Api) {
  const count = app.createRateLimit({
    max: SENDS_IN_TEN_MINUTES,
    timeWindow: 10 * MINUTE_MS,
    keyGenerator: request => `send ${nameOfToken(request)}`,
  })
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const counted = await count(request)
    if (counted.isAllowed || !counted.isExceeded) return
    request.raw.resume()
    reply.header('retry-after', counted.ttlInSeconds)
    throw new ForewarnError('rate_limited', 'Too much was sent by this link; wait a few minutes.')
  }
}

/** What a token is counted by: the memory of the counters is no place for keys either. */
export const nameOfToken = (request: FastifyRequest) =>
  hashSecret((request.params as ByToken['Params']).token ?? '')
    .toString('base64url')
    .slice(0, 16)

export const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(page)

/** One answer for unknown, foreign, expired and revoked links: a guess learns nothing. */
export const sendGone = (reply: FastifyReply): FastifyReply =>
  sendPage(
    reply.code(404),
    sorryPage(
      'This link does not work',
      'It may have expired or been replaced. Please ask the maintenance team for a new one.',
    ),
  )
