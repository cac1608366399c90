import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { ForewarnError } from '../../contracts/errors.ts'
import {
  DEADLOCK,
  FOREIGN_KEY_VIOLATION,
  isUnavailable,
  sqlState,
  UNIQUE_VIOLATION,
} from '../store/database.ts'
import type { FieldError, Problem } from './problem.ts'
import { InvalidRequest } from './validator.ts'

/** The one place where what went wrong becomes an answer. */
interface Kind {
  status: number
  code: string
  title: string
}

const invalid: Kind = { status: 400, code: 'invalid', title: 'The request is not valid' }
const notFound: Kind = { status: 404, code: 'not_found', title: 'It does not exist' }
const conflict: Kind = { status: 409, code: 'conflict', title: 'It does not fit the present state' }
const preconditionFailed: Kind = {
  status: 412,
  code: 'precondition_failed',
  title: 'It has changed since it was read',
}
const keyReused: Kind = {
  status: 422,
  code: 'idempotency_key_reused',
  title: 'The idempotency key belongs to another request',
}
const unauthorized: Kind = { status: 401, code: 'unauthorized', title: 'A valid token is needed' }
const forbidden: Kind = { status: 403, code: 'forbidden', title: 'Your roles do not allow this' }
const tooLarge: Kind = { status: 413, code: 'too_large', title: 'The body is too large' }
const unsupported: Kind = {
  status: 415,
  code: 'unsupported_content',
  title: 'Files of this kind are not taken',
}
const rateLimited: Kind = { status: 429, code: 'rate_limited', title: 'Too many requests' }
const overloaded: Kind = { status: 503, code: 'overloaded', title: 'Too much at once; try again later' }
const unavailable: Kind = { status: 503, code: 'store_unavailable', title: 'A database does not answer' }
const internal: Kind = { status: 500, code: 'internal', title: 'Something is broken' }

const byCode: Partial<Record<ForewarnError['code'], Kind>> = {
  invalid,
  not_found: notFound,
  conflict,
  precondition_failed: preconditionFailed,
  idempotency_key_reused: keyReused,
  unauthorized,
  forbidden,
  rate_limited: rateLimited,
  too_large: tooLarge,
  unsupported_content: unsupported,
  overloaded,
  store_unavailable: unavailable,
  store_misconfigured: unavailable,
}

interface Outcome extends Kind {
  detail: string
  errors?: FieldError[]
  retryAfterMs?: number | undefined
}

const RETRY_AFTER_S = 5

/** Refusals of PostgreSQL that mean that somebody else was faster. */
const RACES: readonly unknown[] = [UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION, DEADLOCK]

/** Fastify's error handler. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const outcome = outcomeOf(error, request)
  if (outcome.status >= 500) request.log.error({ err: error }, outcome.title)
  return sendProblem(request, reply, outcome)
}

/** Fastify's not-found handler. */
export function sendNoRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const detail = `There is no ${request.method} ${pathOf(request)}; /docs lists what there is.`
  return sendProblem(request, reply, { ...notFound, detail })
}

/** What an error would be answered with, for answers that carry several. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  const outcome = outcomeOf(error, request)
  if (outcome.status >= 500) request.log.error({ err: error }, outcome.title)
  return problemWith(outcome, request)
}

const problemWith = ({ status, code, title, detail, errors }: Outcome, request: FastifyRequest): Problem => ({
  type: `urn:forewarn:problem:${code}`,
  title,
  status,
  detail,
  instance: pathOf(request),
  code,
  requestId: request.id,
  ...(errors && { errors }),
})

function sendProblem(request: FastifyRequest, reply: FastifyReply, outcome: Outcome): FastifyReply {
  const { status } = outcome
  const problem = problemWith(outcome, request)
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="forewarn"')
  const seconds = outcome.retryAfterMs === undefined ? RETRY_AFTER_S : Math.ceil(outcome.retryAfterMs / 1000)
  if (status === 503 || outcome.retryAfterMs !== undefined) reply.header('retry-after', seconds)
  return reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(problem)
}

const pathOf = (request: FastifyRequest) => request.url.split('?', 1)[0] ?? ''

function outcomeOf(error: unknown, request: FastifyRequest): Outcome {
  if (error instanceof InvalidRequest) return { ...invalid, detail: error.message, errors: error.errors }
  if (error instanceof ForewarnError) return ofForewarnError(error)
  if (isUnavailable(error)) {
    return { ...unavailable, detail: 'PostgreSQL does not answer in time; nothing was changed.' }
  }
  if (RACES.includes(sqlState(error))) {
    return { ...conflict, detail: 'Something that this depends on changed at the same moment; try again.' }
  }
  if (isFastifyError(error)) return ofFastifyError(error, request)
  return { ...internal, detail: 'The server could not do this; the request id leads to its log.' }
}

function ofForewarnError(error: ForewarnError): Outcome {
  const kind = byCode[error.code] ?? internal
  if (kind.status >= 500)
    return { ...kind, detail: `${kind.title}. The request id leads to the server's log.` }
  const { message: detail, field, retryAfterMs } = error
  return {
    ...kind,
    detail,
    retryAfterMs,
    ...(field !== undefined && { errors: [{ pointer: field, detail }] }),
  }
}

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error && 'statusCode' in error

/** What Fastify itself refuses: the sentences say what would be right. */
function ofFastifyError(
  { code, statusCode = 500, message }: FastifyError,
  { routeOptions }: FastifyRequest,
): Outcome {
  if (statusCode === 413) {
    return { status: 413, code: 'too_large', title: 'The body is too large', detail: 'Send at most 256 KiB.' }
  }
  if (statusCode === 415) {
    const title = 'This content type is not understood'
    const { form } = routeOptions.config
    const detail = form
      ? `Send a form as ${form.mediaType}.`
      : 'Send JSON with Content-Type: application/json.'
    return { status: 415, code: 'unsupported_media_type', title, detail }
  }
  if (statusCode === 414) {
    const detail = 'A part of the path is longer than any id or name.'
    return { ...invalid, detail, errors: [{ pointer: '/params', detail }] }
  }
  if (statusCode === 429) return { ...rateLimited, detail: message }
  if (code === 'FST_ERR_HANDLER_TIMEOUT')
    return { ...overloaded, detail: 'The server did not finish in time.' }
  if (statusCode >= 500) return { ...internal, detail: 'The request id leads to the log of the server.' }
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return malformed('The body is empty; send a JSON object.')
  if (statusCode === 400) return malformed(`The request cannot be read as JSON over HTTP: ${message}.`)
  const title = STATUS_CODES[statusCode] ?? 'Refused'
  return { status: statusCode, code: 'refused', title, detail: message }
}

const malformed = (detail: string): Outcome => ({ ...invalid, detail, errors: [{ pointer: '', detail }] })
