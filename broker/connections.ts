import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from '../contracts/logger.ts'
import { guardFrames } from './frame-guard.ts'
import type { BrokerLimits } from './limits.ts'
import type { Peer, Peers } from './peers.ts'
import type { Refusal, Refusals } from './refusals.ts'

export interface ConnectionsOptions {
  peers: Peers
  refusals: Refusals
  logger: Logger
  limits: Pick<BrokerLimits, 'connectPacketBytes' | 'packetBytes' | 'connectMs'>
  /** Speaks MQTT on the stream from now on. */
  handle(stream: Duplex): void
}

/** What all listeners share: a connection is counted before anything is read from it, and guarded when MQTT starts. */
export interface Connections {
  /** Takes a TCP connection, or cuts it when there are too many. It must `start` in time. */
  open(socket: Socket): Peer | undefined
  /** MQTT starts on the stream. */
  start(peer: Peer, stream: Duplex, certificateName?: string): void
  /** Cuts a connection that has not started, and says why. */
  cut(peer: Peer, refusal: Refusal): void
  /** A connection that ended before MQTT started. Networks break daily: not worth a warning. */
  broke(error: Error): void
}

export function createConnections(options: ConnectionsOptions): Connections {
  const { peers, refusals, logger, limits, handle } = options
  const handshakes = new Map<Peer, NodeJS.Timeout>()

  function record(peer: Peer, refusal: Refusal): void {
    refusals.record('connection', refusal, { who: peer.principal ?? peer.address, address: peer.address })
  }

  function cut(peer: Peer, refusal: Refusal): void {
    record(peer, refusal)
    peer.socket.destroy()
  }

  return {
    cut,
    open(socket) {
      const peer = peers.admit(socket)
      if ('reason' in peer) {
        refusals.record('connection', peer, { who: socket.remoteAddress ?? 'unknown' })
        socket.on('error', () => {}) // a reset of a connection that is thrown away anyway
        socket.destroy()
        return undefined
      }
      handshakes.set(peer, setTimeout(cut, limits.connectMs, peer, handshakeTooSlow))
      socket.once('close', () => {
        clearTimeout(handshakes.get(peer))
        handshakes.delete(peer)
      })
      return peer
    },
    start(peer, stream, certificateName) {
      clearTimeout(handshakes.get(peer))
      handshakes.delete(peer)
      peers.established(peer, stream, certificateName)
      const { connectPacketBytes, packetBytes } = limits
      guardFrames(stream, { connectPacketBytes, packetBytes, refuse: refusal => record(peer, refusal) })
      handle(stream)
    },
    broke(error) {
      logger.debug({ err: error }, 'a connection broke before MQTT started')
    },
  }
}

const handshakeTooSlow: Refusal = {
  reason: 'handshake_timeout',
  message: 'A connection was cut: its TLS or WebSocket handshake took too long.',
}
