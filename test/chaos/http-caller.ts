import { Agent, request as httpRequest } from 'node:http'
import type { InjectOptions } from 'fastify'

export interface CallerAnswer {
  statusCode: number
  headers: Record<string, unknown>
  body: string
}

const TIMEOUT_MS = 60_000

/** Sends over HTTP what Fastify's `inject` takes, so that a stranger's world of tests works against a running service. */
export function httpCaller(baseUrl: string) {
  const { hostname, port } = new URL(baseUrl)
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  return {
    close: () => agent.destroy(),
    /** What no HTTP client can send is refused by Node with `ERR_INVALID_CHAR` or `ERR_UNESCAPED_CHARACTERS`. */
    inject: (options: InjectOptions | string): Promise<CallerAnswer> =>
      new Promise((settle, refuse) => {
        const {
          method = 'GET',
          url,
          headers,
          payload,
        } = typeof options === 'string' ? { url: options } : options
        const sent = httpRequest(
          {
            ...{ agent, hostname, port, method: String(method), path: String(url) },
            headers: {
              ...Object.fromEntries(Object.entries(headers ?? {}).filter(([, value]) => value !== undefined)),
              ...(payload !== undefined && {
                'content-length': String(Buffer.byteLength(payload as string)),
              }),
            },
          },
          answer => {
            let body = ''
            // a stream of events has no end: that it began is the answer
            if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
              settle({ statusCode: answer.statusCode ?? 0, headers: answer.headers, body })
              sent.destroy()
              return
            }
            answer.setEncoding('utf8')
            answer.on('data', text => (body += text))
            answer.on('end', () =>
              settle({ statusCode: answer.statusCode ?? 0, headers: answer.headers, body }),
            )
            answer.on('error', refuse)
          },
        )
        const late = () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`))
        const timer = setTimeout(late, TIMEOUT_MS) // of the whole: a trickle keeps a socket from being idle
        sent.on('close', () => clearTimeout(timer))
        sent.on('error', refuse)
        sent.end(payload as string | undefined)
      }),
  }
}
