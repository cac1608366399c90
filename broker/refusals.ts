import type { Clock } from '../contracts/clock.ts'
import type { Logger } from '../contracts/logger.ts'
import type { BrokerMetrics, RefusedSubject } from './metrics.ts'

/** What the broker did not do, and why. */
export interface Refusal {
  /** One of a fixed set of words: the label of the metric. */
  reason: string
  /** For the operator: who did what, and what would be right. */
  message: string
}

/** Closes the connection of a client whose refusal is already counted and logged. */
export class RefusedError extends Error {
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.name = 'RefusedError'
  }
}

/** Counts every refusal, logs the first of its kind per `who` and minute: devices retry in loops. */
export interface Refusals {
  record(
    subject: RefusedSubject,
    refusal: Refusal,
    about: { who: string; level?: 'warn' | 'error'; [field: string]: unknown },
  ): void
}

const INTERVAL_MS = 60_000
const MAX_KEYS = 1_000

export function createRefusals(options: { metrics: BrokerMetrics; logger: Logger; clock: Clock }): Refusals {
  const { metrics, logger, clock } = options
  const throttle = createThrottle({ intervalMs: INTERVAL_MS, maxKeys: MAX_KEYS })
  return {
    record(subject, refusal, { level = 'warn', ...fields }) {
      metrics.refused(subject, refusal.reason)
      const turn = throttle(`${subject} ${refusal.reason} ${fields.who}`, clock.nowMs())
      if (turn === undefined) return
      const repeated = turn.suppressed > 0 ? { suppressed: turn.suppressed } : {}
      logger[level]({ subject, reason: refusal.reason, ...fields, ...repeated }, refusal.message)
    },
  }
}

/**
 * Lets each key through once per interval and counts what it held back in between.
 * Beyond `maxKeys` keys in one interval the rest share a turn, so that made-up names cannot fill the memory or the log.
 */
export function createThrottle(options: { intervalMs: number; maxKeys: number }) {
  const turns = new Map<string, { sinceMs: number; suppressed: number }>()

  function makeRoom(nowMs: number): void {
    for (const [key, turn] of turns) {
      // Insertion order is time order: a key that gets its next turn moves to the end.
      if (nowMs - turn.sinceMs < options.intervalMs) return
      turns.delete(key)
    }
  }

  return function take(wanted: string, nowMs: number): { suppressed: number } | undefined {
    if (!turns.has(wanted) && turns.size >= options.maxKeys) makeRoom(nowMs)
    const key = turns.has(wanted) || turns.size < options.maxKeys ? wanted : ''
    const turn = turns.get(key)
    if (turn && nowMs - turn.sinceMs < options.intervalMs) {
      turn.suppressed += 1
      return undefined
    }
    turns.delete(key)
    turns.set(key, { sinceMs: nowMs, suppressed: 0 })
    return { suppressed: turn?.suppressed ?? 0 }
  }
}
