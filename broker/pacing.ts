import type { Clock } from '../contracts/clock.ts'
import type { Logger } from '../contracts/logger.ts'
import { quoted } from '../contracts/text.ts'
import { createLanes, type Lane, type RateLimits, ratesOf, type Sender, type Waiting } from './lanes.ts'
import type { BrokerLimits } from './limits.ts'
import type { BrokerMetrics } from './metrics.ts'
import { createThrottle, type Refusal } from './refusals.ts'

type Limits = RateLimits &
  Pick<
    BrokerLimits,
    'slowedMs' | 'slowedMessagesPerPrincipal' | 'slowedBytesPerPrincipal' | 'slowedMessages' | 'slowedBytes'
  >

export interface PacingOptions {
  limits: Limits
  metrics: Pick<BrokerMetrics, 'slowed'>
  logger: Logger
  clock: Clock
}

/** What every sender may send per second, over all its connections. */
export interface Pacing {
  readonly waitingMessages: number
  /**
   * Calls `go` at once, or later when the rate of the sender allows it, in the order of the messages; or says why
   * it will not: also where the message would wait for longer than `patienceMs`.
   */
  enter(
    sender: Sender,
    message: { bytes: number; patienceMs: number },
    go: () => void,
  ): 'now' | 'later' | Refusal
  /** Counts a message that neither waits nor is refused: the will of a client that is gone. */
  charge(sender: Sender, bytes: number): void
  /** The name is no stranger's any more: what waits of it goes at once. */
  dismiss(stranger: string): void
  /** Lets everything go that waits, and whatever comes: the broker closes. */
  release(): void
}

/**
 * Who is over the rate is slowed down: the message waits, and with it its acknowledgement. Aedes reads no more from a
 * connection while what it read last is not settled, so that TCP slows the sender down, and who is patient is never
 * cut off. Pausing the client instead would wedge it.
 */
export function createPacing({ limits, metrics, logger, clock }: PacingOptions): Pacing {
  const lanes = createLanes(limits)
  const speak = createThrottle({ intervalMs: 60_000, maxKeys: 1_000 })
  let waitingMessages = 0
  let waitingBytes = 0
  let open = false

  function refusal(
    sender: Sender,
    lane: Lane,
    { bytes, waitMs, patienceMs }: { bytes: number; waitMs: number; patienceMs: number },
  ): Refusal | undefined {
    if (waitMs > Math.min(limits.slowedMs, patienceMs))
      return tooFast(sender, limits, `would wait for ${Math.ceil(waitMs)} ms`)
    if (lane.queue.length >= limits.slowedMessagesPerPrincipal)
      return tooFast(sender, limits, `comes after ${lane.queue.length} that wait`)
    if (lane.queuedBytes + bytes > limits.slowedBytesPerPrincipal)
      return tooFast(sender, limits, `comes after ${lane.queuedBytes} bytes that wait`)
    if (waitingMessages >= limits.slowedMessages || waitingBytes + bytes > limits.slowedBytes)
      return tooManyWait(sender.id, waitingMessages, waitingBytes)
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

  function drain(lane: Lane, untilMs = open ? Number.POSITIVE_INFINITY : performance.now()): void {
    lane.timer = undefined
    const later = lane.queue.findIndex(({ dueMs }) => dueMs > untilMs)
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

  function say(sender: Sender): void {
    const turn = speak(sender.id, clock.nowMs())
    if (!turn) return
    const { messagesPerS, bytesPerS } = ratesOf(sender, limits)
    logger.warn(
      { who: sender.id, messagesPerS, bytesPerS },
      `${quoted(sender.id)} sends more than ${messagesPerS} messages or ${bytesPerS} bytes a second; its acknowledgements are delayed.`,
    )
  }

  return {
    get waitingMessages() {
      return waitingMessages
    },
    enter(sender, { bytes, patienceMs }, go) {
      const lane = lanes.of(sender)
      const nowMs = performance.now()
      const waitMs = Math.max(lane.messages.waitMs(1, nowMs), lane.bytes.waitMs(bytes, nowMs))
      const slow = !open && (waitMs > 0 || lane.queue.length > 0)
      const refused = slow ? refusal(sender, lane, { bytes, waitMs, patienceMs }) : undefined
      if (refused) return refused
      lane.messages.take(1, nowMs)
      lane.bytes.take(bytes, nowMs)
      if (!slow) {
        go()
        return 'now'
      }
      metrics.slowed()
      say(sender)
      queue(lane, { dueMs: nowMs + waitMs, bytes, go })
      return 'later'
    },
    charge(sender, bytes) {
      const lane = lanes.of(sender)
      const nowMs = performance.now()
      lane.messages.take(1, nowMs)
      lane.bytes.take(bytes, nowMs)
    },
    dismiss(stranger) {
      const lane = lanes.forgetStranger(stranger)
      if (!lane) return
      clearTimeout(lane.timer)
      drain(lane, Number.POSITIVE_INFINITY)
    },
    release() {
      open = true
      for (const lane of lanes.all()) {
        clearTimeout(lane.timer)
        drain(lane)
      }
    },
  }
}

function tooFast(sender: Sender, limits: Limits, what: string): Refusal {
  const { messagesPerS, bytesPerS } = ratesOf(sender, limits)
  const advice = sender.stranger
    ? 'It is not registered: approve it (GET /api/v1/quarantine), so that it may send more.'
    : 'Send less, wait for the acknowledgements, or raise the limit.'
  return {
    reason: 'rate_exceeded',
    message: `${quoted(sender.id)} was disconnected: it sends more than ${messagesPerS} messages or ${bytesPerS} bytes a second, and its next message ${what}. ${advice}`,
  }
}

const tooManyWait = (principal: string, messages: number, bytes: number): Refusal => ({
  reason: 'overloaded',
  message: `${quoted(principal)} was disconnected: it sends faster than it may, and ${messages} messages (${bytes} bytes) of such devices already wait.`,
})
