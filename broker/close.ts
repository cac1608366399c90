import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from '../contracts/logger.ts'
import type { Authorization } from './authorization.ts'
import type { DurableAppend } from './durable-append.ts'
import { endStream } from './farewell.ts'
import type { BrokerLimits } from './limits.ts'
import type { Listeners } from './listeners.ts'
import type { Pacing } from './pacing.ts'
import type { Peers } from './peers.ts'

interface Parts {
  listeners: Pick<Listeners, 'close'>
  aedes: { close(done: () => void): void }
  peers: Peers
  append: DurableAppend
  authorization: Pick<Authorization, 'hold'>
  pacing: Pick<Pacing, 'release'>
  limits: Pick<BrokerLimits, 'closeMs' | 'lingerMs'>
  logger: Logger
}

/**
 * In this order: no new connections, no new messages; what is on its way becomes durable and is acknowledged;
 * the clients get the end of the stream after their last acknowledgement and hang up; who does not is cut off.
 */
export async function closeGracefully(parts: Parts): Promise<void> {
  const { listeners, aedes, peers, append, authorization, pacing, limits, logger } = parts
  const allClosed = listeners.close()
  authorization.hold()
  pacing.release()
  await append.drained(limits.closeMs)
  if (append.pendingMessages > 0) {
    logger.error(
      { pendingMessages: append.pendingMessages },
      'the log did not take all messages before the broker closed; they are not acknowledged, and their devices send them again',
    )
  }
  await nextTurn() // Aedes writes the last PUBRECs after a few promises
  for (const { socket, stream } of peers.all()) {
    if (!stream) {
      socket.destroy() // it has not even shaken hands
      continue
    }
    endStream(stream)
  }
  await Promise.race([allClosed, timeout(limits.lingerMs)])
  await new Promise<void>(resolve => aedes.close(() => resolve()))
  for (const { socket } of peers.all()) socket.destroy()
  await allClosed
}

const timeout = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms).unref())
