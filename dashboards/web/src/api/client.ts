import { createApiClient, type ApiClient as TypedClient } from '../../../../contracts/api/client.ts'
import { ApiError, problemOf } from './problem.ts'

const TIMEOUT_MS = 20_000
const STREAM = '/api/v1/events'

export interface ApiClient extends Pick<TypedClient, 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'> {
  /** The raw event stream; the caller reads and ends it. */
  openStream(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

/** How this page shows who asks: by a token, or by the session's cookie, which it cannot read, and its CSRF token. */
export interface Credential {
  token?: string
  csrfToken?: string
}

/** The API of the server that served this page; what is refused is thrown. Errors: `ApiError`. */
export function createClient({ token, csrfToken }: Credential = {}): ApiClient {
  const { GET, POST, PUT, PATCH, DELETE } = createApiClient({
    baseUrl: location.origin,
    ...(token !== undefined && { token }),
    fetch: request => {
      if (csrfToken !== undefined && request.method !== 'GET') request.headers.set('x-csrf-token', csrfToken)
      return send(request)
    },
  })
  return {
    ...{ GET, POST, PUT, PATCH, DELETE },
    async openStream(signal) {
      const { data } = await GET(STREAM, { parseAs: 'stream', signal, cache: 'no-store' })
      if (!data) throw new ApiError({ status: 0, title: 'The event stream has no body.' })
      return data as ReadableStream<Uint8Array>
    },
  }
}

async function send(request: Request): Promise<Response> {
  const isStream = new URL(request.url).pathname === STREAM // it has no end: its reader watches over it
  const signal = isStream
    ? request.signal
    : AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)])
  const response = await fetch(request, { signal }).catch(cause => {
    if (signal.aborted && !isTimeout(signal.reason)) throw cause
    const title = isTimeout(cause)
      ? `No answer within ${TIMEOUT_MS / 1000} seconds.`
      : 'The server cannot be reached.'
    throw new ApiError({ status: 0, title }, { cause })
  })
  if (response.ok) return response
  const seconds = Number(response.headers.get('retry-after'))
  throw new ApiError(problemOf(response.status, await response.json().catch(() => undefined)), {
    retryAfterMs: seconds > 0 ? seconds * 1000 : 0, // NaN where it is a date
  })
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}
