import type { Clock } from '../../contracts/clock.ts'
import type { DetectorCatalogue } from '../../contracts/detector-catalogue.ts'
import type { Logger } from '../../contracts/logger.ts'
import { openDb, type Pool } from '../store/database.ts'
import { tuneWhatErrs } from '../store/tuning.ts'
import { every, type Rounds } from './every.ts'

/** Outcomes come a few a day. */
const PAUSE_MS = 3_600_000

/** Looks at how well detectors did, and has changes tried where one errs again and again. */
export function startTuning(options: {
  pool: Pool
  clock: Clock
  logger: Logger
  detectors: DetectorCatalogue
}): Rounds {
  const { pool, clock, logger, detectors } = options
  const db = openDb(pool)
  return every({ name: 'the search for better profiles', pauseMs: PAUSE_MS, logger }, async () => {
    const begun = await tuneWhatErrs(db, detectors, clock.nowMs())
    if (begun > 0) logger.info({ begun }, 'detectors raise false alarms: changes of their profiles are tried')
  })
}
