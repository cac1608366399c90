import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, type Registry } from 'prom-client'
import { type Backoff, createHold } from '../../contracts/hold.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { MessageLog } from '../../contracts/message-log.ts'
import type { DeadLetterStore } from './dead-letters.ts'

/** How long a request for replay waits at most. */
const POLL_MS = 1_000

interface ReplayerOptions {
  log: Pick<MessageLog, 'append'>
  deadLetters: Pick<DeadLetterStore, 'marked' | 'remove'>
  logger: Logger
  metrics: Registry
  pollMs?: number
  backoff?: Backoff
}

/**
 * Appends the messages of marked letters to the log as they were, receive time and publisher included, and then deletes
 * the letters: at least once, which is harmless. While the log is full or a store is away it waits; live messages need
 * the room more.
 */
export function startReplayer(options: ReplayerOptions): { stop(): Promise<void> } {
  const { log, deadLetters, logger, metrics, pollMs = POLL_MS, backoff } = options
  const registers = [metrics]
  const replayed = new Counter({
    name: 'forewarn_dead_letters_replayed_total',
    help: 'Dead letters that went through the log once more.',
    registers,
  })
  const retries = new Counter({
    name: 'forewarn_dead_letters_replay_retries_total',
    help: 'Failed tries of a step of a replay, by error code.',
    labelNames: ['code'],
    registers,
  })
  const stopping = new AbortController()
  const onRetry = (code: string) => retries.inc({ code })
  const hold = createHold({ consumer: 'replayer', stopping, logger, backoff, onRetry })

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      const found = await hold('reading dead letters', () => deadLetters.marked())
      const letters = found?.result ?? []
      if (letters.length === 0) {
        await sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
        continue
      }
      const messages = letters.map(({ topic, payload, receivedAtMs, publisher }) => ({
        ...{ topic, payload, receivedAtMs, publisher },
      }))
      if (!(await hold('appending to the log', () => log.append(messages)))) return
      if (!(await hold('removing dead letters', () => deadLetters.remove(letters)))) return
      replayed.inc(letters.length)
    }
  }

  const done = work()
  return {
    async stop() {
      stopping.abort()
      await done
    },
  }
}
