import { Type } from 'typebox'
import { exact } from '../../domain/schema.ts'
import { makeAccountLink } from '../../store/account-links.ts'
import {
  changeAccount,
  createAccount,
  getAccount,
  listAccounts,
  signOutEverywhere,
  unlockAccount,
} from '../../store/accounts.ts'
import { lockedUntil } from '../../store/sign-in-failures.ts'
import type { AccessParts } from '../access-parts.ts'
import { actOf, editOf } from '../acts.ts'
import { ref } from '../components.ts'
import { cursorOf, DEFAULT_LIMIT, PageOf, Position, pageOf, pageQuery } from '../cursors.ts'
import type { Api } from '../parts.ts'
import { originOf } from '../public/origin.ts'
import { byRow } from '../requests.ts'
import { NoContent, NotModified, refusals } from '../responses.ts'
import { changeHeaders, readHeaders, tagged } from '../versions.ts'

const tags = ['access']
const pages = cursorOf('accounts', Position)

/** Accounts of people. They are never deleted, because the ledger names them: they are made inactive. */
export function accountRoutes(app: Api, parts: AccessParts): void {
  const { clock, authentication } = parts
  app.get(
    '/accounts',
    {
      schema: {
        tags,
        operationId: 'listAccounts',
        summary: 'Accounts in the order in which they were made',
        description: 'With their roles, and who has to wait after too many wrong passwords.',
        querystring: Type.Object(pageQuery, exact),
        response: { 200: PageOf(ref('ListedAccount')), ...refusals() },
      },
    },
    async ({ db, query: { limit = DEFAULT_LIMIT, cursor } }) => {
      const rows = await listAccounts(db, { limit: limit + 1, after: pages.decode(cursor) })
      const locked = await lockedUntil(
        db,
        rows.map(({ name }) => name),
        clock.nowMs(),
      )
      const listed = rows.map(row => ({ ...row, lockedUntilMs: locked.get(row.name) ?? null }))
      return pageOf(listed, limit, ({ id }) => pages.encode(id))
    },
  )

  app.post(
    '/accounts',
    {
      schema: {
        tags,
        operationId: 'createAccount',
        summary: 'Add an account',
        description: 'It has no password: make a link by which its owner sets one.',
        body: ref('NewAccount'),
        response: { 201: ref('Account'), ...refusals() },
      },
    },
    async (request, reply) => {
      const made = await createAccount(request.db, request.body, actOf(request, clock))
      return reply.code(201).send(tagged(reply, made))
    },
  )

  app.get(
    '/accounts/:id',
    {
      schema: {
        tags,
        operationId: 'getAccount',
        summary: 'An account',
        description: 'With its roles.',
        params: byRow,
        headers: readHeaders,
        response: { 200: ref('Account'), 304: NotModified, ...refusals(404) },
      },
    },
    async ({ db, params }, reply) => tagged(reply, await getAccount(db, params.id)),
  )

  app.patch(
    '/accounts/:id',
    {
      schema: {
        tags,
        operationId: 'updateAccount',
        summary: 'Change an account',
        description:
          'Changes the given properties only; `grants` are replaced. It counts at once, also for open sessions and for tokens ' +
          'of the account; `active: false` ends them. The last administrator of every site stays one.',
        params: byRow,
        headers: changeHeaders,
        body: ref('AccountChange'),
        response: { 200: ref('Account'), ...refusals(404, 412) },
      },
    },
    async (request, reply) => {
      const { db, params, body } = request
      const changed = await changeAccount(db, params.id, body, editOf(request, clock))
      authentication.changed()
      return tagged(reply, changed)
    },
  )

  doorRoutes(app, parts)
}

function doorRoutes(app: Api, { clock, publicUrl, authentication }: AccessParts): void {
  app.post(
    '/accounts/:id/link',
    {
      schema: {
        tags,
        operationId: 'createAccountLink',
        summary: 'Make a link by which somebody sets their password',
        description:
          'For a new account, or for who has forgotten it. It works once, for a day; a former one works no more.',
        params: byRow,
        response: { 201: ref('AccountLink'), ...refusals(404) },
      },
    },
    async (request, reply) => {
      const { token, expiresAtMs } = await makeAccountLink(
        request.db,
        request.params.id,
        actOf(request, clock),
      )
      const url = `${originOf(request, publicUrl)}/set-up#${token}`
      return reply.code(201).header('cache-control', 'no-store').send({ url, expiresAtMs })
    },
  )

  app.post(
    '/accounts/:id/unlock',
    {
      schema: {
        tags,
        operationId: 'unlockAccount',
        summary: 'Let somebody try again after too many wrong passwords',
        description: 'At once; it would pass by itself after 15 minutes.',
        params: byRow,
        response: { 204: NoContent, ...refusals(404) },
      },
    },
    async (request, reply) => {
      await unlockAccount(request.db, request.params.id, actOf(request, clock))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/accounts/:id/sessions',
    {
      schema: {
        tags,
        operationId: 'endAccountSessions',
        summary: 'Sign somebody out everywhere',
        description: 'As when a telephone is lost. They can sign in again; their tokens go on.',
        params: byRow,
        response: { 200: Type.Object({ ended: Type.Integer({ minimum: 0 }) }), ...refusals(404) },
      },
    },
    async request => {
      const ended = await signOutEverywhere(request.db, request.params.id, actOf(request, clock))
      authentication.changed()
      return { ended }
    },
  )
}
