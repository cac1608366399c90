import { ADMINISTRATOR } from '../contracts/registry.ts'
import type { BrokerLimits } from './limits.ts'
import { bothOf, createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** Who sends: a registered device, the administrator, or a stranger of open enrolment. */
export interface Sender {
  id: string
  stranger?: boolean | undefined
}

export interface Waiting {
  dueMs: number
  bytes: number
  go(): void
}

/** The rate of one sender, over all its connections, and what waits for it. */
export interface Lane {
  messages: TokenBucket
  bytes: TokenBucket
  queue: Waiting[]
  queuedBytes: number
  timer: NodeJS.Timeout | undefined
}

export type RateLimits = Pick<
  BrokerLimits,
  | 'messagesPerS'
  | 'bytesPerS'
  | 'burstS'
  | 'administratorMessagesPerS'
  | 'administratorBytesPerS'
  | 'strangerMessagesPerS'
  | 'strangerBytesPerS'
  | 'strangerBurstS'
  | 'strangerConnections'
>

export interface Lanes {
  of(sender: Sender): Lane
  all(): Iterable<Lane>
  /** The name is no stranger's any more; answers its lane. */
  forgetStranger(name: string): Lane | undefined
}

/** Strangers can make up any number of names; beyond this many the longest unheard get a new lane when they return. */
const MAX_STRANGERS = 1_000

export function createLanes(limits: RateLimits): Lanes {
  const known = new Map<string, Lane>()
  const strangers = new Map<string, Lane>()
  const ofStrangers = { ...ratesOf({ id: '', stranger: true }, limits), burstS: limits.strangerBurstS }
  // What as many as may be connected can send together: who comes under ever new names shares it.
  const crowd = createLane({
    messagesPerS: ofStrangers.messagesPerS * limits.strangerConnections,
    bytesPerS: ofStrangers.bytesPerS * limits.strangerConnections,
    burstS: limits.strangerBurstS,
  })

  function strangerLane(name: string): Lane {
    const lane = strangers.get(name) ?? createLane(ofStrangers, crowd)
    strangers.delete(name) // so that the longest unheard stays first
    strangers.set(name, lane)
    if (strangers.size > MAX_STRANGERS) forgetIdle(name)
    return lane
  }

  function forgetIdle(but: string): void {
    for (const [name, { queue }] of strangers) {
      if (name === but || queue.length > 0) continue
      strangers.delete(name)
      return
    }
  }

  return {
    of(sender) {
      if (sender.stranger) return strangerLane(sender.id)
      const lane = known.get(sender.id) ?? createLane({ ...ratesOf(sender, limits), burstS: limits.burstS })
      known.set(sender.id, lane)
      return lane
    },
    all: () => [...known.values(), ...strangers.values()],
    forgetStranger(name) {
      const lane = strangers.get(name)
      strangers.delete(name)
      return lane
    },
  }
}

function createLane(
  { messagesPerS, bytesPerS, burstS }: { messagesPerS: number; bytesPerS: number; burstS: number },
  shared?: Lane,
): Lane {
  const messages = createTokenBucket({ perS: messagesPerS, burstS })
  const bytes = createTokenBucket({ perS: bytesPerS, burstS })
  return {
    messages: shared ? bothOf(messages, shared.messages) : messages,
    bytes: shared ? bothOf(bytes, shared.bytes) : bytes,
    queue: [],
    queuedBytes: 0,
    timer: undefined,
  }
}

export function ratesOf(
  { id, stranger }: Sender,
  limits: RateLimits,
): { messagesPerS: number; bytesPerS: number } {
  if (stranger) return { messagesPerS: limits.strangerMessagesPerS, bytesPerS: limits.strangerBytesPerS }
  return id === ADMINISTRATOR
    ? { messagesPerS: limits.administratorMessagesPerS, bytesPerS: limits.administratorBytesPerS }
    : { messagesPerS: limits.messagesPerS, bytesPerS: limits.bytesPerS }
}
