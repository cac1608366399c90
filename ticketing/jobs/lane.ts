import type { Clock } from '../../contracts/clock.ts'
import type { Notifying } from '../channels/notifying.ts'
import {
  afterOutcome,
  afterTry,
  type Circuit,
  isProbing,
  MAX_AGE_MS,
  type SendOutcome,
} from '../domain/delivery.ts'
import { heldUntil } from '../domain/quiet-hours.ts'
import type { Db } from '../store/database.ts'
import { targetToSend } from '../store/notification-targets.ts'
import {
  circuitOf,
  type Outgoing,
  type Settled,
  saveCircuit,
  settle,
  takeCollected,
  takeDue,
} from '../store/outbox.ts'
import { deliver, type Way } from './delivering.ts'

/** Connections that the mail server is asked for at once. */
const MAIL_CONCURRENCY = 8
/** Deliveries that are taken at once, for each that may be under way: their lease is longer than all of them take. */
const TURNS = 8

export interface Sending {
  db: Db
  clock: Clock
  notifying: Notifying
  /** 0 to 1, for what must not happen to all at once. */
  chance(): number
  /** Told of each message that was tried. */
  onTry(channel: string, outcome: SendOutcome['kind'], tookMs: number): void
}

/** Sends what is due in a lane until nothing is, until its circuit opens, or until it is to stop. */
export async function workLane(sending: Sending, lane: string, signal: AbortSignal): Promise<void> {
  let circuit = await circuitOf(sending.db, lane)
  while (!signal.aborted) {
    const nowMs = sending.clock.nowMs()
    if (circuit.openUntilMs > nowMs) return
    const { way, concurrency } = await wayOf(sending, lane, nowMs)
    const limit = isProbing(circuit) ? 1 : concurrency * TURNS
    const due = await takeDue(sending.db, lane, limit, nowMs)
    if (due.length === 0) return
    const { settled, messages } = await sorted(sending, due, nowMs)
    const before = circuit
    const send = async (message: Outgoing[]) => {
      if (signal.aborted || circuit.openUntilMs > sending.clock.nowMs())
        return released(message, nowMs, circuit)
      const { outcome, settled } = await tried(sending, way, message)
      if (isOfLane(way, outcome))
        circuit = afterOutcome(circuit, outcome, { chance: sending.chance(), nowMs: sending.clock.nowMs() })
      return settled
    }
    settled.push(...(await inParallel(messages, concurrency, send)).flat())
    if (JSON.stringify(before) !== JSON.stringify(circuit)) await saveCircuit(sending.db, lane, circuit)
    await settle(sending.db, settled)
  }
}

/** What a mail server says of one message or its recipient says nothing of the server. */
const isOfLane = (way: Way, { kind, status }: SendOutcome) =>
  way.kind !== 'email' || kind === 'sent' || status === null

async function wayOf(
  { db, notifying }: Sending,
  lane: string,
  nowMs: number,
): Promise<{ way: Way; concurrency: number }> {
  const [kind, id = ''] = lane.split(/:(.*)/s)
  if (kind !== 'target') return { way: { kind: 'email' }, concurrency: MAIL_CONCURRENCY }
  const target = await targetToSend(db, id, notifying.targets)
  if (!target) return { way: { kind: 'none', reason: 'Its target was deleted.' }, concurrency: 1 }
  const { opened, channel, concurrency } = target
  if (!opened) {
    const reason = 'Its address cannot be opened, as our own secret has changed: give it anew with PATCH.'
    return { way: { kind: 'none', reason }, concurrency }
  }
  const secrets = opened.secrets
    .filter(({ untilMs }) => untilMs === null || untilMs > nowMs)
    .map(({ key }) => key)
  return { way: { kind: 'http', channel, address: { url: opened.url, secrets } }, concurrency }
}

/** What is not sent now, and what is: one message each, or one of everything that was collected for somebody. */
async function sorted({ db }: Sending, due: readonly Outgoing[], nowMs: number) {
  const settled: Settled[] = []
  const messages: Outgoing[][] = []
  const collected = new Map<string, Outgoing[]>()
  for (const delivery of due) {
    const held = heldUntil(timesOf(delivery), delivery, nowMs)
    if (nowMs - delivery.begunAtMs > MAX_AGE_MS)
      settled.push({
        ...asWas(delivery),
        state: 'failed',
        dueAtMs: null,
        reason: 'It could not be delivered within 3 days.',
      })
    else if (held) settled.push({ ...asWas(delivery), dueAtMs: held.untilMs, reason: held.reason })
    else if (delivery.digest)
      collected.set(delivery.recipient, [...(collected.get(delivery.recipient) ?? []), delivery])
    else messages.push([delivery])
  }
  for (const together of collected.values()) {
    const [first] = together as [Outgoing]
    messages.push([...together, ...(await takeCollected(db, first, nowMs))])
  }
  return { settled, messages }
}

const timesOf = ({ timeZone, quietHours, digestTimes }: Outgoing) => ({
  timeZone: timeZone ?? 'UTC',
  quietHours,
  digest: digestTimes,
})

const asWas = ({ id, attempts }: Outgoing): Settled => ({
  ...{ id, attempts, state: 'waiting', reason: null },
  ...{ dueAtMs: null, sentAtMs: null, attempt: null },
})

/** Taken and not tried: as if it had not been taken. */
const released = (message: readonly Outgoing[], nowMs: number, { reason }: Circuit): Settled[] =>
  message.map(delivery => ({ ...asWas(delivery), dueAtMs: nowMs, reason }))

async function tried(
  sending: Sending,
  way: Way,
  message: readonly Outgoing[],
): Promise<{ outcome: SendOutcome; settled: Settled[] }> {
  const { clock, notifying, chance, onTry } = sending
  const beganAtMs = performance.now()
  const outcome = await deliver(notifying, way, message, clock.nowMs())
  const tookMs = Math.round(performance.now() - beganAtMs)
  onTry(message[0]?.channel ?? '', outcome.kind, tookMs)
  const nowMs = clock.nowMs()
  const { kind, status, said } = outcome
  const attempt = { atMs: nowMs, ok: kind === 'sent', status, said, tookMs }
  const settled = message.map((delivery): Settled => {
    const attempts = delivery.attempts + (kind === 'limited' ? 0 : 1)
    const next = afterTry(outcome, { attempts, chance: chance(), nowMs })
    return {
      id: delivery.id,
      state: next.state,
      reason: kind === 'sent' ? null : said,
      attempts,
      dueAtMs: next.state === 'waiting' ? next.dueAtMs : null,
      sentAtMs: kind === 'sent' ? nowMs : null,
      attempt,
    }
  })
  return { outcome, settled }
}

async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const waiting = items.values()
  const results: R[] = []
  const worker = async () => {
    for (const item of waiting) results.push(await work(item))
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}
