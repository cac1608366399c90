import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { InfluxDB } from '@influxdata/influxdb-client'
import type { Sample } from '../../../contracts/sample.ts'
import type { TelemetryStore, WriteResult } from '../../../contracts/telemetry-store.ts'
import { type Refusal, writeIsolating } from '../isolate.ts'
import { notInflux, queryError, refusal, storeError } from './answers.ts'
import { errorIn, pointsIn, type QueryAnswer, seriesRequest, targetOf } from './influxql.ts'
import { toLine, unwritable } from './line-protocol.ts'

const LINES_PER_REQUEST = 5_000
const GZIP_ABOVE_BYTES = 1_000
const MAX_SOCKETS = 4

export interface InfluxOptions {
  url: string
  token?: string
  /** Database of 1.x and 3.x, bucket of 2.x; `name/policy` where a retention policy is meant. It must exist. */
  database: string
  /** 1.x has no tokens. */
  username?: string
  password?: string
  timeoutMs?: number
}

/**
 * InfluxDB 1.6–1.8, 2.4+ and 3.x through `/write` and `/query`, which all of them have. Only the client's transport is
 * used: its `WriteApi` resolves before anything is written.
 */
export function openInfluxStore(options: InfluxOptions): TelemetryStore {
  const target = targetOf(options.database)
  const server = connect(options)
  const writePath = `/write?${new URLSearchParams({ ...target, precision: 'ms' })}`

  const send = async (lines: string): Promise<Refusal | undefined> => {
    try {
      const { status } = await server.post(writePath, lines, { 'content-type': 'text/plain; charset=utf-8' })
      if (status !== 204) throw notInflux(status, '204')
      return undefined
    } catch (error) {
      const refused = refusal(error)
      if (refused) return refused
      throw storeError(error)
    }
  }
  const writeLines = (samples: readonly Sample[]) => send(samples.map(toLine).join('\n'))

  const query = async (form: URLSearchParams): Promise<QueryAnswer> => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    try {
      const { status, body } = await server.post('/query', form.toString(), headers)
      if (!isAnswer(body)) throw notInflux(status, 'JSON')
      const words = errorIn(body)
      if (words !== undefined) throw queryError(words)
      return body
    } catch (error) {
      throw storeError(error)
    }
  }

  return {
    async write(samples) {
      const { writable, rejected } = sift(samples)
      for (let start = 0; start < writable.length; start += LINES_PER_REQUEST) {
        const refused = await writeIsolating(writable.slice(start, start + LINES_PER_REQUEST), writeLines)
        for (const { item, detail } of refused) rejected.push({ sample: item, detail })
      }
      return { rejected }
    },
    series: async request => pointsIn(await query(seriesRequest(request, target))),
    async check() {
      // A comment is no point, but takes the way of a write: address, login, permission, database. A version that
      // minds a write without points (400) has passed all of these.
      await send('# would a write be taken?')
    },
    close: async () => server.close(),
  }
}

function isAnswer(body: unknown): body is QueryAnswer {
  return typeof body === 'object' && body !== null && ('results' in body || 'error' in body)
}

function sift(samples: readonly Sample[]): { writable: Sample[]; rejected: WriteResult['rejected'] } {
  const writable: Sample[] = []
  const rejected: WriteResult['rejected'] = []
  for (const sample of samples) {
    const detail = unwritable(sample)
    if (detail === undefined) writable.push(sample)
    else rejected.push({ sample, detail })
  }
  return { writable, rejected }
}

interface Server {
  post(
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<{ status: number | undefined; body: unknown }>
  close(): void
}

function connect({ url, token, username, password, timeoutMs = 30_000 }: InfluxOptions): Server {
  const agentOptions = { keepAlive: true, maxSockets: MAX_SOCKETS }
  const agent = url.startsWith('https:') ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions)
  const { transport } = new InfluxDB({
    url,
    ...(token ? { token } : {}),
    ...(!token && username ? { headers: { authorization: basic(username, password ?? '') } } : {}),
    timeout: 0, // the client's own time-out leaks sockets; every request brings a signal instead
    transportOptions: { agent },
  })
  return {
    async post(path, requestBody, headers) {
      const signal = AbortSignal.timeout(timeoutMs)
      const request = { method: 'POST', headers, gzipThreshold: GZIP_ABOVE_BYTES, signal }
      let status: number | undefined
      try {
        const body: unknown = await transport.request(path, requestBody, request, (_, statusCode) => {
          status = statusCode
        })
        return { status, body }
      } catch (error) {
        if (error instanceof SyntaxError) return { status, body: undefined } // a page where JSON was asked for
        throw signal.aborted ? new Error(`no answer within ${timeoutMs} ms`, { cause: error }) : error
      }
    },
    close: () => agent.destroy(),
  }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
