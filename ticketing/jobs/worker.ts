import { setTimeout as sleep } from 'node:timers/promises'
import { type Runner, run, runMigrations, type TaskList, Logger as WorkerLogger } from 'graphile-worker'
import type { Logger } from '../../contracts/logger.ts'
import type { Pool } from '../store/database.ts'

/** Jobs at work at once: each takes a connection while it works. */
const CONCURRENCY = 2
/** How late a job that is set for a time may begin; one that is due is told at once. */
const POLL_MS = 1_000
const FIRST_BACKOFF_MS = 500
const MAX_BACKOFF_MS = 30_000

/** What a job does; it is done again where it throws, or where the process dies before it ends. */
export type Task = (payload: unknown, signal: AbortSignal) => Promise<void>

/** Brings the schema of the queue to its version; safe from several processes at once. */
export const migrateJobs = (databaseUrl: string): Promise<void> =>
  runMigrations({ connectionString: databaseUrl, maxPoolSize: 1, logger: workerLogger(undefined) })

/**
 * Works on jobs of these tasks; any number of workers may run on one database. A job is done at least once: what must
 * happen once is the task's to see to. Where the database is away it tries until it is back.
 */
export function startWorker({
  pool,
  logger,
  tasks,
}: {
  pool: Pool
  logger: Logger
  tasks: Record<string, Task>
}): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let runner: Runner | undefined
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload, { abortSignal }) => task(payload, abortSignal),
    ]),
  )
  const options = {
    pgPool: pool,
    taskList,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true, // main stops us
    logger: workerLogger(logger),
  }

  async function work(): Promise<void> {
    for (let backoffMs = FIRST_BACKOFF_MS; !stopping.signal.aborted; ) {
      try {
        runner = await run({ ...options })
        if (stopping.signal.aborted) await runner.stop()
        backoffMs = FIRST_BACKOFF_MS
        await runner.promise
      } catch (error) {
        logger.error({ err: error }, 'the job worker cannot work; it tries again until it can')
      }
      runner = undefined
      await sleep(backoffMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS)
    }
  }

  const done = work()
  return {
    async stop() {
      stopping.abort()
      await runner?.stop().catch(() => undefined) // it may have stopped by itself
      await done
    },
  }
}

/** What it calls info is for whoever looks for a fault in it. */
function workerLogger(logger: Logger | undefined): WorkerLogger {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const
  return new WorkerLogger(({ taskIdentifier, jobId }) => (level, message, meta) => {
    if (level === 'debug') return // several a second
    const { error } = meta
    const fields = {
      ...(taskIdentifier && { task: taskIdentifier, job: jobId }),
      ...(error ? { err: error } : {}),
    }
    logger?.[levels[level as keyof typeof levels] ?? 'debug'](fields, `jobs: ${message}`)
  })
}
