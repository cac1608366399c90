import { createApiClient, type ApiClient as TypedClient } from '../../../../contracts/api/client.ts'
import { ApiError, problemOf } from './problem.ts'

const TIMEOUT_MS = 20_000
/** As long as the API takes for an export at most. */
const FILE_TIMEOUT_MS = 15 * 60_000
const STREAMS = ['/api/v1/events', '/api/v1/notifications/events'] as const
export type Stream = (typeof STREAMS)[number]

/** A file as the API gives it. */
export interface ApiFile {
  name: string
  content: Blob
}

export interface ApiClient extends Pick<TypedClient, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'> {
  /** The raw event stream; the caller reads and ends it. */
  openStream(stream: Stream, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
  /** All of a path as a file: a link could not show a token, and would leave the page where it is refused. */
  download(path: string): Promise<ApiFile>
}

/** How this page shows who asks: by a token, or by the session's cookie, which it cannot read, and its CSRF token. */
export interface Credential {
  token?: string
  csrfToken?: string
}

/** The API of the server that served this page; what is refused is thrown. Errors: `ApiError`. */
export function createClient({ token, csrfToken }: Credential = {}): ApiClient {
  const ask = (request: Request, timeoutMs: number | undefined) => {
    if (csrfToken !== undefined && request.method !== 'GET') request.headers.set('x-csrf-token', csrfToken)
    return send(request, timeoutMs)
  }
  const { GET, POST, PUT, PATCH, DELETE } = createApiClient({
    baseUrl: location.origin,
    ...(token !== undefined && { token }),
    fetch: request => ask(request, isStream(request) ? undefined : TIMEOUT_MS),
  })
  return {
    ...{ GET, POST, PUT, PATCH, DELETE },
    async openStream(stream, signal) {
      const { data } = await GET(stream, { parseAs: 'stream', signal, cache: 'no-store' })
      if (!data) throw new ApiError({ status: 0, title: 'The event stream has no body.' })
      return data as ReadableStream<Uint8Array>
    },
    async download(path) {
      const headers = new Headers(token !== undefined ? { authorization: `Bearer ${token}` } : {})
      const response = await ask(new Request(location.origin + path, { headers }), FILE_TIMEOUT_MS)
      const [, name = 'forewarn'] =
        /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? []
      const content = await response.blob().catch(cause => {
        throw new ApiError({ status: 0, title: 'The file has broken off. Try again.' }, { cause })
      })
      return { name, content }
    },
  }
}

/** It has no end: its reader watches over it. */
const isStream = ({ url }: Request) => STREAMS.some(stream => stream === new URL(url).pathname)

async function send(request: Request, timeoutMs: number | undefined): Promise<Response> {
  const signal =
    timeoutMs === undefined
      ? request.signal
      : AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)])
  const response = await fetch(request, { signal }).catch(cause => {
    if (signal.aborted && !isTimeout(signal.reason)) throw cause
    const title = isTimeout(cause)
      ? `No answer within ${(timeoutMs ?? 0) / 1000} seconds.`
      : 'The server cannot be reached.'
    throw new ApiError({ status: 0, title }, { cause })
  })
  if (response.ok) return response
  const seconds = Number(response.headers.get('retry-after'))
  throw new ApiError(problemOf(response.status, await response.json().catch(() => undefined)), {
    retryAfterMs: seconds > 0 ? seconds * 1000 : 0, // NaN where it is a date
  })
}

/** What an answer says, and the version by which a change of it says what it was made from. */
export interface Versioned<Body> {
  body: Body
  version: string | null
}

export async function versioned<Body>(
  answer: Promise<{ data?: Body; response: Response }>,
): Promise<Versioned<NonNullable<Body>>> {
  const { data, response } = await answer
  return { body: data as NonNullable<Body>, version: response.headers.get('etag') }
}

/** The header that keeps a change from undoing somebody else's. */
export const ifMatch = (version: string | null) => (version === null ? {} : { 'if-match': version })

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}
