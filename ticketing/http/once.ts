import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest, RouteHandlerMethod, RouteOptions } from 'fastify'
import { Type } from 'typebox'
import { conflict } from '../domain/refusals.ts'
import { openDb } from '../store/database.ts'
import { type KeyedRequest, keepAnswer, SEALED_ANSWERS, takeKey } from '../store/idempotency.ts'
import { sealer } from '../store/secrets.ts'
import { actingHeaders } from './acting.ts'
import type { Api, Parts } from './parts.ts'
import { type Answer, play, record } from './recording.ts'
import { unsafeRefusals } from './responses.ts'
import { turnstile } from './turnstile.ts'

/*
 * A client that got no answer cannot know whether its request was carried out. With the header `Idempotency-Key` it may
 * simply send it again: the key, the work and its answer commit in one transaction, so that after a crash at any moment
 * either all of it is there, and the answer is given again, or nothing, and the work is done. Who comes while the first
 * is at it waits for its end on the primary key.
 *
 * Each of these requests holds a connection for as long as it works or waits, so they never get all of the pool: others
 * go on meanwhile, and work that needs a second connection (dead letters have one of their own) finds one.
 */

const HEADER = 'idempotency-key'
/** The share of the pool's connections that requests with a key may hold. */
const SHARE = 3 / 4
const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE']

const IdempotencyKey = Type.String({
  pattern: '^("[\\x21\\x23-\\x7e]{1,255}"|[\\x21\\x23-\\x7e]{1,255})$',
  description:
    '1 to 255 visible ASCII characters without blanks, such as a UUID, in quotes or without; a new one for each request, ' +
    'and the same one when it is sent again. For 24 hours that answers what the first did (with ' +
    '`Idempotency-Replayed: true`) and changes nothing. Errors are not kept.',
  examples: ['8e03978e-40d5-43dd-bc93-6894a57f9324'],
})

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Answers by the handler, once for each `Idempotency-Key`. `digest` is the SHA-256 of the body. Routes with the
     * configuration `streams` call it themselves, when they have read what is sent to where reading it twice is
     * harmless (a file named by its content); for all others it is done around their handlers.
     */
    once(digest: Buffer, handler: RouteHandlerMethod): Promise<FastifyReply>
  }
  interface FastifyContextConfig {
    /** Its answer lets somebody in, so it is given once: it takes no `Idempotency-Key`. */
    letsIn?: boolean
    /** Its body is not parsed but read by the handler. */
    streams?: boolean
  }
}

/** Thrown out of the transaction: an answer that refuses leaves nothing behind, not even its key. */
class Refused extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`answered ${answer.status}`)
    this.answer = answer
  }
}

/** For the routes that are registered after it: `request.db`, and the promise of the `Idempotency-Key`. */
export function onceByKey(
  api: Api,
  { pool, clock, secretsKey }: Pick<Parts, 'pool' | 'clock' | 'secretsKey'>,
) {
  const db = openDb(pool)
  const inTurn = turnstile(Math.max(1, Math.floor(pool.options.max * SHARE)))
  const { seal, open } = sealer(secretsKey, SEALED_ANSWERS)
  api.addHook('onRequest', async request => {
    request.db = db
  })
  api.addHook('onRoute', wrap)
  api.decorateReply('once', once)

  async function once(this: FastifyReply, digest: Buffer, handler: RouteHandlerMethod) {
    const { request } = this
    const keyed = keyedRequest(request, digest)
    if (!keyed) return handler.call(request.server, request, this) as Promise<FastifyReply>
    try {
      return play(this, await inTurn(() => carriedOut(keyed, handler, this)))
    } catch (error) {
      if (error instanceof Refused) return play(this, error.answer)
      throw error
    } finally {
      request.db = db
    }
  }

  function carriedOut(keyed: KeyedRequest, handler: RouteHandlerMethod, reply: FastifyReply) {
    return db.transaction().execute(async trx => {
      const former = await takeKey(trx, keyed, clock.nowMs())
      if (former) {
        reply.header('idempotency-replayed', 'true')
        return opened(former)
      }
      const { request } = reply
      request.db = trx
      const answer = await record(handler, request, reply)
      if (answer.status >= 400) throw new Refused(answer)
      await keepAnswer(trx, keyed, seal(JSON.stringify(answer)))
      return answer
    })
  }

  function opened(former: Buffer): Answer {
    const text = open(former)
    if (text) return JSON.parse(text)
    throw conflict(
      'This request was carried out before. Its answer cannot be read any more because it was sealed with a key that is none of SECRETS_KEY any more; read what it made.',
    )
  }
}

function wrap(route: RouteOptions): void {
  if (![route.method].flat().some(method => UNSAFE.includes(method))) return
  const { handler, schema, config } = route
  if (config?.letsIn) return
  const headers = Type.Object({
    ...headersOf(schema),
    ...actingHeaders,
    [HEADER]: Type.Optional(IdempotencyKey),
  })
  route.schema = { ...schema, headers, response: { ...unsafeRefusals(), ...(schema?.response ?? {}) } }
  if (config?.streams) return
  route.handler = function (request, reply) {
    if (request.headers[HEADER] === undefined) return handler.call(this, request, reply)
    return reply.once(sha256(JSON.stringify(request.body ?? null)), handler)
  }
}

const headersOf = (schema: RouteOptions['schema']) =>
  (schema?.headers as ReturnType<typeof Type.Object> | undefined)?.properties

function keyedRequest(request: FastifyRequest, bodySha256: Buffer): KeyedRequest | undefined {
  const header = request.headers[HEADER]
  if (typeof header !== 'string') return undefined
  const { method, url, principal, actor } = request
  return {
    principal: principal.id || url, // without an account, who may ask is said by the path
    key: header.replace(/^"(.*)"$/, '$1'),
    request: `${method} ${url}${actor === principal.id ? '' : ` as ${actor}`}`,
    bodySha256,
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()
