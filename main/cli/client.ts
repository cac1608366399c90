import { ForewarnError } from '../../contracts/errors.ts'
import type { Config } from '../config.ts'
import { tokenOf } from '../token-files.ts'

/** A small client of our own API for the command line. Throws with the problem's own words. */
export interface ApiClient {
  get(path: string): Promise<unknown>
  post(path: string, body: object): Promise<unknown>
  put(path: string, body: object): Promise<unknown>
  patch(path: string, body: object): Promise<unknown>
  /** Like `post`; answers undefined when the id is taken already. */
  postIfAbsent(path: string, body: object): Promise<unknown | undefined>
}

const TIMEOUT_MS = 10_000
/** A stream may take as long as it takes, as long as something comes. */
const IDLE_MS = 60_000

export function apiClient(httpUrl: string, token: string): ApiClient {
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const init = {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body && { body: JSON.stringify(body) }),
    }
    return fetch(`${httpUrl}/api/v1${path}`, init).catch(cause => {
      throw noAnswer(httpUrl, cause)
    })
  }
  return {
    get: async path => ok(await call('GET', path)),
    post: async (path, body) => ok(await call('POST', path, body)),
    put: async (path, body) => ok(await call('PUT', path, body)),
    patch: async (path, body) => ok(await call('PATCH', path, body)),
    postIfAbsent: async (path, body) => {
      const response = await call('POST', path, body)
      return response.status === 409 ? undefined : ok(response)
    },
  }
}

const noAnswer = (httpUrl: string, cause: unknown) =>
  new ForewarnError('store_unavailable', `${httpUrl} does not answer; is Forewarn running (npm start)?`, {
    cause,
  })

async function ok(response: Response): Promise<unknown> {
  const body = (response.status === 204 ? {} : await response.json()) as { detail?: string }
  if (response.ok) return body
  throw new ForewarnError('invalid', body.detail ?? `${response.status} ${response.statusText}`)
}

/** The body of an answer as it comes, for what is large. */
export async function* apiStream(httpUrl: string, token: string, path: string): AsyncGenerator<Uint8Array> {
  const idle = new AbortController()
  const timer = setTimeout(() => idle.abort(new Error('nothing came for a minute')), IDLE_MS)
  try {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${httpUrl}/api/v1${path}`, { headers, signal: idle.signal }).catch(
      cause => {
        throw noAnswer(httpUrl, cause)
      },
    )
    if (!response.ok) await ok(response)
    for await (const chunk of response.body ?? []) {
      timer.refresh()
      yield chunk
    }
  } finally {
    clearTimeout(timer)
  }
}

/** The administrator's token: as configured, or as the running service keeps it in the data directory. */
export const adminToken = (config: Config): Promise<string> => tokenOf(config, 'ADMIN_TOKEN')
