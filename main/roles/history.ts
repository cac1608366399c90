import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DetectHistory, DetectionPlan, DetectionRun } from '../../contracts/history.ts'
import type { RoleSettings } from './role.ts'

export type HistoryThreadData = Pick<RoleSettings, 'config' | 'databaseUrl'> & { plan: DetectionPlan }
export type FromHistoryThread =
  | { kind: 'progress'; share: number; samples: number }
  | { kind: 'done'; run: DetectionRun }
  | { kind: 'failed'; message: string }

/** Pages of all metrics of one asset, and findings: much less than this, but nothing that could take the service down. */
const LARGEST_HEAP_MB = 1_024

/**
 * Runs detectors over the telemetry store in a thread of its own, behind everything else: a backtest computes for minutes,
 * and neither an API call nor an acknowledgement waits for it.
 */
export function detectInThread(settings: Pick<RoleSettings, 'config' | 'databaseUrl'>): DetectHistory {
  return async (plan, { signal, onProgress }) => {
    signal.throwIfAborted()
    const workerData: HistoryThreadData = { ...settings, plan }
    const worker = new Worker(new URL('./history-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: LARGEST_HEAP_MB },
    })
    const stop = () => void worker.terminate()
    signal.addEventListener('abort', stop)
    try {
      return await outcome(worker, onProgress)
    } finally {
      signal.removeEventListener('abort', stop)
      await worker.terminate()
    }
  }
}

async function outcome(
  worker: Worker,
  onProgress: (share: number, samples: number) => void,
): Promise<DetectionRun> {
  const ended = once(worker, 'exit').then(() => {
    throw new Error('the thread of the backtest has ended')
  })
  const said = new Promise<DetectionRun>((resolve, reject) => {
    worker.on('message', (message: FromHistoryThread) => {
      if (message.kind === 'progress') onProgress(message.share, message.samples)
      if (message.kind === 'done') resolve(message.run)
      if (message.kind === 'failed') reject(new Error(message.message))
    })
  })
  return Promise.race([said, ended]) // an error of the thread rejects `once`
}
