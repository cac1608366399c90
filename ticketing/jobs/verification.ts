import type { Clock } from '../../contracts/clock.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import { SEALED_LINKS } from '../store/confirmations.ts'
import { isUnavailable, openDb, type Pool } from '../store/database.ts'
import { type Proving, proveRepair } from '../store/prove.ts'
import { type SecretsKey, sealer } from '../store/secrets.ts'
import { claimDue } from '../store/verifications.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 5_000
/** Watches that are claimed at once: few, so that their lease is long enough. */
const BATCH = 20
/** Of one round, so that a stop need not wait for a mountain. */
const BATCHES = 25

interface VerificationOptions {
  pool: Pool
  store: Pick<TelemetryStore, 'series'>
  clock: Clock
  logger: Logger
  /** What seals the addresses in notices; the channels open them with the same. */
  secretsKey: SecretsKey
  pauseMs?: number
}

/** Watches repairs by the sensors that saw the fault, and closes or reopens tickets by what they say. */
export function startVerification(options: VerificationOptions): Rounds {
  const { clock, logger, pauseMs = PAUSE_MS } = options
  const proving = provingOf(options)
  return every({ name: 'the verification of repairs', pauseMs, logger }, async () => {
    for (let batch = 0; batch < BATCHES; batch++) {
      if ((await verifyDue(proving, clock.nowMs(), logger)) < BATCH) break
    }
  })
}

export const provingOf = ({
  pool,
  store,
  secretsKey,
}: Pick<VerificationOptions, 'pool' | 'store' | 'secretsKey'>): Proving => ({
  db: openDb(pool),
  store,
  seal: sealer(secretsKey, SEALED_LINKS).seal,
})

/** One batch; resolves with how many were looked at. One ticket's trouble does not hold up the others. */
export async function verifyDue(proving: Proving, nowMs: number, logger: Logger): Promise<number> {
  const due = await claimDue(proving.db, BATCH, nowMs)
  for (const row of due) {
    try {
      await proveRepair(proving, row, nowMs)
    } catch (error) {
      if (isUnavailable(error) || (error instanceof ForewarnError && error.retryable)) throw error
      logger.error({ err: error, ticket: row.ticket }, 'a repair could not be verified; it is tried again')
    }
  }
  return due.length
}
