import { type ErrorCode, ForewarnError } from './errors.ts'
import type { Logger } from './logger.ts'

/** How long to wait between tries: doubles from `firstMs` up to `maxMs`. */
export interface Backoff {
  firstMs: number
  maxMs: number
}

const BACKOFF: Backoff = { firstMs: 100, maxMs: 30_000 }
/** What an operator has to repair is asked for less often. */
const MISCONFIGURED_FACTOR = 50
/** A log that says this says it again at every try. */
const FATAL: readonly ErrorCode[] = ['log_corrupt', 'log_trimmed', 'log_poisoned']

/** Runs a step until it succeeds; undefined when it was stopped while it was failing. */
export type Hold = <Result>(
  step: string,
  work: () => Promise<Result>,
) => Promise<{ result: Result } | undefined>

interface HoldOptions {
  /** Whose steps these are: the consumer's name in the log. */
  consumer: string
  /** Ends the waiting between two tries. A fatal error of the log aborts it, so that the consumer ends as if stopped. */
  stopping: AbortController
  logger: Logger
  backoff?: Backoff | undefined
  onRetry(code: string): void
  onFatal?: ((error: Error) => void) | undefined
}

/**
 * Holds what cannot be skipped: no error but a fatal one of the log ends a step, also not an unexpected one, because
 * giving up would lose messages. One log line when an outage begins or changes its nature, one when it is over.
 */
export function createHold(options: HoldOptions): Hold {
  const { consumer, stopping, logger, backoff = BACKOFF, onRetry, onFatal } = options
  return async (step, work) => {
    let outage: string | undefined
    for (let retries = 0; ; retries++) {
      try {
        const result = await work()
        if (outage !== undefined) logger.info({ consumer, step, retries }, `${consumer}: ${step} works again`)
        return { result }
      } catch (error) {
        if (stopping.signal.aborted) return undefined
        const code = error instanceof ForewarnError ? error.code : 'unexpected'
        const fields = { consumer, step, code, err: error }
        if (error instanceof ForewarnError && FATAL.includes(error.code)) {
          logger.error(fields, `${consumer}: ${step} fails and cannot be retried; it ends`)
          stopping.abort()
          onFatal?.(error)
          return undefined
        }
        if (code !== outage) logger.error(fields, `${consumer}: ${step} fails and is retried`)
        outage = code
        onRetry(code)
        await pause(delayMs(error, retries, backoff), stopping.signal)
        if (stopping.signal.aborted) return undefined
      }
    }
  }
}

function delayMs(error: unknown, retries: number, { firstMs, maxMs }: Backoff): number {
  const { code, retryAfterMs = 0 } = error instanceof ForewarnError ? error : {}
  const first = code === 'store_misconfigured' ? firstMs * MISCONFIGURED_FACTOR : firstMs
  return Math.max(retryAfterMs, Math.min(maxMs, first * 2 ** Math.min(retries, 30)))
}

/** Resolves after `ms`, or earlier when aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
