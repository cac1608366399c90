import type { Clock } from '../../contracts/clock.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { DetectHistory } from '../../contracts/history.ts'
import type { Logger } from '../../contracts/logger.ts'
import { backtestResult } from '../stages/backtest.ts'
import { planBacktest } from '../store/backtest-plan.ts'
import {
  beat,
  type ClaimedBacktest,
  claimBacktest,
  failBacktest,
  finishBacktest,
  releaseBacktest,
} from '../store/backtests.ts'
import { type Db, isUnavailable, openDb, type Pool, transact } from '../store/database.ts'
import { proposeFrom } from '../store/proposals.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 1_000
const BEAT_MS = 1_000

interface BacktestOptions {
  pool: Pool
  clock: Clock
  logger: Logger
  detect: DetectHistory
  pauseMs?: number
}

/** Works on backtests, one at a time. Any number of processes may; one that is stopped leaves its backtest to the next. */
export function startBacktests({ pool, clock, logger, detect, pauseMs = PAUSE_MS }: BacktestOptions): Rounds {
  const db = openDb(pool)
  const stopping = new AbortController()
  const rounds = every({ name: 'the work on backtests', pauseMs, logger }, async () => {
    for (;;) {
      const claimed = stopping.signal.aborted ? undefined : await claimBacktest(db, clock.nowMs())
      if (!claimed) return
      await work({ db, clock, detect, stopping: stopping.signal }, claimed)
    }
  })
  return {
    stop() {
      stopping.abort()
      return rounds.stop()
    },
  }
}

interface Bench {
  db: Db
  clock: Clock
  detect: DetectHistory
  stopping: AbortSignal
}

async function work({ db, clock, detect, stopping }: Bench, { id, request, purpose }: ClaimedBacktest) {
  const cancelled = new AbortController()
  const signal = AbortSignal.any([stopping, cancelled.signal])
  const at = { progress: 0, samples: 0 }
  const timer = setInterval(() => {
    beat(db, id, { ...at, nowMs: clock.nowMs() })
      .then(isOurs => isOurs || cancelled.abort())
      .catch(() => undefined) // the lease runs out where the database stays away, and it begins anew
  }, BEAT_MS)
  try {
    const { detection, ground } = await planBacktest(db, request)
    const run = await detect(detection, {
      signal,
      onProgress: (progress, samples) => void Object.assign(at, { progress, samples }),
    })
    const result = backtestResult(detection, run, ground)
    const findings = run.findings.map(said => said.filter(each => each.observedAtMs >= request.fromMs))
    const nowMs = clock.nowMs()
    await transact(db, async trx => {
      const isKept = await finishBacktest(trx, id, { result, findings, nowMs })
      if (isKept && purpose) await proposeFrom(trx, { id, request, tuning: purpose, result }, nowMs)
    })
  } catch (error) {
    if (stopping.aborted) return void (await releaseBacktest(db, id))
    if (signal.aborted) return // cancelled
    if (isUnavailable(error) || (error instanceof ForewarnError && error.retryable)) throw error
    await failBacktest(db, id, error instanceof Error ? error.message : String(error), clock.nowMs())
  } finally {
    clearInterval(timer)
  }
}
