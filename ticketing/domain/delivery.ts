import { type Static, Type } from 'typebox'
import { Nullable, TimeMs } from './schema.ts'

export const DeliveryState = Type.Enum(['waiting', 'sent', 'failed', 'skipped'], {
  description:
    'waiting: it is to be sent, or to be tried again; sent: the other side has taken it; failed: it is not tried any more; ' +
    'skipped: it was never to be sent, as `reason` says.',
})
export type DeliveryState = Static<typeof DeliveryState>

export const ChannelName = Type.Enum(
  ['app', 'email', 'webhook', 'wecom', 'dingtalk', 'feishu', 'slack', 'teams'],
  { description: 'The way by which it goes.' },
)
export type ChannelName = Static<typeof ChannelName>

/** One try to send something. */
const Attempt = Type.Object({
  atMs: TimeMs('When it was tried'),
  ok: Type.Boolean(),
  status: Nullable(Type.Integer({ description: 'The status of the answer, where there was one.' })),
  said: Type.String({ description: 'What the other side said, or why there is no answer.' }),
  tookMs: Type.Integer(),
})
export type Attempt = Static<typeof Attempt>

/** A notice on its way to one recipient by one channel. */
export const Delivery = Type.Object(
  {
    id: Type.Integer(),
    notice: Type.Integer(),
    eventId: Type.String(),
    type: Type.String(),
    ticket: Nullable(Type.Integer()),
    title: Type.String(),
    recipient: Type.String({ description: 'technician:…, account:…, requester:… or target:….' }),
    channel: ChannelName,
    state: DeliveryState,
    reason: Nullable(Type.String({ description: 'Why it waits, has failed or was skipped.' })),
    attempts: Type.Integer({ description: 'How often it was tried since it was last begun anew.' }),
    dueAtMs: Nullable(TimeMs('When it is tried next')),
    createdAtMs: TimeMs('When it was written'),
    sentAtMs: Nullable(TimeMs('When the other side has taken it')),
    log: Type.Array(Attempt, { description: 'The newest 20 tries, oldest first.' }),
  },
  {
    examples: [
      {
        id: 31,
        notice: 7,
        eventId: '0b7d9a52-6f0b-4e0c-9d3c-2f6f1f0c8a11',
        type: 'sla.warning',
        ticket: 12,
        title: 'Ticket 12 must be accepted within 1 h',
        recipient: 'target:erp',
        channel: 'webhook',
        state: 'sent',
        reason: null,
        attempts: 1,
        dueAtMs: null,
        createdAtMs: 1_700_000_001_000,
        sentAtMs: 1_700_000_001_200,
        log: [{ atMs: 1_700_000_001_200, ok: true, status: 200, said: 'ok', tookMs: 34 }],
      },
    ],
  },
)
export type Delivery = Static<typeof Delivery>

/** How a try to send ended. */
export type SendOutcome =
  | { kind: 'sent'; status: number | null; said: string }
  /** It may succeed later. */
  | { kind: 'away'; status: number | null; said: string }
  /** The other side wants less of us for a while; it counts as no failure. */
  | { kind: 'limited'; status: number | null; said: string; waitMs: number }
  /** It would say the same again. */
  | { kind: 'refused'; status: number | null; said: string }

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 4 * 3_600_000
/** 18 hours from the first try to the last, at most. */
export const MAX_ATTEMPTS = 16
/** Whatever it waited for. */
export const MAX_AGE_MS = 3 * 24 * 3_600_000

export type NextStep = { state: 'sent' | 'failed' } | { state: 'waiting'; dueAtMs: number }

/** What becomes of a delivery after a try; `attempts` counts this one, `chance` is 0 to 1. */
export function afterTry(
  outcome: SendOutcome,
  { attempts, chance, nowMs }: { attempts: number; chance: number; nowMs: number },
): NextStep {
  if (outcome.kind === 'sent') return { state: 'sent' }
  if (outcome.kind === 'refused') return { state: 'failed' }
  if (outcome.kind === 'limited') return { state: 'waiting', dueAtMs: nowMs + outcome.waitMs }
  if (attempts >= MAX_ATTEMPTS) return { state: 'failed' }
  return { state: 'waiting', dueAtMs: nowMs + waitMs(FIRST_WAIT_MS, LONGEST_WAIT_MS, attempts, chance) }
}

/** Doubles with each failure, up to the longest; half of it by chance, so that not all come back at once. */
function waitMs(first: number, longest: number, failures: number, chance: number): number {
  const full = Math.min(longest, first * 2 ** (failures - 1))
  return Math.round(full * (0.5 + chance / 2))
}

/** Failures in a row after which nothing is sent to a target for a while. */
const FAILURES_TO_OPEN = 5
const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = 15 * 60_000
const MOST_PAUSE_MS = 3_600_000

/** What is known of how a target does. `openUntilMs`: nothing is sent until then; after that, one at first. */
export interface Circuit {
  failures: number
  openUntilMs: number
  reason: string | null
}

export const closedCircuit: Circuit = { failures: 0, openUntilMs: 0, reason: null }

export const isProbing = ({ failures }: Circuit): boolean => failures >= FAILURES_TO_OPEN

/** Folds one outcome into what is known of the target. */
export function afterOutcome(
  circuit: Circuit,
  outcome: SendOutcome,
  how: { chance: number; nowMs: number },
): Circuit {
  if (outcome.kind === 'sent' || outcome.kind === 'refused') return closedCircuit // it answers
  const { nowMs, chance } = how
  if (outcome.kind === 'limited') {
    const openUntilMs = nowMs + Math.min(outcome.waitMs, MOST_PAUSE_MS)
    return { ...circuit, openUntilMs: Math.max(circuit.openUntilMs, openUntilMs), reason: outcome.said }
  }
  const failures = circuit.failures + 1
  if (failures < FAILURES_TO_OPEN) return { ...circuit, failures, reason: outcome.said }
  const pauseMs = waitMs(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, failures - FAILURES_TO_OPEN + 1, chance)
  return { failures, openUntilMs: nowMs + pauseMs, reason: outcome.said }
}
