import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ForewarnError } from '../../../contracts/errors.ts'
import { AccountName, Password, requireGuessProof } from '../../domain/account.ts'
import { conflict, invalid } from '../../domain/refusals.ts'
import { exact, Nullable } from '../../domain/schema.ts'
import { accountOfLink, hasAccounts, redeemLink } from '../../store/account-links.ts'
import { credentialsOf, getAccount, setPassword } from '../../store/accounts.ts'
import { type Db, openDb, transact } from '../../store/database.ts'
import { hashPassword, isPassword } from '../../store/passwords.ts'
import { endSession, listSessions } from '../../store/sessions.ts'
import { countAttempt, forgive, knownBrowser, noteFailure } from '../../store/sign-in-failures.ts'
import type { AccessParts } from '../access-parts.ts'
import { actOf } from '../acts.ts'
import { ref } from '../components.ts'
import { BROWSER, cookieOf, isSecure } from '../cookies.ts'
import { providerEnd } from '../oidc/sign-out.ts'
import type { Api } from '../parts.ts'
import { byRow } from '../requests.ts'
import { refusals } from '../responses.ts'
import { forgetCookie, meOf, refuseOtherPages, signedIn } from '../sign-in.ts'

const tags = ['access']
/** Nobody has signed in yet. */
const open = { tags, security: [] }

const Credentials = Type.Object(
  { name: AccountName, password: Type.String({ minLength: 1, maxLength: 200 }) },
  { ...exact, examples: [{ name: 'anna', password: 'four words that nobody guesses' }] },
)

const Sessions = Type.Object({ items: Type.Array(ref('Session')) })

export function sessionRoutes(app: Api, parts: AccessParts): void {
  signInRoutes(app, parts)
  ownSessionRoutes(app, parts)
  passwordRoutes(app, parts)
}

function signInRoutes(app: Api, parts: AccessParts): void {
  app.get(
    '/session/options',
    {
      schema: {
        ...open,
        operationId: 'getSignInOptions',
        summary: 'How to sign in here',
        description:
          '`setUp`: there is no account yet; the link that was printed at the start makes the first one. `provider`: where else ' +
          'to sign in, by `GET /session/provider`.',
        response: {
          200: Type.Object(
            {
              password: Type.Boolean(),
              setUp: Type.Boolean(),
              provider: Nullable(Type.String({ description: 'What it is called.' })),
            },
            { examples: [{ password: true, setUp: false, provider: 'Example Works' }] },
          ),
          ...refusals(),
        },
      },
    },
    async ({ db }) => ({
      password: true,
      setUp: !(await hasAccounts(db)),
      provider: parts.provider?.settings.name ?? null,
    }),
  )

  app.post(
    '/session',
    {
      config: { letsIn: true },
      schema: {
        ...open,
        operationId: 'signIn',
        summary: 'Sign in',
        description:
          'Opens a session: its cookie is `HttpOnly`, and changes need the header `x-csrf-token` with the `csrfToken` of the ' +
          'answer. After five wrong passwords from one place that place waits up to 15 minutes.',
        body: Credentials,
        response: { 201: ref('Me'), ...refusals(409, 413, 415) },
      },
    },
    async (request, reply) => {
      refuseOtherPages(request)
      await parts.limits.ofSignIn(request)
      const found = await requirePassword(request, request.body, parts)
      return reply.code(201).send(await signedIn(request, reply, { ...parts, ...found }))
    },
  )

  app.post(
    '/account-links/redeem',
    {
      config: { letsIn: true },
      schema: {
        ...open,
        operationId: 'redeemAccountLink',
        summary: 'Set a password by a link that works once',
        description:
          'Of a set-up link it makes the first administrator, who is called `name`; otherwise `name` is left out. It signs in, too.',
        body: Type.Object(
          {
            token: Type.String({
              minLength: 1,
              maxLength: 100,
              description: 'What the address has after the #.',
            }),
            name: Type.Optional(AccountName),
            password: Password,
          },
          {
            ...exact,
            examples: [{ token: 'q1J7…', name: 'anna', password: 'four words that nobody guesses' }],
          },
        ),
        response: { 201: ref('Me'), ...refusals(404, 409, 413, 415) },
      },
    },
    async (request, reply) => {
      refuseOtherPages(request)
      await parts.limits.ofSignIn(request)
      const { db, body } = request
      const nowMs = parts.clock.nowMs()
      const of = await accountOfLink(db, body.token, nowMs)
      if (of.account === null && body.name === undefined)
        throw invalid('/name', 'name is missing: choose what you want to sign in with.')
      requireGuessProof(body.password, of.name ?? body.name ?? '', '/password')
      const hash = await hashPassword(body.password)
      const account = await redeemLink(db, { token: body.token, name: body.name, hash }, nowMs)
      return reply.code(201).send(await signedIn(request, reply, { ...parts, account }))
    },
  )
}

/** Whose name and password these are. Errors: `unauthorized`, and `rate_limited` after too many that were wrong. */
async function requirePassword(
  request: FastifyRequest,
  { name, password }: { name: string; password: string },
  { pool, clock, publicUrl }: AccessParts,
): Promise<{ account: number; browser: Buffer | undefined; failed: number }> {
  const db = openDb(pool) // an attempt counts, whatever becomes of the request
  const nowMs = clock.nowMs()
  const token = cookieOf(request, BROWSER, isSecure(request, publicUrl))
  const browser = await knownBrowser(db, { name, token, nowMs })
  const attempt = { name, address: request.ip, browser, nowMs }
  const counted = await countAttempt(db, attempt)
  const found = await credentialsOf(db, name)
  const isRight = await isPassword(password, found?.passwordHash ?? null)
  if (!found || !isRight) {
    request.log.warn({ address: request.ip }, 'somebody could not sign in')
    await noteFailure(db, attempt, counted)
    throw new ForewarnError('unauthorized', 'The name or the password is wrong.')
  }
  return { account: found.id, browser, failed: await forgive(db, attempt) }
}

function ownSessionRoutes(app: Api, parts: AccessParts): void {
  const { clock, publicUrl, authentication } = parts
  app.get(
    '/session',
    {
      schema: {
        tags,
        operationId: 'getSession',
        summary: 'Who asks, and what they may',
        description: 'Also for tokens.',
        response: { 200: ref('Me'), ...refusals() },
      },
    },
    async ({ db, principal, shown }, reply) => {
      reply.header('cache-control', 'no-store')
      return meOf(db, principal, shown?.session)
    },
  )

  app.delete(
    '/session',
    {
      schema: {
        tags,
        operationId: 'signOut',
        summary: 'Sign out',
        description: 'The session ends at once. Tokens have none to end.',
        response: {
          200: Type.Object({
            signedOut: Type.Boolean(),
            providerUrl: Nullable(
              Type.String({ description: 'Where the browser goes to sign out at the provider, too.' }),
            ),
          }),
          ...refusals(),
        },
      },
    },
    async (request, reply) => {
      const { session } = request.shown ?? {}
      const providerUrl = session ? await providerEnd(request, session.id, parts) : undefined
      if (session) await endSession(request.db, session)
      authentication.changed()
      forgetCookie(request, reply, publicUrl)
      return { signedOut: session !== undefined, providerUrl: providerUrl ?? null }
    },
  )

  app.get(
    '/sessions',
    {
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'Your sessions, the last used first',
        description: 'Where you are signed in.',
        response: { 200: Sessions, ...refusals() },
      },
    },
    ({ db, shown }) => sessionsOf(db, shown, clock.nowMs()),
  )

  app.delete(
    '/sessions/:id',
    {
      schema: {
        tags,
        operationId: 'endSession',
        summary: 'End a session of yours',
        description: 'At once, as where you have forgotten to sign out. Answers those that are left.',
        params: byRow,
        response: { 200: Sessions, ...refusals(404) },
      },
    },
    async ({ db, shown, params: { id } }) => {
      if (shown?.session) await endSession(db, { account: shown.session.account, id })
      authentication.changed()
      return sessionsOf(db, shown, clock.nowMs())
    },
  )
}

async function sessionsOf(db: Db, shown: FastifyRequest['shown'], nowMs: number) {
  const { session } = shown ?? {}
  if (!session) return { items: [] }
  const { account, id: current } = session
  return { items: await listSessions(db, { account, current, nowMs }) }
}

function passwordRoutes(app: Api, parts: AccessParts): void {
  app.put(
    '/session/password',
    {
      config: { letsIn: true },
      schema: {
        tags,
        operationId: 'changePassword',
        summary: 'Change your password',
        description: 'Your other sessions end; this one goes on under a new cookie and `csrfToken`.',
        body: Type.Object(
          { current: Type.String({ minLength: 1, maxLength: 200 }), password: Password },
          { ...exact, examples: [{ current: 'the former one', password: 'four words that nobody guesses' }] },
        ),
        response: { 200: ref('Me'), ...refusals(409, 413, 415) },
      },
    },
    async (request, reply) => changed(request, reply, { parts, ...request.body }),
  )
}

async function changed(
  request: FastifyRequest,
  reply: FastifyReply,
  { parts, current, password }: { parts: AccessParts; current: string; password: string },
) {
  const { session } = request.shown ?? {}
  if (!session) throw conflict('A token has no password; sign in to change yours.')
  const { name } = await getAccount(request.db, session.account)
  await requirePassword(request, { name, password: current }, parts).catch(error => {
    if (error instanceof ForewarnError && error.code === 'unauthorized')
      throw invalid('/current', 'This is not your password.')
    throw error
  })
  requireGuessProof(password, name, '/password')
  const hash = await hashPassword(password)
  const act = actOf(request, parts.clock)
  await transact(request.db, trx => setPassword(trx, session.account, { hash, except: session.id }, act))
  return signedIn(request, reply, { ...parts, account: session.account })
}
