import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../contracts/clock.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import { ADMINISTRATOR } from '../../contracts/registry.ts'
import type { Principal } from '../domain/access.ts'
import { forbidden } from '../domain/refusals.ts'
import { principalOfAccount, principalOfToken, TOKEN_PREFIX } from '../store/access-tokens.ts'
import type { Db } from '../store/database.ts'
import { hashSecret, isSecret } from '../store/secrets.ts'
import { findSession } from '../store/sessions.ts'
import { cookieOf, isSecure, SESSION } from './cookies.ts'

/*
 * Who asks: by the token of the service itself, by a token that somebody has made, or by the cookie of a session. A
 * browser sends cookies also with what another page has made it send, so with a cookie everything that changes something
 * needs a header that only our own page can know (CSRF).
 *
 * What was found is kept for a moment: a script that asks a hundred times a second does not make a hundred queries. Whatever
 * changes an account, a session or a token in this process empties that at once; another process learns of it a moment later.
 */

const KEPT_MS = 2_000
const MOST_KEPT = 5_000
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const CSRF_HEADER = 'x-csrf-token'

/** Who has the token of the service itself. */
const administrator: Principal = {
  ...{ id: ADMINISTRATOR, kind: 'administrator', name: ADMINISTRATOR, technician: null, crew: [] },
  ...{ grants: [{ role: 'administrator', site: null }], scopes: null },
}

/** Who asks, and how they have shown it. */
interface Shown {
  principal: Principal
  /** Of the session, where it is one. */
  session?: { id: number; account: number; token: string }
}

/** Until when that is so, if nothing changes. */
type Found = { shown: Shown; expiresAtMs: number }

declare module 'fastify' {
  interface FastifyRequest {
    shown: Shown | undefined
  }
}

export interface Authentication {
  /** For `onRequest`. Errors: `unauthorized`, and `forbidden` without the CSRF token. */
  hook(request: FastifyRequest): Promise<void>
  /** Whether who has asked would still be let in, with the same roles. */
  isStill(request: FastifyRequest): Promise<boolean>
  /** Something of accounts, sessions or tokens has changed. */
  changed(): void
}

interface Options {
  db: Db
  clock: Clock
  adminToken: string
  publicUrl?: string | undefined
}

export function authentication({ db, clock, adminToken, publicUrl }: Options): Authentication {
  const expected = hashSecret(adminToken)
  const kept = new Map<string, { shown: Shown | undefined; untilMs: number }>()

  async function shownBy(request: FastifyRequest): Promise<Shown | undefined> {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const [, token] = /^Bearer +([^\s]+) *$/i.exec(authorization) ?? []
      if (token === undefined) throw new ForewarnError('unauthorized', NOT_SAID)
      return byToken(token)
    }
    const cookie = cookieOf(request, SESSION, isSecure(request, publicUrl))
    if (cookie === undefined) throw new ForewarnError('unauthorized', NOT_SAID)
    return remembered(`session ${cookie}`, () => bySession(cookie))
  }

  async function byToken(token: string): Promise<Shown | undefined> {
    if (isSecret(token, expected)) return { principal: administrator }
    if (!token.startsWith(TOKEN_PREFIX) || token.length > 100) return undefined
    return remembered(token, async () => {
      const found = await principalOfToken(db, token, clock.nowMs())
      return found && { shown: { principal: found.principal }, expiresAtMs: found.expiresAtMs }
    })
  }

  async function bySession(token: string): Promise<Found | undefined> {
    const found = await findSession(db, token, clock.nowMs())
    const principal = found && (await principalOfAccount(db, found.account))
    if (!principal) return undefined
    const session = { id: found.session, account: found.account, token }
    return { shown: { principal, session }, expiresAtMs: found.expiresAtMs }
  }

  /** By the hash, so that the memory has no secrets. What is not valid is not kept: strangers would fill it. */
  async function remembered(
    secret: string,
    find: () => Promise<Found | undefined>,
  ): Promise<Shown | undefined> {
    const key = hashSecret(secret).toString('base64')
    const nowMs = clock.nowMs()
    const known = kept.get(key)
    if (known && known.untilMs > nowMs) return known.shown
    const found = await find()
    if (!found) return undefined
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, { shown: found.shown, untilMs: Math.min(nowMs + KEPT_MS, found.expiresAtMs) })
    return found.shown
  }

  return {
    async hook(request) {
      if (request.routeOptions.config.rule?.roles === 'anybody') return
      const shown = await shownBy(request)
      if (!shown) throw new ForewarnError('unauthorized', 'The token or session is not valid (any more).')
      if (shown.session && UNSAFE.has(request.method)) requireCsrfToken(request, shown.session.token)
      const { principal } = shown
      request.shown = shown
      request.principal = principal
      request.actor = principal.technician ?? principal.id
    },
    async isStill(request) {
      kept.clear()
      const shown = await shownBy(request)
      return JSON.stringify(shown?.principal) === JSON.stringify(request.principal)
    },
    changed: () => kept.clear(),
  }
}

const NOT_SAID = 'Send the header Authorization: Bearer <token>, or sign in with POST /api/v1/session.'

/** What a page of ours sends with every change: it follows from the session, so that nobody has to keep it. */
export const csrfTokenOf = (session: string): string =>
  createHmac('sha256', session).update('csrf token of the session').digest('base64url')

function requireCsrfToken({ headers }: FastifyRequest, session: string): void {
  const given = Buffer.from(String(headers[CSRF_HEADER] ?? ''))
  const wanted = Buffer.from(csrfTokenOf(session))
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return
  throw forbidden(
    `With a session, changes need the header ${CSRF_HEADER}: the csrfToken of GET /api/v1/session.`,
  )
}
