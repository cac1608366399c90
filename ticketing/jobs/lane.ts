import { setTimeout as sleep } from 'node:timers/promises'
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
/** What is done is written together, and not later than this. */
const WRITTEN_TOGETHER = 64
const WRITE_WITHIN_MS = 200
/** Whether there is more, while all that is under way is slow. */
const LOOK_AGAIN_MS = 1_000

export interface Sending {
  db: Db
  clock: Clock
  notifying: Notifying
  /** 0 to 1, for what must not happen to all at once. */
  chance(): number
  /** Told of each message that was tried. */
  onTry(channel: string, outcome: SendOutcome['kind'], tookMs: number): void
}

/** What of a lane is at work. */
interface Lane {
  name: string
  way: Way
  concurrency: number
  circuit: Circuit
  /** Taken, and not begun. */
  waiting: Outgoing[][]
  underWay: Set<Promise<void>>
  /** Done, and not written yet. */
  settled: Settled[]
  /** What of ours broke. */
  broken?: unknown
}

/** Sends what is due in a lane until nothing is, until its circuit opens, or until it is to stop. */
export async function workLane(sending: Sending, name: string, signal: AbortSignal): Promise<void> {
  const { db, clock } = sending
  const lane = await openLane(sending, name)
  const { waiting, underWay, settled } = lane
  let writtenAtMs = performance.now()
  for (;;) {
    const mustEnd = signal.aborted || lane.circuit.openUntilMs > clock.nowMs()
    if (mustEnd)
      settled.push(...waiting.splice(0).flatMap(each => released(each, clock.nowMs(), lane.circuit)))
    else if (waiting.length === 0 && hasRoom(lane)) await refill(sending, lane)
    while (!mustEnd && waiting.length > 0 && hasRoom(lane)) begin(sending, lane, waiting.shift() ?? [])
    const isLate = performance.now() - writtenAtMs > WRITE_WITHIN_MS
    if (waiting.length === 0 || settled.length >= WRITTEN_TOGETHER || isLate) {
      await settle(db, settled.splice(0))
      writtenAtMs = performance.now()
    }
    if (underWay.size === 0) break
    await oneOf(underWay, settled.length > 0 ? WRITE_WITHIN_MS : LOOK_AGAIN_MS)
    if (lane.broken) throw lane.broken
  }
  await settle(db, settled.splice(0))
}

async function openLane(sending: Sending, name: string): Promise<Lane> {
  const circuit = await circuitOf(sending.db, name)
  const { way, concurrency } = await wayOf(sending, name, sending.clock.nowMs())
  return { name, way, concurrency, circuit, waiting: [], underWay: new Set(), settled: [] }
}

/** One at a time while it is not known whether the other side is back. */
const hasRoom = ({ circuit, underWay, concurrency }: Lane) =>
  underWay.size < (isProbing(circuit) ? 1 : concurrency)

async function refill(sending: Sending, lane: Lane): Promise<void> {
  const nowMs = sending.clock.nowMs()
  const limit = isProbing(lane.circuit) ? 1 : lane.concurrency * TURNS
  const due = await takeDue(sending.db, lane.name, limit, nowMs)
  if (due.length === 0) return
  Object.assign(lane, await wayOf(sending, lane.name, nowMs)) // it may have been changed meanwhile
  const { settled, messages } = await sorted(sending, due, nowMs)
  lane.settled.push(...settled)
  lane.waiting.push(...messages)
}

function begin(sending: Sending, lane: Lane, message: readonly Outgoing[]): void {
  const { db, clock } = sending
  const send = async () => {
    const { outcome, settled } = await tried(sending, lane.way, message)
    const before = lane.circuit
    if (isOfLane(lane.way, outcome))
      lane.circuit = afterOutcome(before, outcome, { chance: sending.chance(), nowMs: clock.nowMs() })
    const { failures, openUntilMs } = lane.circuit
    if (before.failures !== failures || before.openUntilMs !== openUntilMs)
      await saveCircuit(db, lane.name, lane.circuit).finally(() => lane.settled.push(...settled))
    else lane.settled.push(...settled)
  }
  const work = send()
    .catch(error => {
      lane.broken = error
    })
    .finally(() => lane.underWay.delete(work))
  lane.underWay.add(work)
}

/** Until one of them is done, or for so long. */
async function oneOf(underWay: ReadonlySet<Promise<void>>, ms: number): Promise<void> {
  const done = new AbortController()
  const pause = sleep(ms, undefined, { signal: done.signal }).catch(() => undefined)
  await Promise.race([...underWay, pause])
  done.abort()
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
