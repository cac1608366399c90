import type { Clock } from '../contracts/clock.ts'
import type { Logger } from '../contracts/logger.ts'
import { ADMINISTRATOR } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import type { BrokerLimits } from './limits.ts'
import type { BrokerMetrics } from './metrics.ts'
import { createThrottle, type Refusal } from './refusals.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

interface Waiting {
  dueMs: number
  bytes: number
  go(): void
}

interface Lane {
  messages: TokenBucket
  bytes: TokenBucket
  queue: Waiting[]
  queuedBytes: number
  timer: NodeJS.Timeout | undefined
}

type Limits = Pick<
  BrokerLimits,
  | 'messagesPerS'
  | 'bytesPerS'
  | 'burstS'
  | 'administratorMessagesPerS'
  | 'administratorBytesPerS'
  | 'slowedMs'
  | 'slowedMessagesPerPrincipal'
  | 'slowedBytesPerPrincipal'
  | 'slowedMessages'
  | 'slowedBytes'
>

export interface PacingOptions {
  limits: Limits
  metrics: Pick<BrokerMetrics, 'slowed'>
  logger: Logger
  clock: Clock
}

/** What every principal may send per second, over all its connections. */
export interface Pacing {
  readonly waitingMessages: number
  /**
   * Calls `go` at once, or later when the rate of the principal allows it, in the order of the messages; or says why
   * it will not: also where the message would wait for longer than `patienceMs`.
   */
  enter(
    principal: string,
    message: { bytes: number; patienceMs: number },
    go: () => void,
  ): 'now' | 'later' | Refusal
  /** Counts a message that neither waits nor is refused: the will of a client that is gone. */
  charge(principal: string, bytes: number): void
  /** Lets everything go that waits, and whatever comes: the broker closes. */
  release(): void
}

/**
 * Who is over the rate is slowed down: the message waits, and with it its acknowledgement. Aedes reads no more from a
 * connection while what it read last is not settled, so that TCP slows the sender down, and who is patient is never
 * cut off. Pausing the client instead would wedge it.
 */
export function createPacing({ limits, metrics, logger, clock }: PacingOptions): Pacing {
  const lanes = new Map<string, Lane>()
  const speak = createThrottle({ intervalMs: 60_000, maxKeys: 1_000 })
  let waitingMessages = 0
  let waitingBytes = 0
  let open = false

  function laneOf(principal: string): Lane {
    const known = lanes.get(principal)
    if (known) return known
    const { messagesPerS, bytesPerS } = ratesOf(principal, limits)
    const lane: Lane = {
      messages: createTokenBucket({ perS: messagesPerS, burstS: limits.burstS }),
      bytes: createTokenBucket({ perS: bytesPerS, burstS: limits.burstS }),
      queue: [],
      queuedBytes: 0,
      timer: undefined,
    }
    lanes.set(principal, lane)
    return lane
  }

  function refusal(
    principal: string,
    lane: Lane,
    { bytes, waitMs, patienceMs }: { bytes: number; waitMs: number; patienceMs: number },
  ): Refusal | undefined {
    if (waitMs > Math.min(limits.slowedMs, patienceMs))
      return tooFast(principal, limits, `would wait for ${Math.ceil(waitMs)} ms`)
    if (lane.queue.length >= limits.slowedMessagesPerPrincipal)
      return tooFast(principal, limits, `comes after ${lane.queue.length} that wait`)
    if (lane.queuedBytes + bytes > limits.slowedBytesPerPrincipal)
      return tooFast(principal, limits, `comes after ${lane.queuedBytes} bytes that wait`)
    if (waitingMessages >= limits.slowedMessages || waitingBytes + bytes > limits.slowedBytes)
      return tooManyWait(principal, waitingMessages, waitingBytes)
    return undefined
  }

  function queue(lane: Lane, waiting: Waiting): void {
    lane.queue.push(waiting)
    lane.queuedBytes += waiting.bytes
    waitingMessages += 1
    waitingBytes += waiting.bytes
    lane.timer ??= wakeAt(waiting.dueMs, lane)
  }

  const wakeAt = (dueMs: number, lane: Lane) =>
    setTimeout(drain, Math.max(0, dueMs - performance.now()), lane)

  function drain(lane: Lane): void {
    lane.timer = undefined
    const nowMs = performance.now()
    const later = lane.queue.findIndex(({ dueMs }) => dueMs > nowMs && !open)
    const due = lane.queue.splice(0, later === -1 ? lane.queue.length : later)
    for (const { bytes } of due) {
      lane.queuedBytes -= bytes
      waitingBytes -= bytes
    }
    waitingMessages -= due.length
    const next = lane.queue[0]
    if (next) lane.timer = wakeAt(next.dueMs, lane)
    for (const { go } of due) go()
  }

  function say(principal: string): void {
    const turn = speak(principal, clock.nowMs())
    if (!turn) return
    const { messagesPerS, bytesPerS } = ratesOf(principal, limits)
    logger.warn(
      { who: principal, messagesPerS, bytesPerS },
      `${quoted(principal)} sends more than ${messagesPerS} messages or ${bytesPerS} bytes a second; its acknowledgements are delayed.`,
    )
  }

  return {
    get waitingMessages() {
      return waitingMessages
    },
    enter(principal, { bytes, patienceMs }, go) {
      const lane = laneOf(principal)
      const nowMs = performance.now()
      const waitMs = Math.max(lane.messages.waitMs(1, nowMs), lane.bytes.waitMs(bytes, nowMs))
      const slow = !open && (waitMs > 0 || lane.queue.length > 0)
      const refused = slow ? refusal(principal, lane, { bytes, waitMs, patienceMs }) : undefined
      if (refused) return refused
      lane.messages.take(1, nowMs)
      lane.bytes.take(bytes, nowMs)
      if (!slow) {
        go()
        return 'now'
      }
      metrics.slowed()
      say(principal)
      queue(lane, { dueMs: nowMs + waitMs, bytes, go })
      return 'later'
    },
    charge(principal, bytes) {
      const lane = laneOf(principal)
      const nowMs = performance.now()
      lane.messages.take(1, nowMs)
      lane.bytes.take(bytes, nowMs)
    },
    release() {
      open = true
      for (const lane of lanes.values()) {
        clearTimeout(lane.timer)
        drain(lane)
      }
    },
  }
}

const ratesOf = (principal: string, limits: Limits) =>
  principal === ADMINISTRATOR
    ? { messagesPerS: limits.administratorMessagesPerS, bytesPerS: limits.administratorBytesPerS }
    : { messagesPerS: limits.messagesPerS, bytesPerS: limits.bytesPerS }

function tooFast(principal: string, limits: Limits, what: string): Refusal {
  const { messagesPerS, bytesPerS } = ratesOf(principal, limits)
  return {
    reason: 'rate_exceeded',
    message: `${quoted(principal)} was disconnected: it sends more than ${messagesPerS} messages or ${bytesPerS} bytes a second, and its next message ${what}. Send less, wait for the acknowledgements, or raise the limit.`,
  }
}

const tooManyWait = (principal: string, messages: number, bytes: number): Refusal => ({
  reason: 'overloaded',
  message: `${quoted(principal)} was disconnected: it sends faster than it may, and ${messages} messages (${bytes} bytes) of such devices already wait.`,
})
