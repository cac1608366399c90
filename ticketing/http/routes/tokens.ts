import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { beyond, sitesWith } from '../../domain/access.ts'
import { forbidden } from '../../domain/refusals.ts'
import { exact } from '../../domain/schema.ts'
import { listTokens, makeToken, revokeToken } from '../../store/access-tokens.ts'
import type { AccessParts } from '../access-parts.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { byRow } from '../requests.ts'
import { refusals } from '../responses.ts'

const tags = ['access']
const newest = cursorOf('tokens', Position)

/** For programs. An administrator of every site sees and revokes all tokens, everybody else their own. */
export function tokenRoutes(app: Api, { clock, authentication }: AccessParts): void {
  app.get(
    '/tokens',
    {
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'Tokens, newest first',
        description:
          'Yours; all of them for an administrator of every site. Without what opens doors: nobody can read that again.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('AccessToken')), ...refusals() },
      },
    },
    async (request, reply) => {
      const { limit = DEFAULT_LIMIT, cursor } = request.query
      const page = { limit: limit + 1, before: newest.decode(cursor) }
      const rows = await listTokens(request.db, { owner: ownerOf(request), ...page })
      return reply.send(pageOf(rows, limit, ({ id }) => newest.encode(id)))
    },
  )

  app.post(
    '/tokens',
    {
      schema: {
        tags,
        operationId: 'createToken',
        summary: 'Make a token',
        description:
          'With roles that you have yourself, or less, and the scopes that it needs. It is shown in this answer only. What is ' +
          'taken from you later is taken from your tokens, too.',
        body: ref('NewAccessToken'),
        response: { 201: ref('MadeAccessToken'), ...refusals() },
      },
    },
    async (request, reply) => {
      const { principal, shown, body, db } = request
      if (principal.kind === 'token') throw forbidden('A token makes no tokens; sign in to make one.')
      const tooMuch = beyond(principal.grants, body.grants)
      if (tooMuch) {
        const where = tooMuch.site === null ? 'at every site' : `at ${tooMuch.site}`
        throw forbidden(`You are no ${tooMuch.role} ${where} yourself, so no token of yours can be.`)
      }
      const owner = shown?.session?.account ?? null
      const made = await makeToken(db, { ...body, owner }, actOf(request, clock))
      return reply.code(201).header('cache-control', 'no-store').send(made)
    },
  )

  app.post(
    '/tokens/:id/revocation',
    {
      schema: {
        tags,
        operationId: 'revokeToken',
        summary: 'Make a token useless',
        description: 'At once, and for ever. Revoking it twice is the same as once.',
        params: byRow,
        response: { 200: ref('AccessToken'), ...refusals(404) },
      },
    },
    async request => {
      const revoked = await revokeToken(
        request.db,
        request.params.id,
        ownerOf(request),
        actOf(request, clock),
      )
      authentication.changed()
      return revoked
    },
  )
}

/** Whose tokens somebody may see; undefined: everybody's. */
function ownerOf({ principal, shown }: FastifyRequest): number | undefined {
  if (sitesWith(principal, ['administrator']) === null) return undefined
  return shown?.session?.account ?? 0 // a token that is no administrator has none of its own
}
