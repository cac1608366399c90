import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../contracts/clock.ts'
import { ForewarnError } from '../contracts/errors.ts'

/** Event time over wall time: 1 is as it was, 3600 an hour per second, `max` as fast as it is taken. */
export type Speed = number | 'max'

/** A timer takes at most 2^31 ms; a longer wait is several. */
const LONGEST_WAIT_MS = 3_600_000

export function parseSpeed(text: string): Speed {
  const speed = Number(text)
  if (text === 'max' || (Number.isFinite(speed) && speed > 0)) return text === 'max' ? 'max' : speed
  throw new ForewarnError('invalid', `speed "${text}": give a number above 0, such as 1 or 3600, or "max"`, {
    field: '/speed',
  })
}

/**
 * Waits until an event's turn has come, counted from the first one. Event times that go back do not wait.
 * Returns early when aborted.
 */
export function createPacer(
  speed: Speed,
  clock: Clock,
  signal: AbortSignal,
): (eventMs: number) => Promise<void> {
  let start: { eventMs: number; wallMs: number } | undefined
  return async eventMs => {
    if (speed === 'max') return
    start ??= { eventMs, wallMs: clock.nowMs() }
    const dueMs = start.wallMs + (eventMs - start.eventMs) / speed
    for (let waitMs = dueMs - clock.nowMs(); waitMs > 0 && !signal.aborted; waitMs = dueMs - clock.nowMs())
      await pause(Math.min(waitMs, LONGEST_WAIT_MS), signal)
  }
}

/** Resolves after `ms`, or earlier when aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined)
}
