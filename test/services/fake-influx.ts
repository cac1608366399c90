import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface FakeAnswer {
  status: number
  body?: string
  headers?: Record<string, string>
}
export const HANG = 'hang'

export interface FakeRequest {
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
  /** Bytes on the wire. */
  bytes: number
}

const json = (status: number, body: object, headers: Record<string, string> = {}): FakeAnswer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
})

/** What servers that no package brings answer to a write. */
export const answers = {
  written: { status: 204 },
  v2Malformed: (line: string) =>
    json(400, { code: 'invalid', message: `unable to parse '${line}': invalid field format` }),
  v2Conflict: (words = 'points beyond retention policy dropped=1') =>
    json(422, {
      code: 'unprocessable entity',
      message: `failure writing points to database: partial write: ${words}`,
    }),
  v3Malformed: (line: string, number: number) =>
    json(400, {
      error: 'partial write of line protocol occurred',
      data: [{ original_line: line, line_number: number, error_message: 'invalid column type' }],
    }),
  tooLarge: json(413, { code: 'request too large', message: 'cannot read data: points batch is too large' }),
  unauthorized: json(401, { code: 'unauthorized', message: 'unauthorized access' }),
  forbidden: json(403, { code: 'forbidden', message: 'insufficient permissions for write' }),
  noBucket: json(404, { code: 'not found', message: 'bucket "plant" not found' }),
  noPolicy: json(500, { error: 'retention policy not found: none' }),
  tooMany: json(429, { code: 'too many requests', message: 'quota exceeded' }, { 'retry-after': '7' }),
  overloaded: {
    status: 503,
    body: 'overloaded',
    headers: { 'content-type': 'text/plain', 'retry-after': '2' },
  },
  overloadedUntil: { status: 503, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } },
  internal: json(500, { code: 'internal error', message: 'unexpected error writing points' }),
  gateway: { status: 502, body: '<html>Bad Gateway</html>', headers: { 'content-type': 'text/html' } },
  proxyPage: { status: 200, body: '<html>Welcome</html>', headers: { 'content-type': 'text/html' } },
  proxyJson: json(200, { ok: true }),
  redirect: { status: 302, headers: { location: '/login' } },
} satisfies Record<string, FakeAnswer | ((...args: never[]) => FakeAnswer)>

/** An HTTP server that answers as told and remembers what it was asked. */
export async function startFakeInflux(answer: (request: FakeRequest) => FakeAnswer | typeof HANG): Promise<{
  url: string
  requests: FakeRequest[]
  stop(): Promise<void>
}> {
  const requests: FakeRequest[] = []
  const server = createServer(async (incoming, response) => {
    const request = await received(incoming)
    requests.push(request)
    const reply = answer(request)
    if (reply !== HANG) send(response, reply)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function received(incoming: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  const body = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw
  const url = new URL(incoming.url ?? '/', 'http://fake')
  return {
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: body.toString(),
    bytes: raw.length,
  }
}

function send(response: ServerResponse, { status, body, headers }: FakeAnswer): void {
  response.writeHead(status, headers)
  response.end(body)
}
