import { setTimeout as sleep } from 'node:timers/promises'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { Signer } from '../audit/keys.ts'
import { checkpointLine, type SignedStatement } from '../audit/lines.ts'
import { noteBreak, type Remembered } from '../store/audit/breaks.ts'
import { checkpointIfDue } from '../store/audit/checkpoints.ts'
import { type Horizon, horizonOf, sealSome, type Tail, writersNow } from '../store/audit/links.ts'
import { type Db, openDb, type Pool } from '../store/database.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 1_000
/**
 * Of one round, so that a stop need not wait for a mountain: a ledger that is older than its chain is one. An event may have
 * half a megabyte, so few are in memory at once.
 */
const BOUNDS = { events: 500, transactions: 100 }
/** Transactions that write to the ledger take milliseconds: it is worth waiting for them a few times. */
const LOOKS = 4
const BETWEEN_LOOKS_MS = 25
/** How often it is asked whether a checkpoint is due. */
const SIGN_EVERY_MS = 5_000
/** A transaction that writes for so long is not as it should be. */
const HELD_UP_MS = 60_000
/** How often a checkpoint goes to the log, from where it may be kept elsewhere. */
const LOGGED_EVERY_MS = 3_600_000

/** The newest checkpoint, kept outside of the database: who changes that cannot change this. */
export interface AuditMemory {
  read(): Promise<SignedStatement | undefined>
  write(line: string): Promise<void>
}

interface SealingOptions {
  pool: Pool
  clock: Clock
  logger: Logger
  metrics: Registry
  signer: Signer
  memory: AuditMemory
  pauseMs?: number
  /** Of one round: events of a transaction, and transactions. */
  bounds?: { events: number; transactions: number }
}

/** Links what was committed to the chain, and signs it. Any number of processes may: one at a time does. */
export function startSealing(options: SealingOptions): Rounds {
  const { logger, pauseMs = PAUSE_MS } = options
  const round = sealingRound(options)
  return every({ name: 'the sealing of the ledger', pauseMs, logger }, async () => void (await round()))
}

/** One round of it; resolves with how many events were linked. */
export function sealingRound(options: Omit<SealingOptions, 'pauseMs'>): () => Promise<number> {
  const { pool, clock, logger, memory, signer, bounds = BOUNDS } = options
  const db = openDb(pool)
  const count = counters(options.metrics)
  let isAwake = false
  let remembered: Remembered | undefined
  let horizon: (Horizon & { atMs: number; isTold: boolean }) | undefined
  let lookedAtMs = Number.NEGATIVE_INFINITY
  let loggedAtMs = Number.NEGATIVE_INFINITY

  const remember = ({ position, event, hash }: Tail) => {
    remembered = { position, event, hash: hash.toString('hex'), atMs: clock.nowMs() }
  }

  async function lookForBreak(): Promise<void> {
    const tail = remembered && (await noteBreak(db, remembered, clock.nowMs()))
    if (!tail) return
    count.breaks.inc()
    logger.error(
      { remembered, found: { position: tail.position, event: tail.event } },
      'the audit chain is not the one that it was: a backup was restored, or it was changed from outside; see docs/audit.md',
    )
    remember(tail)
  }

  async function seal(upTo: number): Promise<number> {
    let sealed = 0
    for (let batch = 0; batch < bounds.transactions; batch++) {
      const done = await sealSome(db, { horizon: upTo, limit: bounds.events })
      if (!done) break
      remember(done.tail)
      sealed += done.sealed
      if (done.sealed < bounds.events) {
        horizon = undefined
        break
      }
    }
    count.sealed.inc(sealed)
    return sealed
  }

  /** Whoever holds up the chain, by mistake or not, shall be seen. */
  function tellDelay(): void {
    const ms = horizon ? clock.nowMs() - horizon.atMs : 0
    count.waiting.set(ms / 1000)
    if (!horizon || horizon.isTold || ms < HELD_UP_MS) return
    horizon.isTold = true
    logger.warn(
      { writers: horizon.writers, event: horizon.event },
      'a transaction that writes to the ledger does not end: nothing is linked to the audit chain meanwhile',
    )
  }

  async function sign(): Promise<void> {
    if (Math.abs(clock.nowMs() - lookedAtMs) < SIGN_EVERY_MS) return
    lookedAtMs = clock.nowMs()
    const made = await checkpointIfDue(db, signer, clock.nowMs())
    if (!made) return
    await memory.write(checkpointLine(made))
    if (made.atMs - loggedAtMs < LOGGED_EVERY_MS) return
    loggedAtMs = made.atMs
    logger.info({ checkpoint: checkpointLine(made) }, 'a checkpoint of the audit chain, to be kept elsewhere')
  }

  return async () => {
    if (!isAwake) remembered = await memory.read()
    isAwake = true
    await lookForBreak() // before anything is linked to it, or signed
    horizon ??= { ...(await horizonOf(db)), atMs: clock.nowMs(), isTold: false }
    if (horizon.event === remembered?.event) horizon = undefined
    const sealed = horizon && (await isComplete(db, horizon)) ? await seal(horizon.event) : 0
    tellDelay()
    await sign()
    return sealed
  }
}

/** Whether all have ended who were writing when the horizon was taken; else it is kept, and asked again later. */
async function isComplete(db: Db, horizon: Horizon): Promise<boolean> {
  for (let look = 0; horizon.writers.length > 0; look++) {
    if (look === LOOKS) return false
    await sleep(BETWEEN_LOOKS_MS)
    const now = new Set(await writersNow(db))
    horizon.writers = horizon.writers.filter(writer => now.has(writer))
  }
  return true
}

function counters(metrics: Registry) {
  const registers = [metrics]
  return {
    waiting: new Gauge({
      name: 'forewarn_audit_waiting_seconds',
      help: 'How long the oldest of what is not linked yet waits for transactions that still write',
      registers,
    }),
    sealed: new Counter({
      name: 'forewarn_audit_sealed_events_total',
      help: 'Events of the ledger that this process has linked to the audit chain',
      registers,
    }),
    breaks: new Counter({
      name: 'forewarn_audit_breaks_total',
      help: 'How often the audit chain was found to be another one than it was',
      registers,
    }),
  }
}
