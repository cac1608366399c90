import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Client } from 'aedes'
import type { BrokerLimits } from './limits.ts'
import type { Refusal } from './refusals.ts'

/** One connection and what is known of who is behind it. */
export interface Peer {
  /** The TCP connection: it is counted, and it closes last. */
  readonly socket: Socket
  readonly address: string
  /** What MQTT is spoken on: the socket, or TLS or WebSocket over it. Undefined until these have shaken hands. */
  stream: Duplex | undefined
  /** The name in the client certificate, where a valid one was shown. */
  certificateName: string | undefined
  /** Set when the client has logged in: a device id, or the administrator's name. */
  principal: string | undefined
  /** It is not registered: it speaks into quarantine. */
  stranger: boolean
  /** What only the CONNECT packet says and the decision needs. */
  hello: { emptyClientId: boolean; willTopic: string | undefined; keepaliveS: number } | undefined
  /** Filters that it is subscribed to. */
  readonly filters: Set<string>
  /** Messages on their way into the log. */
  admitted: number
  /** Nothing more is taken from it; it is disconnected when what was admitted is acknowledged. */
  leaving: boolean
}

type Limits = Pick<BrokerLimits, 'connections' | 'connectionsPerAddress' | 'unauthenticatedPerAddress'>

export interface Peers {
  readonly size: number
  /** How many of them are strangers. */
  readonly strangers: number
  all(): Iterable<Peer>
  /** Takes the connection into account until it closes, or says why not. */
  admit(socket: Socket): Peer | Refusal
  /** MQTT can start on the stream. */
  established(peer: Peer, stream: Duplex, certificateName?: string): void
  /** Also after the connection closed: Aedes publishes the will then. */
  of(client: Client | null): Peer | undefined
  loggedIn(peer: Peer, principal: string, more?: { stranger: boolean }): void
}

export function createPeers(limits: Limits): Peers {
  const open = new Map<Socket, Peer>()
  let strangers = 0
  const byConnection = new WeakMap<object, Peer>()
  const addresses = new Map<string, { open: number; unauthenticated: number }>()

  function full(address: string): Refusal | undefined {
    const here = addresses.get(address)
    if (open.size >= limits.connections) return tooMany('in all', limits.connections)
    if (!here) return undefined
    if (here.open >= limits.connectionsPerAddress)
      return tooMany('of one address', limits.connectionsPerAddress)
    if (here.unauthenticated >= limits.unauthenticatedPerAddress) {
      return tooMany('of one address that have not logged in', limits.unauthenticatedPerAddress)
    }
    return undefined
  }

  function count(peer: Peer): void {
    const here = addresses.get(peer.address) ?? { open: 0, unauthenticated: 0 }
    addresses.set(peer.address, here)
    here.open += 1
    here.unauthenticated += 1
    open.set(peer.socket, peer)
    peer.socket.once('close', () => {
      open.delete(peer.socket)
      if (peer.stranger) strangers -= 1
      here.open -= 1
      if (peer.principal === undefined) here.unauthenticated -= 1
      if (here.open === 0) addresses.delete(peer.address)
    })
  }

  return {
    get size() {
      return open.size
    },
    get strangers() {
      return strangers
    },
    all: () => [...open.values()],
    admit(socket) {
      const address = socket.remoteAddress ?? 'unknown'
      const refusal = full(address)
      if (refusal) return refusal
      const peer: Peer = {
        socket,
        address,
        stream: undefined,
        certificateName: undefined,
        principal: undefined,
        stranger: false,
        hello: undefined,
        filters: new Set(),
        admitted: 0,
        leaving: false,
      }
      count(peer)
      return peer
    },
    established(peer, stream, certificateName) {
      peer.stream = stream
      peer.certificateName = certificateName
      byConnection.set(stream, peer)
    },
    of: client => (client ? byConnection.get(client.conn) : undefined),
    loggedIn(peer, principal, { stranger } = { stranger: false }) {
      if (!open.has(peer.socket)) return
      peer.principal = principal
      peer.stranger = stranger
      if (stranger) strangers += 1
      const here = addresses.get(peer.address)
      if (here) here.unauthenticated -= 1
    },
  }
}

const tooMany = (which: string, limit: number): Refusal => ({
  reason: 'too_many_connections',
  message: `A connection was cut: there are already ${limit} connections ${which}, the limit.`,
})
