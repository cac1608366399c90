import { lookup as resolve } from 'node:dns'
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { promisify } from 'node:util'
import { type Allowed, isPublic, readAllowed } from './addresses.ts'

/*
 * Every connection that somebody else's address leads us to goes through here. A name is resolved once, each of its addresses
 * is looked at, and the connection is made to what was looked at: a name that answers differently the next time
 * (DNS rebinding) gains nothing. Redirects are not followed, and the answer is read up to a bound.
 */

const TIMEOUT_MS = 10_000
const MAX_ANSWER_BYTES = 64 * 1024
const MAX_SOCKETS_PER_HOST = 32
const MAX_FREE_SOCKETS = 32
const IDLE_MS = 4_000

interface OutgoingRequest {
  method?: 'GET' | 'POST' | 'PUT'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Until the answer has come in whole. Default 10 s. */
  timeoutMs?: number
  /** What is beyond is not read. Default 64 KiB. */
  maxAnswerBytes?: number
}

export interface OutgoingAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** The answer was longer than what was read of it. */
  cut: boolean
}

/** Why a request got no answer. The message names the host and never the address as a whole, which may be a secret. */
export class OutgoingError extends Error {
  /** refused: we do not go there; away: nobody answers, or not in time. */
  readonly kind: 'refused' | 'away'

  constructor(kind: 'refused' | 'away', message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'OutgoingError'
    this.kind = kind
  }
}

/** Whom somebody's setting names. */
interface Peer {
  host: string
  /** Whether what is said is encrypted from the first byte that matters. */
  encrypted: boolean
}

export interface Outgoing {
  /** Throws `OutgoingError` where the address is refused before anything is resolved: for what is configured. */
  check(url: string): URL
  /** Throws `OutgoingError`; any status is an answer. */
  send(url: string, request?: OutgoingRequest): Promise<OutgoingAnswer>
  /** The address of a host, for what is no HTTP: to be connected to as it is. Throws `OutgoingError`. */
  addressOf(peer: Peer): Promise<string>
  close(): void
}

/** `allow` is what OUTGOING_ALLOW says. Error: `invalid` where that cannot be read. */
export function openOutgoing({ allow = '' }: { allow?: string | undefined } = {}): Outgoing {
  const allowed = readAllowed(allow)
  const options = {
    keepAlive: true,
    maxSockets: MAX_SOCKETS_PER_HOST,
    maxFreeSockets: MAX_FREE_SOCKETS,
    timeout: IDLE_MS,
    scheduling: 'lifo',
  } as const
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
  return {
    check: url => checked(url, allowed),
    async send(url, request = {}) {
      const target = checked(url, allowed)
      const agent = agents[target.protocol as keyof typeof agents]
      try {
        return await exchange(target, request, { agent, lookup: guarded(peerOf(target), allowed) })
      } catch (error) {
        throw away(target.host, error)
      }
    },
    async addressOf(peer) {
      requireAllowed(peer, allowed)
      try {
        return String(await promisify(guarded(peer, allowed))(peer.host, {}))
      } catch (error) {
        throw away(peer.host, error)
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function checked(url: string, allowed: Allowed): URL {
  if (!URL.canParse(url)) throw new OutgoingError('refused', 'The address is no URL.')
  const target = new URL(url)
  if (target.protocol !== 'https:' && target.protocol !== 'http:')
    throw new OutgoingError('refused', 'The address must begin with https://.')
  if (target.username || target.password)
    throw new OutgoingError('refused', 'The address must not hold a user or a password.')
  requireAllowed(peerOf(target), allowed)
  return target
}

/** What can be said of a host before its name is resolved. */
function requireAllowed({ host, encrypted }: Peer, allowed: Allowed): void {
  if (!isIP(host) || allowed.host(host) || allowed.address(host)) return
  if (!isPublic(host)) throw privateAddress(host)
  if (!encrypted) throw withoutTls(host)
}

/** Looks at every address of the name before the connection is made to one of them. */
function guarded({ host, encrypted }: Peer, allowed: Allowed): LookupFunction {
  return (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      if (!allowed.host(host)) {
        const addresses = found.map(({ address }) => address)
        if (addresses.some(address => !isPublic(address) && !allowed.address(address)))
          return done(privateAddress(host), '', 0)
        if (!encrypted && !addresses.every(allowed.address)) return done(withoutTls(host), '', 0)
      }
      const [first] = found
      if (options.all) done(null, found)
      else if (first) done(null, first.address, first.family)
      else done(new Error('the name has no address'), '', 0)
    })
  }
}

const peerOf = (target: URL): Peer => ({ host: hostOf(target), encrypted: target.protocol === 'https:' })

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, '$1')

const privateAddress = (host: string) =>
  new OutgoingError(
    'refused',
    `${host} is not on the public internet; OUTGOING_ALLOW can name it where it is meant.`,
  )
const withoutTls = (host: string) =>
  new OutgoingError('refused', `${host} must be reached by TLS; OUTGOING_ALLOW can name it to go without.`)
const away = (host: string, error: unknown) =>
  error instanceof OutgoingError
    ? error
    : new OutgoingError('away', `${host} cannot be asked: ${reasonOf(error)}`, error)

function exchange(
  target: URL,
  { method = 'POST', headers = {}, body, timeoutMs = TIMEOUT_MS, maxAnswerBytes }: OutgoingRequest,
  how: { agent: http.Agent; lookup: LookupFunction },
): Promise<OutgoingAnswer> {
  const { promise, resolve: answered, reject } = Promise.withResolvers<OutgoingAnswer>()
  const { request } = target.protocol === 'https:' ? https : http
  const sent = request(target, {
    ...how,
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
  })
  const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  sent.on('error', reject)
  sent.on('response', response => {
    readUpTo(response, maxAnswerBytes ?? MAX_ANSWER_BYTES).then(answered, reject)
  })
  sent.end(body)
  return promise.finally(() => clearTimeout(timer))
}

async function readUpTo(response: IncomingMessage, most: number): Promise<OutgoingAnswer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > most) break // which destroys the response, and its connection with it
  }
  const { statusCode = 0, headers } = response
  return {
    status: statusCode,
    headers,
    text: Buffer.concat(chunks).subarray(0, most).toString(),
    cut: bytes > most,
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
