import type { HttpError } from '@influxdata/influxdb-client'
import { ForewarnError } from '../../../contracts/errors.ts'
import type { Refusal } from '../isolate.ts'

/** The client's `HttpError`, told by its shape. */
type Answer = Pick<HttpError, 'statusCode' | 'body' | 'json' | 'headers'> & Error

/** The server's words are about the point; another try of the same point cannot end otherwise. */
const ABOUT_THE_POINT = /beyond retention|outside retention|time outside range|field type conflict/i
const SPLIT = [400, 413, 422]
const TEMPORARY = [408, 425, 429]

/** The server's words when it refused a write for what is in it (the caller halves it), else undefined. */
export function refusal(error: unknown): Refusal | undefined {
  if (!isAnswer(error) || !SPLIT.includes(error.statusCode)) return undefined
  const words = wordsOf(error)
  return {
    detail: `InfluxDB ${error.statusCode}: ${words}`,
    certain: error.statusCode === 413 || ABOUT_THE_POINT.test(words),
  }
}

/** Any other failure, as an error that the pipeline retries: fast when temporary, slowly when an operator must act. */
export function storeError(error: unknown): ForewarnError {
  if (error instanceof ForewarnError) return error
  if (!isAnswer(error)) {
    const words = error instanceof Error ? error.message || error.name : String(error)
    return new ForewarnError('store_unavailable', `InfluxDB does not answer: ${words}`, {
      retryable: true,
      cause: error,
    })
  }
  const words = wordsOf(error)
  const temporary =
    TEMPORARY.includes(error.statusCode) ||
    (error.statusCode >= 500 && !words.includes('retention policy not found'))
  return new ForewarnError(
    temporary ? 'store_unavailable' : 'store_misconfigured',
    `InfluxDB ${error.statusCode}: ${words}${temporary ? '' : hint(error.statusCode)}`,
    { retryable: true, cause: error, ...retryAfter(error) },
  )
}

/** For an answer that is a success by its status, but not InfluxDB's: any 2xx page of a proxy looks like one. */
export function notInflux(status: number | undefined, expected: string): ForewarnError {
  return new ForewarnError(
    'store_misconfigured',
    `INFLUX_URL answered ${status ?? 'nothing'} where InfluxDB answers ${expected}; does a proxy stand in between?`,
    { retryable: true },
  )
}

/** An error inside a successful answer to a query. */
export function queryError(words: string): ForewarnError {
  const setUp = /not found|unauthori[sz]ed|not authorized|forbidden/i.test(words)
  return new ForewarnError(setUp ? 'store_misconfigured' : 'store_unavailable', `InfluxDB: ${words}`, {
    retryable: true,
  })
}

function isAnswer(error: unknown): error is Answer {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
}

/** 1.x and 3.x say `error`, 2.x says `message`; proxies send pages. */
function wordsOf({ json, body, message }: Answer): string {
  const words: unknown = json?.error ?? json?.message
  const text = typeof words === 'string' && words ? words : body || message
  return text.trim().slice(0, 500)
}

function hint(status: number): string {
  if (status === 401 || status === 403)
    return ' (check INFLUX_TOKEN and its permission to write the database)'
  if (status === 404) return ' (create the database or bucket, or correct INFLUX_DATABASE)'
  return ''
}

/** `Retry-After` is in seconds; its other form, a date, is left to the caller's own backoff. */
function retryAfter({ headers }: Answer): { retryAfterMs?: number } {
  const value = headers?.['retry-after']
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? { retryAfterMs: Number(value) * 1000 } : {}
}
