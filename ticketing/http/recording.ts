import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'

/** An answer as it goes over the wire, without what every answer has anyway. */
export interface Answer {
  status: number
  headers: Record<string, string>
  /** In `encoding`; null for none. */
  body: string | null
  encoding: 'utf8' | 'base64'
}

/** Headers that belong to the answer; the others are made anew for each request. */
const KEPT_HEADERS = ['content-type', 'content-disposition', 'cache-control', 'etag', 'location']

/** Runs the handler and takes its answer instead of sending it. */
export async function record(
  handler: RouteHandlerMethod,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer> {
  const { recording, payload } = await payloadOf(handler, request, reply)
  return { status: recording.statusCode, ...bodyOf(recording, payload), headers: headersOf(recording) }
}

/**
 * What the handler returns or sends, before it is serialized. It gets a reply whose `send` keeps what it is given, and which
 * is no promise: Fastify's own would wait here for the end of an answer that is not sent yet.
 */
export async function payloadOf(handler: RouteHandlerMethod, request: FastifyRequest, reply: FastifyReply) {
  let payload: unknown
  const recording: FastifyReply = Object.create(reply, {
    // biome-ignore lint/suspicious/noThenProperty: it hides the one of the prototype
    then: { value: undefined },
    send: {
      value: (sent: unknown) => {
        payload = sent
        return recording
      },
    },
  })
  const returned = await handler.call(request.server, request, recording)
  if (returned !== undefined && returned !== recording) payload = returned
  return { recording, payload }
}

/** Sends what was recorded, now or before. */
export function play(reply: FastifyReply, { status, headers, body, encoding }: Answer): FastifyReply {
  reply.code(status).headers(headers)
  return body === null ? reply.send() : reply.send(Buffer.from(body, encoding))
}

/** The payload as Fastify would serialize it, with the type that it would give it. */
function bodyOf(reply: FastifyReply, payload: unknown): Pick<Answer, 'body' | 'encoding'> {
  const type = (byDefault: string) => {
    if (!reply.hasHeader('content-type')) reply.type(byDefault)
  }
  if (payload === undefined || reply.statusCode === 204) return { body: null, encoding: 'utf8' }
  if (Buffer.isBuffer(payload)) {
    type('application/octet-stream')
    return { body: payload.toString('base64'), encoding: 'base64' }
  }
  if (typeof payload === 'string') {
    type('text/plain; charset=utf-8')
    return { body: payload, encoding: 'utf8' }
  }
  if (isStream(payload)) throw new Error('an answer that is a stream cannot be kept under an Idempotency-Key')
  type('application/json; charset=utf-8')
  return { body: String(reply.serialize(payload as Record<string, unknown>)), encoding: 'utf8' }
}

const isStream = (payload: unknown) =>
  typeof payload === 'object' && payload !== null && ('pipe' in payload || 'getReader' in payload)

function headersOf(reply: FastifyReply): Record<string, string> {
  const kept = KEPT_HEADERS.map(name => [name, reply.getHeader(name)] as const)
  return Object.fromEntries(
    kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
}
