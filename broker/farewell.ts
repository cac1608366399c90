import type { Duplex } from 'node:stream'
import type { BrokerLimits } from './limits.ts'
import type { Peer } from './peers.ts'

/** A connection that must end, but not before what was admitted from it is durable and acknowledged. */
export interface Farewell {
  /** A message of the connection is on its way into the log. */
  admitted(peer: Peer): void
  /** It is acknowledged, or refused. */
  settled(peer: Peer): void
  /** Nothing more is taken; the connection ends when all that was admitted is settled. */
  begin(peer: Peer): void
}

/**
 * A client that is cut off before its first acknowledgement sends the same messages again after each reconnect, for
 * ever; one that gets the acknowledgements of what was admitted comes nearer to its end each time.
 */
export function createFarewell({ lingerMs }: Pick<BrokerLimits, 'lingerMs'>): Farewell {
  function endWhenSettled(peer: Peer): void {
    if (!peer.leaving || peer.admitted > 0) return
    // Aedes writes a PUBREC after a few promises.
    setImmediate(() => {
      if (peer.stream) endStream(peer.stream)
      setTimeout(() => peer.socket.destroy(), lingerMs).unref()
    })
  }

  return {
    admitted(peer) {
      peer.admitted += 1
    },
    settled(peer) {
      peer.admitted -= 1
      endWhenSettled(peer)
    },
    begin(peer) {
      peer.leaving = true
      endWhenSettled(peer)
    },
  }
}

/**
 * The end of the stream after the last acknowledgement; the client hangs up, or is cut off after a while.
 * What is still coming is read and dropped: closing a socket with unread data resets it, and a reset can overtake the
 * acknowledgements.
 */
export function endStream(stream: Duplex): void {
  stream.end()
  stream.removeAllListeners('readable')
  stream.resume()
}
