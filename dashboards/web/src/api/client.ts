import { ApiError, problemOf } from './problem.ts'

const TIMEOUT_MS = 20_000

export interface ApiClient {
  get<Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer>
  post<Answer>(path: string, body: object): Promise<Answer>
  put<Answer>(path: string, body: object): Promise<Answer>
  /** Refused with status 412 when what is to be changed has another version by now. */
  patch<Answer>(path: string, body: object, ifVersion: number): Promise<Answer>
  /** The raw event stream; the caller reads and ends it. */
  openStream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

/** `undefined` leaves the parameter out. */
export type Query = Record<string, string | number | boolean | undefined>

/** The API under `/api/v1` of the server that served this page. Errors: `ApiError`. */
export function createClient(token: string): ApiClient {
  const authorization = { authorization: `Bearer ${token}` }
  const sendBody = <Answer>(method: string, path: string, body: object, headers = {}) =>
    call<Answer>(path, {
      method,
      headers: { ...authorization, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: withTimeout(),
    })
  return {
    get: (path, query = {}, signal) =>
      call(path + queryString(query), { headers: authorization, signal: withTimeout(signal) }),
    post: (path, body) => sendBody('POST', path, body),
    put: (path, body) => sendBody('PUT', path, body),
    patch: (path, body, ifVersion) => sendBody('PATCH', path, body, { 'if-match': `"${ifVersion}"` }),
    async openStream(path, signal) {
      const headers = { ...authorization, accept: 'text/event-stream' }
      const response = await send(path, { headers, signal, cache: 'no-store' })
      if (!response.body) throw new ApiError({ status: 0, title: 'The event stream has no body.' })
      return response.body
    },
  }
}

/** `?a=1&b=x`, or nothing. */
function queryString(query: Query): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()
  return text ? `?${text}` : ''
}

async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await send(path, init)
  return (await response.json()) as Answer
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(`/api/v1${path}`, init).catch(cause => {
    if (init.signal?.aborted && !isTimeout(init.signal.reason)) throw cause
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

function withTimeout(signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}
