import { Counter, Histogram, type Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import { type Db, isUnavailable, openDb, type Pool } from '../store/database.ts'
import { type Fault, FINDINGS_CHANNEL, unjudgedFaults } from '../store/findings.ts'
import { admitFault, type Intake, type Judged, wakeFault } from '../store/intake.ts'
import { listen } from '../store/listener.ts'
import { faultsToWake } from '../store/settling.ts'
import { settingsCache } from '../store/stage-settings.ts'
import { doorbell } from './doorbell.ts'

/** Where a notification was missed, a finding waits no longer than this. */
const POLL_MS = 2_000
/** Findings looked at to see which faults have work; bounds memory in a storm. */
const FAULTS_PER_ROUND = 500
const FIRST_BACKOFF_MS = 100
const MAX_BACKOFF_MS = 5_000

interface IntakeOptions {
  pool: Pool
  clock: Clock
  logger: Logger
  metrics: Registry
}

/**
 * Judges findings as they come, each fault's in their order; any number of intakes may run on one database.
 * A round takes every fault that has unjudged findings; rounds follow each other while they find work.
 */
export function startIntake(options: IntakeOptions): { stop(): Promise<void> } {
  const { pool, logger } = options
  const db = openDb(pool)
  const stopping = new AbortController()
  const bell = doorbell()
  const listener = listen({
    pool,
    logger,
    channel: FINDINGS_CHANNEL,
    onNotify: bell.ring,
    onConnect: bell.ring,
  })
  const observe = observer(options.metrics)
  const intake: Intake = { nowMs: () => options.clock.nowMs(), settings: settingsCache() }
  const running = loop()

  async function loop(): Promise<void> {
    let backoffMs = 0
    while (!stopping.signal.aborted) {
      try {
        const judged = await round({ db, intake, logger, observe, signal: stopping.signal })
        if (backoffMs > 0) logger.info({}, 'the intake works again')
        backoffMs = 0
        if (judged > 0) continue
      } catch (error) {
        if (backoffMs === 0)
          logger.error({ err: error }, 'the intake cannot work; it tries again until it can')
        backoffMs = Math.min(Math.max(FIRST_BACKOFF_MS, 2 * backoffMs), MAX_BACKOFF_MS)
      }
      await bell.wait(backoffMs || POLL_MS, stopping.signal)
    }
  }

  return {
    async stop() {
      stopping.abort()
      await running
      await listener.close()
    },
  }
}

interface Round {
  db: Db
  intake: Intake
  logger: Logger
  observe(judged: Judged, nowMs: number): void
  signal: AbortSignal
}

/** One pass over the faults that have work; resolves with how many findings got a verdict. */
async function round({ db, intake, logger, observe, signal }: Round): Promise<number> {
  const waking = (await faultsToWake(db, intake.nowMs(), FAULTS_PER_ROUND)).map(
    fault => [fault, wakeFault] as const,
  )
  const unjudged = (await unjudgedFaults(db, FAULTS_PER_ROUND)).map(fault => [fault, admitFault] as const)
  let count = 0
  for (const [fault, admit] of [...waking, ...unjudged]) {
    if (signal.aborted) break
    const outcome = await tolerant(fault, () => admit(db, fault, intake), logger)
    for (const judged of outcome) observe(judged, intake.nowMs())
    count += outcome.length
  }
  return count
}

/** One fault's trouble must not hold up the others; only a database that is away stops the round. */
async function tolerant(fault: Fault, admit: () => Promise<Judged[]>, logger: Logger): Promise<Judged[]> {
  try {
    const outcome = await admit()
    for (const { finding, verdict, reason } of outcome) {
      if (verdict === 'failed') logger.error({ finding, ...fault }, reason)
    }
    return outcome
  } catch (error) {
    if (isUnavailable(error)) throw error
    logger.error({ err: error, ...fault }, 'findings of one fault could not be judged; they are tried again')
    return []
  }
}

function observer(metrics: Registry): (judged: Judged, nowMs: number) => void {
  const verdicts = new Counter({
    name: 'forewarn_intake_findings_total',
    help: 'Findings that got a verdict',
    labelNames: ['verdict'],
    registers: [metrics],
  })
  const delay = new Histogram({
    name: 'forewarn_intake_delay_seconds',
    help: 'From receiving the sample to the verdict on its finding',
    buckets: [0.05, 0.1, 0.3, 1, 3, 10, 60, 600],
    registers: [metrics],
  })
  return ({ verdict, receivedAtMs }, nowMs) => {
    verdicts.inc({ verdict })
    delay.observe(Math.max(0, nowMs - receivedAtMs) / 1000)
  }
}
