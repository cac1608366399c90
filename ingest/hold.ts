import { setTimeout as sleep } from 'node:timers/promises'
import { ForewarnError } from '../contracts/errors.ts'
import type { Logger } from '../contracts/logger.ts'

/** How long to wait between tries: doubles from `firstMs` up to `maxMs`. */
export interface Backoff {
  firstMs: number
  maxMs: number
}

/** What an operator has to repair is asked for less often. */
const MISCONFIGURED_FACTOR = 50

/** Runs a step until it succeeds; undefined when `signal` aborted while it was failing. */
export type Hold = <Result>(
  step: string,
  work: () => Promise<Result>,
) => Promise<{ result: Result } | undefined>

/**
 * No error ends the step, also an unexpected one: giving up would lose messages. One log line when an outage begins or
 * changes its nature, one when it is over.
 */
export function createHold(options: {
  signal: AbortSignal
  logger: Logger
  backoff: Backoff
  onRetry(code: string): void
}): Hold {
  const { signal, logger, backoff, onRetry } = options
  return async (step, work) => {
    let outage: string | undefined
    for (let retries = 0; ; retries++) {
      try {
        const result = await work()
        if (outage !== undefined) logger.info({ step, retries }, `${step} works again`)
        return { result }
      } catch (error) {
        if (signal.aborted) return undefined
        const code = codeOf(error)
        const waitMs = delayMs(error, retries, backoff)
        if (code !== outage) logger.error({ step, code, err: error, waitMs }, `${step} fails and is retried`)
        outage = code
        onRetry(code)
        if (!(await slept(waitMs, signal))) return undefined
      }
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof ForewarnError ? error.code : 'unexpected'
}

function delayMs(error: unknown, retries: number, { firstMs, maxMs }: Backoff): number {
  const first = codeOf(error) === 'store_misconfigured' ? firstMs * MISCONFIGURED_FACTOR : firstMs
  const own = Math.min(maxMs, first * 2 ** Math.min(retries, 30))
  const asked = error instanceof ForewarnError ? (error.retryAfterMs ?? 0) : 0
  return Math.max(own, asked)
}

/** False when aborted. */
function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false)
}
