import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Me } from '../domain/account.ts'
import { forbidden } from '../domain/refusals.ts'
import { principalOfAccount } from '../store/access-tokens.ts'
import { getAccount } from '../store/accounts.ts'
import { type Db, type Trx, transact } from '../store/database.ts'
import { appendEvents } from '../store/ledger.ts'
import { newSecret } from '../store/secrets.ts'
import { endSessionOf, openSession } from '../store/sessions.ts'
import { rememberBrowser } from '../store/sign-in-failures.ts'
import type { AccessParts } from './access-parts.ts'
import { csrfTokenOf } from './auth.ts'
import { BROWSER, cookieOf, isSecure, SESSION, setCookie } from './cookies.ts'

const YEAR_S = 365 * 24 * 3_600

type SignInParts = Pick<AccessParts, 'clock' | 'publicUrl' | 'authentication'>

interface Newcomer {
  account: number
  /** In which they have signed in before. */
  browser?: Buffer | undefined
  /** How often the password was wrong before, from the same place. */
  failed?: number
  /** What else belongs to the session, in the same transaction. */
  also?(trx: Trx, session: number): Promise<void>
}

/**
 * Opens a session for somebody who has shown who they are, by password, link or provider: a new id, and what the browser
 * had before ends. Answers who they are, with the token that changes need.
 */
export async function signedIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { clock, publicUrl, authentication, account, browser, failed = 0, also }: SignInParts & Newcomer,
): Promise<Me> {
  const nowMs = clock.nowMs()
  const secure = isSecure(request, publicUrl)
  const former = cookieOf(request, SESSION, secure)
  const known = newSecret()
  const { session, principal } = await transact(request.db, async trx => {
    if (former !== undefined) await endSessionOf(trx, former)
    const agent = request.headers['user-agent']
    const session = await openSession(trx, { account, nowMs, address: request.ip, agent })
    await also?.(trx, session.id)
    await rememberBrowser(trx, { account, token: known, former: browser, nowMs })
    const act = { actor: `account:${account}`, nowMs }
    const event = { type: 'signed_in', ...(failed > 0 && { data: { failedBefore: failed } }) }
    await appendEvents(trx, { subject: 'account', id: account }, act, [event])
    return { session, principal: await principalOfAccount(trx, account) }
  })
  authentication.changed()
  if (!principal) throw forbidden('This account is not active.')
  const maxAgeS = Math.floor((session.expiresAtMs - nowMs) / 1_000)
  setCookie(reply, { name: SESSION, maxAgeS }, { value: session.token, secure })
  setCookie(reply, { name: BROWSER, maxAgeS: YEAR_S }, { value: known, secure })
  reply.header('cache-control', 'no-store')
  return meOf(request.db, principal, { account, token: session.token })
}

export async function meOf(
  db: Db,
  principal: FastifyRequest['principal'],
  session?: { account: number; token: string },
): Promise<Me> {
  const { id, kind, name, technician, grants, scopes } = principal
  if (kind === 'nobody') throw new Error('nobody has no session')
  return {
    ...{ id, kind, name, technician },
    csrfToken: session ? csrfTokenOf(session.token) : null,
    hasPassword: session !== undefined && (await getAccount(db, session.account)).hasPassword,
    grants: [...grants],
    scopes: scopes === null ? null : [...scopes],
  }
}

/** Takes the cookie of the session away; that of the browser stays. */
export function forgetCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  publicUrl: string | undefined,
): void {
  setCookie(reply, { name: SESSION, maxAgeS: 0 }, { value: '', secure: isSecure(request, publicUrl) })
}

/** Another page could sign its visitor in as somebody else, and watch what they write: browsers say who has sent it. */
export function refuseOtherPages({ headers }: FastifyRequest): void {
  const from = headers['sec-fetch-site']
  if (from === undefined || from === 'same-origin' || from === 'none') return
  throw forbidden('Signing in works from our own pages only.')
}
