import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ForewarnError } from '../../../contracts/errors.ts'
import { Id } from '../../../contracts/registry.ts'
import { maxBytesOf, perMinuteOf } from '../../domain/intake.ts'
import { conflict, invalid } from '../../domain/refusals.ts'
import { exact } from '../../domain/schema.ts'
import { decoders } from '../../intakes/index.ts'
import { openDb } from '../../store/database.ts'
import { keepArrival } from '../../store/intakes/arrivals.ts'
import { type IntakeAtDoor, intakeAtDoor } from '../../store/intakes/rows.ts'
import { intakeSealers } from '../../store/intakes/secrets.ts'
import type { Api, Parts } from '../parts.ts'
import { refusals, tooMany, unsafeRefusals } from '../responses.ts'
import { requireSignature, requireToken } from './authentication.ts'
import { bodyReader } from './bodies.ts'
import { Taken, trialAtDoor } from './trial.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose door it is, once the sender was let in. */
    intake: IntakeAtDoor | undefined
  }
}

const MINUTE_MS = 60_000
/** As much as a large message over a slow line takes. */
const HANDLER_TIMEOUT_MS = 120_000
/** Headers that say something of the body. */
const KEPT = /^(content-type|ce-[a-z0-9]{1,40}|user-agent|webhook-(id|timestamp))$/
const MAX_HEADERS = 50

type ByIntake = { Params: { intake: string } }

const query = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({ default: false, description: 'Say what would become of it, and keep nothing.' }),
    ),
  },
  exact,
)

/**
 * `/in/{intake}`: where other systems and mail services send. What is taken was kept before the answer; whether it was
 * understood is seen at its arrival.
 */
export async function doorRoutes(app: Api, parts: Parts): Promise<void> {
  const { pool, clock } = parts
  const db = openDb(pool)
  const read = bodyReader()
  const { signing } = intakeSealers(parts.secretsKey)
  await app.register(rateLimit, { global: false })
  const count = app.createRateLimit({
    max: request => (request.intake ? perMinuteOf(request.intake.settings) : 0),
    timeWindow: MINUTE_MS,
    keyGenerator: request => (request.params as ByIntake['Params']).intake,
  })
  app.decorateRequest('intake', undefined)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
    if (!request.intake) throw new Error('a body is read before its sender is known')
    return read(payload, maxBytesOf(request.intake.settings))
  })

  /** Before the body is read: a stranger's is not. */
  async function letIn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.header('cache-control', 'no-store')
    const { intake: id } = request.params as ByIntake['Params']
    const intake = Value.Check(Id, id) ? await intakeAtDoor(db, id) : undefined
    if (!intake?.signingSecret) requireToken(request, intake)
    request.intake = intake
    const counted = await count(request)
    if (!counted.isAllowed && counted.isExceeded) {
      reply.header('retry-after', counted.ttlInSeconds)
      throw new ForewarnError(
        'rate_limited',
        `This intake takes ${perMinuteOf(intake.settings)} requests a minute; wait.`,
      )
    }
    if (intake.settings.enabled === false) throw conflict(`Intake ${intake.settings.id} is switched off.`)
    requireType(request, intake)
  }

  app.post<ByIntake & { Querystring: { dryRun?: boolean } }>(
    '/in/:intake',
    {
      onRequest: letIn,
      bodyLimit: Number.MAX_SAFE_INTEGER, // the reader counts, by intake
      handlerTimeout: HANDLER_TIMEOUT_MS,
      config: { form: { mediaType: 'application/json', schema: Anything } },
      schema: {
        tags: ['intakes'],
        operationId: 'sendToIntake',
        summary: 'Send something to an intake',
        description:
          'What is taken depends on the kind: JSON, CloudEvents (structured, batched, or binary with `ce-` headers), `text/csv`, ' +
          '`message/rfc822`. It is kept before the answer and worked on soon after. A `webhook-id` that was taken before is the same arrival.',
        security: [{ intakeToken: [] }],
        params: Type.Object({ intake: Id }),
        querystring: query,
        response: { 200: Taken.tried, 202: Taken.kept, ...unsafeRefusals(), ...refusals(), ...tooMany },
      },
    },
    async (request, reply) => {
      const { intake } = request
      if (!intake) throw new Error('the sender was not let in')
      const body = bodyOf(request.body)
      const nowMs = clock.nowMs()
      if (intake.signingSecret) {
        const secret = signing.open(intake.signingSecret)
        if (secret === undefined)
          throw conflict('The signing secret cannot be read any more; make a new one.')
        requireSignature(request, { body, secret, nowMs })
      }
      const headers = headersOf(request)
      const arrival = { mediaType: mediaTypeOf(request), headers, body }
      if (request.query.dryRun) {
        return reply.code(200).send(await trialAtDoor(db, { ...arrival, intake: intake.settings }, parts))
      }
      const senderKey = headers['webhook-id']
      const { id } = await keepArrival(db, { ...arrival, intake: intake.settings.id, senderKey, nowMs })
      return reply.code(202).send({ arrival: id })
    },
  )
}

const Anything = Type.Unsafe<unknown>({
  description: 'As the sender makes it.',
  examples: [{ version: '4', groupKey: '{}:{alertname="Hot"}', alerts: [] }],
})

function bodyOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body
  return Buffer.alloc(0) // a CloudEvent without data, or nothing at all: the decoder says so
}

const mediaTypeOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

function requireType(request: FastifyRequest, { settings }: IntakeAtDoor): void {
  const { takes, wanted } = decoders[settings.kind]
  if (
    request.headers['content-encoding'] !== undefined &&
    request.headers['content-encoding'] !== 'identity'
  ) {
    throw new ForewarnError('unsupported_content', 'Compressed bodies are not taken; send it as it is.')
  }
  if (!takes(mediaTypeOf(request), request.headers)) throw new ForewarnError('unsupported_content', wanted)
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  const kept = Object.entries(headers)
    .filter((entry): entry is [string, string] => KEPT.test(entry[0]) && typeof entry[1] === 'string')
    .slice(0, MAX_HEADERS)
  for (const [name, value] of kept) {
    if (value.length > 2_000)
      throw invalid(`/headers/${name}`, `The header ${name} must have at most 2000 characters.`)
  }
  return Object.fromEntries(kept)
}
