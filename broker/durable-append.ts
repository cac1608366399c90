import type { Clock } from '../contracts/clock.ts'
import { ForewarnError } from '../contracts/errors.ts'
import type { Message, MessageLog } from '../contracts/message-log.ts'
import type { BrokerLimits } from './limits.ts'
import type { BrokerMetrics } from './metrics.ts'

/** Called when the message is durable, or with why it may not be. */
type Settled = (error?: ForewarnError) => void
interface Pending {
  message: Message
  settled: Settled
}

export interface DurableAppend {
  readonly pendingMessages: number
  readonly pendingBytes: number
  /** Hands the message to the log. Refused at once with `overloaded` when too much is on its way already. */
  add(message: Omit<Message, 'receivedAtMs'>, settled: Settled): void
  /** Resolves when nothing is on its way, or after the time-out. */
  drained(timeoutMs: number): Promise<void>
}

/**
 * Between the connections and the log. All that the sockets had in one turn of the event loop goes to the log in one
 * call: per message that costs a fraction of a call each, and the log's group commit gets its group at once.
 */
export function createDurableAppend(options: {
  log: Pick<MessageLog, 'append'>
  clock: Clock
  metrics: Pick<BrokerMetrics, 'appendTimer'>
  limits: Pick<BrokerLimits, 'pendingMessages' | 'pendingBytes' | 'appendMessages'>
}): DurableAppend {
  const { log, clock, metrics, limits } = options
  let pendingMessages = 0
  let pendingBytes = 0
  let group: Pending[] = []
  let whenDrained: (() => void)[] = []

  function settle(done: Pending[], error?: ForewarnError): void {
    for (const { message, settled } of done) {
      pendingMessages -= 1
      pendingBytes -= message.payload.length
      settled(error)
    }
    if (pendingMessages > 0) return
    for (const resolve of whenDrained) resolve()
    whenDrained = []
  }

  async function flush(): Promise<void> {
    const full = group
    group = []
    const durable = metrics.appendTimer()
    try {
      await log.append(full.map(pending => pending.message))
    } catch (error) {
      settle(full, logError(error))
      return
    }
    durable()
    settle(full)
  }

  return {
    get pendingMessages() {
      return pendingMessages
    },
    get pendingBytes() {
      return pendingBytes
    },
    add({ topic, payload, publisher }, settled) {
      if (pendingMessages >= limits.pendingMessages || pendingBytes + payload.length > limits.pendingBytes) {
        return settled(overloaded(pendingMessages, pendingBytes))
      }
      pendingMessages += 1
      pendingBytes += payload.length
      if (group.length === 0) {
        const opened = group
        setImmediate(() => {
          if (group === opened) void flush()
        })
      }
      group.push({ message: { topic, payload, receivedAtMs: clock.nowMs(), publisher }, settled })
      if (group.length >= limits.appendMessages) void flush()
    },
    async drained(timeoutMs) {
      if (pendingMessages === 0) return
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>(resolve => {
        whenDrained.push(resolve)
        timer = setTimeout(resolve, timeoutMs)
      })
      clearTimeout(timer)
    },
  }
}

function logError(error: unknown): ForewarnError {
  if (error instanceof ForewarnError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new ForewarnError('log_poisoned', message, { cause: error })
}

const overloaded = (messages: number, bytes: number): ForewarnError =>
  new ForewarnError('overloaded', `${messages} messages (${bytes} bytes) are waiting for the disk`, {
    retryable: true,
  })
