import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type pg from 'pg'
import type { Logger } from '../../contracts/logger.ts'
import { every, type Rounds } from '../../ticketing/jobs/every.ts'
import { type ReportedFailure, reportedFailures } from '../../ticketing/store/failures.ts'
import type { RoleSettings } from './role.ts'

/** Failures come a few a month. */
const PAUSE_MS = 6 * 3_600_000
const LARGEST_HEAP_MB = 1_024

export type PrognosisThreadData = Pick<RoleSettings, 'config' | 'databaseUrl'> & {
  failures: ReportedFailure[]
}

/** From time to time learns from the failures that people reported, in a thread of its own: it computes for seconds. */
export function startLearning(
  settings: Pick<RoleSettings, 'config' | 'databaseUrl'> & { pool: pg.Pool; logger: Logger },
): Rounds {
  const { config, databaseUrl, pool, logger } = settings
  let worker: Worker | undefined
  const rounds = every({ name: 'learning from failures', pauseMs: PAUSE_MS, logger }, async () => {
    const failures = await reportedFailures(pool)
    if (failures.length === 0) return // most plants have none in their first months
    worker = new Worker(new URL('./prognosis-thread.ts', import.meta.url), {
      workerData: { config, databaseUrl, failures } satisfies PrognosisThreadData,
      resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB },
    })
    let problem: string | undefined
    worker.on('message', (message: string) => {
      problem = message
    })
    await once(worker, 'exit') // an error of the thread rejects it
    if (problem !== undefined) throw new Error(problem)
  })
  return {
    async stop() {
      const stopped = rounds.stop()
      await worker?.terminate()
      await stopped
    },
  }
}
