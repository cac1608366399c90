import type { Clock } from '../contracts/clock.ts'
import type { Logger } from '../contracts/logger.ts'
import type { Command, Decoded } from '../contracts/sample.ts'

/** What was missing longer ago has been asked for since, or came by itself. */
const FRESH_MS = 60_000
/** A device that does not answer is not asked more often than this. */
const INTERVAL_MS = 60_000
const TOPICS = 10_000

/**
 * Sends devices what they must be asked for, when it is fresh, and the same topic at most once a minute. Nothing waits
 * for it: a request that is lost comes again with the next message that cannot be understood.
 */
export function createRequests(options: {
  clock: Clock
  logger: Logger
  send(command: Command): Promise<void>
}): (requests: Decoded['requests']) => void {
  const { clock, logger, send } = options
  /** In the order of the times. */
  const sentAtMs = new Map<string, number>()
  return requests => {
    const nowMs = clock.nowMs()
    for (const { command, receivedAtMs } of requests) {
      const { topic } = command
      const lastMs = sentAtMs.get(topic) ?? Number.NEGATIVE_INFINITY
      if (nowMs - receivedAtMs > FRESH_MS || nowMs - lastMs < INTERVAL_MS) continue
      sentAtMs.delete(topic)
      sentAtMs.set(topic, nowMs)
      const [oldest] = sentAtMs.keys()
      if (sentAtMs.size > TOPICS && oldest !== undefined) sentAtMs.delete(oldest)
      send(command).catch(error =>
        logger.warn({ topic, err: error }, 'writer: a request to a device could not be sent'),
      )
    }
  }
}
