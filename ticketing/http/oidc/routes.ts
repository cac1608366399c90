import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import { grantsOfClaims } from '../../domain/identity.ts'
import { exact } from '../../domain/schema.ts'
import { type Admission, admit, keepIdToken, SEALED_ID_TOKENS } from '../../store/identities.ts'
import { sealer } from '../../store/secrets.ts'
import type { AccessParts } from '../access-parts.ts'
import { cookieOf, isSecure, SIGN_IN, setCookie } from '../cookies.ts'
import type { Api } from '../parts.ts'
import { originOf } from '../public/origin.ts'
import { refusals } from '../responses.ts'
import { signedIn } from '../sign-in.ts'
import { type Provider, ProviderError } from './provider.ts'
import { ownPath, TRIP_MS, tripTickets } from './trip.ts'

/*
 * Here a browser comes, and no script: whatever happens it is sent on to a page of ours, with a word of what went wrong
 * (`/?problem=…`) that the page makes a sentence of. Nothing that the provider or a stranger has written is shown.
 */

const CALLBACK = '/api/v1/session/provider/callback'

/** Why somebody is not signed in, for the page. */
type Trouble =
  | ProviderError['why']
  | Extract<Admission, { admitted: false }>['why']
  /** There is no provider. */
  | 'not_configured'
  /** Nothing is known of this sign-in, in this browser or any more. */
  | 'expired'
  | 'rate_limited'

const Elsewhere = (description: string) => Type.Null({ description })
const open = { tags: ['access'], security: [] }

export function providerRoutes(app: Api, parts: AccessParts): void {
  const { provider, clock, publicUrl, limits } = parts
  const tickets = tripTickets(parts.secretsKey)

  app.get(
    '/session/provider',
    {
      schema: {
        ...open,
        operationId: 'beginProviderSignIn',
        summary: 'Sign in at the provider of identities',
        description:
          'For browsers: leads to the provider (OpenID Connect, with PKCE), and from there back to `to`. `GET /session/options` ' +
          'says whether there is one.',
        querystring: Type.Object(
          {
            to: Type.Optional(
              Type.String({
                maxLength: 500,
                description:
                  'A page of ours to go on to, as a path; everything else leads to the first page.',
                examples: ['/tickets/7'],
              }),
            ),
          },
          exact,
        ),
        response: { 302: Elsewhere('To the provider, or back with what is wrong.'), ...refusals() },
      },
    },
    async (request, reply) => {
      if (!provider) return back(reply, 'not_configured')
      if (await isTooMuch(request, limits)) return back(reply, 'rate_limited')
      const redirectUri = originOf(request, publicUrl) + CALLBACK
      const begun = await provider.begin(redirectUri).catch(error => failed(request, error))
      if (typeof begun === 'string') return back(reply, begun)
      const untilMs = clock.nowMs() + TRIP_MS
      const to = ownPath(request.query.to)
      const value = tickets.issue({ checks: begun.checks, redirectUri, to, untilMs })
      const secure = isSecure(request, publicUrl)
      setCookie(reply, { name: SIGN_IN, maxAgeS: TRIP_MS / 1000 }, { value, secure })
      return reply.header('cache-control', 'no-store').redirect(begun.url.href)
    },
  )

  app.get(
    '/session/provider/callback',
    {
      schema: {
        ...open,
        operationId: 'finishProviderSignIn',
        summary: 'Come back from the provider of identities',
        description: 'The address to register at the provider. It opens a session, as `POST /session` does.',
        querystring: Type.Object(
          {},
          {
            additionalProperties: true,
            description: 'What the provider adds: `code`, `state`, `iss` and more.',
          },
        ),
        response: { 302: Elsewhere('To the page, signed in or with what is wrong.'), ...refusals() },
      },
    },
    async (request, reply) => {
      const secure = isSecure(request, publicUrl)
      const trip = tickets.read(cookieOf(request, SIGN_IN, secure), clock.nowMs())
      setCookie(reply, { name: SIGN_IN, maxAgeS: 0 }, { value: '', secure }) // works once
      if (!provider) return back(reply, 'not_configured')
      if (await isTooMuch(request, limits)) return back(reply, 'rate_limited')
      if (!trip) return back(reply, 'expired')
      const query = request.url.slice(request.url.indexOf('?') + 1)
      const answer = new URL(`${trip.redirectUri}?${query}`)
      const trouble = await arrive(request, reply, { parts, provider, answer, checks: trip.checks })
      return trouble ? back(reply, trouble) : reply.redirect(trip.to)
    },
  )
}

interface Arriving {
  parts: AccessParts
  provider: Provider
  answer: URL
  checks: Parameters<Provider['finish']>[1]
}

/** Opens the session, or says why not. */
async function arrive(
  request: FastifyRequest,
  reply: FastifyReply,
  { parts, provider, answer, checks }: Arriving,
): Promise<Trouble | undefined> {
  const found = await provider.finish(answer, checks).catch(error => failed(request, error))
  if (typeof found === 'string') return found
  const { idToken, ...identity } = found
  const grants = grantsOfClaims(identity.claims, provider.settings)
  const admission = await admit(request.db, { identity, grants, nowMs: parts.clock.nowMs() })
  parts.authentication.changed()
  if (!admission.admitted) {
    request.log.warn(
      { issuer: identity.issuer, why: admission.why },
      'somebody of the provider was not let in',
    )
    return admission.why
  }
  const sealed = sealer(parts.secretsKey, SEALED_ID_TOKENS).seal(idToken)
  const { account } = admission
  await signedIn(request, reply, {
    ...parts,
    account,
    also: (trx, session) => keepIdToken(trx, session, sealed),
  })
  return undefined
}

function failed(request: FastifyRequest, error: unknown): Trouble {
  if (!(error instanceof ProviderError)) throw error
  const { why, cause } = error
  const { code, message } =
    cause instanceof Error ? (cause as Error & { code?: string }) : { code: '', message: '' }
  request.log.warn({ why, code, reason: message }, 'signing in at the provider did not work')
  return why
}

async function isTooMuch(request: FastifyRequest, limits: AccessParts['limits']): Promise<boolean> {
  return limits.ofSignIn(request).then(
    () => false,
    error => {
      if (error instanceof ForewarnError && error.code === 'rate_limited') return true
      throw error
    },
  )
}

const back = (reply: FastifyReply, trouble: Trouble) =>
  reply.header('cache-control', 'no-store').redirect(`/?problem=${trouble}`)
