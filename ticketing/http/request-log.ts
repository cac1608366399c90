import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/** What is asked all the time, and changes nothing, is worth a line only when debugging. */
const OPERATION_PATHS = new Set(['/healthz', '/readyz', '/metrics'])
const isRead = (method: string, url: string, status: number) =>
  OPERATION_PATHS.has(url) || (method === 'GET' && url.startsWith('/api/') && status < 400)

/** A scoped link is a key: whoever reads the log must not get it. */
const withoutToken = (url: string): string => url.replace(/^\/+([rpcf])\/+[^?#]*.*$/i, '/$1/…')

/** One line for each answered request, with the id that the client got as well. */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' })
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    { method, url: asked }: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const url = withoutToken(asked)
    const { statusCode: status, elapsedTime } = reply
    const fields = { method, url, status, durationMs: Math.round(elapsedTime), ...(error && { err: error }) }
    const level = error ? 'error' : isRead(method, url, status) ? 'debug' : 'info'
    reply.log[level](fields, `${method} ${url} ${status}`)
  }
}
