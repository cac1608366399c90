import type { Counter } from 'prom-client'
import type { Logger } from '../contracts/logger.ts'

/** A detector that threw at a value of a series: a mistake in the detector. */
export interface Failure {
  /** Name and version, as in `band@1`. */
  detector: string
  device: string
  metric: string
  error: unknown
}

export type FailureLog = (failure: Failure) => void

const INTERVAL_MS = 60_000

/** Counts every failure and logs the first of a detector in each minute: a mistake strikes thousands of values alike. */
export function createFailureLog(options: { logger: Logger; failures: Counter<'detector'> }): FailureLog {
  const turns = new Map<string, { sinceMs: number; suppressed: number }>()
  return ({ detector, device, metric, error }) => {
    options.failures.inc({ detector })
    const nowMs = performance.now()
    const turn = turns.get(detector)
    if (turn && nowMs - turn.sinceMs < INTERVAL_MS) {
      turn.suppressed += 1
      return
    }
    turns.set(detector, { sinceMs: nowMs, suppressed: 0 })
    options.logger.error(
      { detector, device, metric, suppressed: turn?.suppressed ?? 0, err: error },
      `detection: ${detector} failed at a value of ${device} ${metric}; it is skipped, and the other detectors go on`,
    )
  }
}
