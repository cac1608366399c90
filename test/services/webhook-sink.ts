import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

interface SinkAnswer {
  status?: number
  body?: string
  headers?: Record<string, string>
}

/** Takes webhooks, and answers as it is told: `answer` decides for each. */
export async function startSink(
  answer: (received: Received) => SinkAnswer | Promise<SinkAnswer> = () => ({}),
) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
    received.push(one)
    const { status = 200, body = 'ok', headers = {} } = await answer(one)
    response.writeHead(status, headers).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async stop(): Promise<void> {
      server.close()
      server.closeAllConnections()
    },
  }
}
