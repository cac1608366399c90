import { setPriority } from 'node:os'
import { platform } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { detectOver } from '../../detectors/history.ts'
import { metricsSeen } from '../../detectors/store/metrics-seen.ts'
import { samplesFrom } from '../../ingest/history.ts'
import { systemClock } from '../clock.ts'
import { createLogger } from '../logger.ts'
import type { FromHistoryThread, HistoryThreadData } from './history.ts'
import { openPool, openStores } from './resources.ts'

const { config, databaseUrl, plan } = workerData as HistoryThreadData
const tell = (message: FromHistoryThread) => parentPort?.postMessage(message)
/** Behind all that happens now. */
const NICE = 15
const TELL_MS = 250

if (platform === 'linux') setPriority(NICE) // of this thread alone, on Linux

const pool = openPool(databaseUrl, 'backtest', createLogger('backtest', config.LOG_LEVEL))
const { store } = openStores({ config, pool, clock: systemClock })
try {
  let toldAtMs = 0
  const run = await detectOver(plan, samplesFrom(store, { metricsOf: metricsSeen(pool) }), {
    signal: new AbortController().signal, // ended from outside, as a whole
    onProgress(share, samples) {
      if (performance.now() - toldAtMs < TELL_MS) return
      toldAtMs = performance.now()
      tell({ kind: 'progress', share, samples })
    },
  })
  tell({ kind: 'done', run })
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
} finally {
  await store.close()
  await pool.end()
}
