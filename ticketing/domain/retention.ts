const DAY_MS = 24 * 3_600_000

/**
 * How long is kept what is no part of the record: findings, tickets and their events stay. docs/operating.md has the table
 * for people.
 */
export const KEPT_MS = {
  /** Answers under an `Idempotency-Key`. */
  answers: DAY_MS,
  /** What intakes have taken, once it was understood, ignored or discarded. */
  arrivals: 30 * DAY_MS,
  /** What people were told, with the log of each delivery. */
  notices: 90 * DAY_MS,
  /** What senders call a fault whose ticket is over. */
  cases: 90 * DAY_MS,
  /** Tokens that have expired or were revoked. */
  tokens: 90 * DAY_MS,
  /** Backtests that have ended, with their findings. */
  backtests: 365 * DAY_MS,
} as const
