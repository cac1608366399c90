import { setTimeout as sleep } from 'node:timers/promises'
import { ForewarnError } from '../contracts/errors.ts'
import type { Logger } from '../contracts/logger.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000

/**
 * Repeats `attempt` with growing pauses until it succeeds, because what it carries may not be skipped.
 * Undefined when stopped first. Logs once per outage and once on recovery.
 */
export async function untilDone<T>(
  what: string,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
  attempt: () => Promise<T>,
): Promise<{ value: T } | undefined> {
  let pauseMs = FIRST_PAUSE_MS
  let failures = 0
  while (!signal.aborted) {
    try {
      const value = await attempt()
      if (failures > 0) logger.info({ failures }, `${what}: works again`)
      return { value }
    } catch (error) {
      if (signal.aborted) return undefined
      if (failures++ === 0) report(logger, what, error)
      const askedMs = error instanceof ForewarnError ? (error.retryAfterMs ?? 0) : 0
      await sleep(Math.max(pauseMs, askedMs), undefined, { signal }).catch(() => {}) // stopped while it waits
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }
  return undefined
}

function report(logger: Logger, what: string, error: unknown): void {
  const isPassing = error instanceof ForewarnError && error.retryable
  if (isPassing) logger.warn({ err: error }, `${what}: failed, nothing is lost, it is tried again`)
  else logger.error({ err: error }, `${what}: failed and is tried again, but may need an operator`)
}
