import { setPriority } from 'node:os'
import { platform } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { metricsSeen } from '../../detectors/store/metrics-seen.ts'
import { openPrognoses } from '../../detectors/store/prognoses.ts'
import { samplesFrom } from '../../ingest/history.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { systemClock } from '../clock.ts'
import { createLogger } from '../logger.ts'
import { learnFromFailures } from './learn-failures.ts'
import type { PrognosisThreadData } from './prognosis.ts'
import { openPool, openStores } from './resources.ts'

const { config, databaseUrl, failures } = workerData as PrognosisThreadData
/** Behind all that happens now: learning computes for seconds. */
const NICE = 15
if (platform === 'linux') setPriority(NICE) // of this thread alone, on Linux

const logger = createLogger('prognosis', config.LOG_LEVEL)
const pool = openPool(databaseUrl, 'prognosis', logger)
const { store } = openStores({ config, pool, clock: systemClock })
const registry = await openAssetRegistry({ pool, adminToken: '', logger })
try {
  await learnFromFailures({
    ...{ registry, logger, nowMs: systemClock.nowMs(), failures },
    samplesOf: samplesFrom(store, { metricsOf: metricsSeen(pool) }),
    prognoses: openPrognoses({ pool }),
  })
} catch (error) {
  parentPort?.postMessage(error instanceof Error ? error.message : String(error))
} finally {
  await registry.close()
  await store.close()
  await pool.end()
}
