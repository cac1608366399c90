import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { InfluxDB } from '@influxdata/influxdb-client'
import type { Refusal } from '../isolate.ts'
import { notInflux, queryError, refusal, storeError } from './answers.ts'
import { errorIn, type QueryAnswer, type Target } from './influxql.ts'

const GZIP_ABOVE_BYTES = 1_000
const MAX_SOCKETS = 8

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

/** What the store says to the server. Errors: `store_unavailable`, `store_misconfigured`. */
export interface InfluxClient {
  /** The server's words when it refused the lines for what is in them. */
  write(target: Target, lines: string): Promise<Refusal | undefined>
  /** A form of `/query`, or the text of a statement. */
  query(form: URLSearchParams, limits?: { timeoutMs: number }): Promise<QueryAnswer>
  /** The interface of 2.x, in JSON. */
  api(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>
  close(): void
}

/** Only the transport of InfluxDB's own client is used: its `WriteApi` resolves before anything is written. */
export function openClient(options: InfluxOptions): InfluxClient {
  const server = connect(options)
  return {
    async write(target, lines) {
      const path = `/write?${new URLSearchParams({ ...target, precision: 'ms' })}`
      try {
        const headers = { 'content-type': 'text/plain; charset=utf-8' }
        const { status } = await server.send('POST', path, lines, headers)
        if (status !== 204) throw notInflux(status, '204')
        return undefined
      } catch (error) {
        const refused = refusal(error)
        if (refused) return refused
        throw storeError(error)
      }
    },
    async query(form, limits) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
      try {
        const { status, body } = await server.send('POST', '/query', form.toString(), headers, limits)
        if (!isAnswer(body)) throw notInflux(status, 'JSON')
        const words = errorIn(body)
        if (words !== undefined) throw queryError(words)
        return body
      } catch (error) {
        throw storeError(error)
      }
    },
    async api(method, path, body) {
      const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) }
      try {
        return (await server.send(method, path, body ? JSON.stringify(body) : '', headers)).body
      } catch (error) {
        throw storeError(error)
      }
    },
    close: () => server.close(),
  }
}

function isAnswer(body: unknown): body is QueryAnswer {
  return typeof body === 'object' && body !== null && ('results' in body || 'error' in body)
}

interface Server {
  send(
    method: string,
    path: string,
    body: string,
    headers: Record<string, string>,
    limits?: { timeoutMs: number },
  ): Promise<{ status: number | undefined; body: unknown }>
  close(): void
}

function connect({ url, token, username, password, timeoutMs: usualMs = 30_000 }: InfluxOptions): Server {
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
    async send(method, path, requestBody, headers, { timeoutMs } = { timeoutMs: usualMs }) {
      const signal = AbortSignal.timeout(timeoutMs)
      const request = { method, headers, gzipThreshold: GZIP_ABOVE_BYTES, signal }
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
