import { Gauge, type Registry } from 'prom-client'
import type { Logger } from '../../contracts/logger.ts'
import { openDb, type Pool } from '../store/database.ts'
import { countSilent, judgeSilence, type SilenceChange } from '../store/silence.ts'
import { every, type Rounds } from './every.ts'

const PAUSE_MS = 10_000
/** A broken switch silences a whole hall; the list of silent devices has them all. */
const NAMED = 20

/** Looks for devices that have fallen silent, or speak again: in their state, in the log and on a metric. */
export function startSilenceMonitor(options: {
  pool: Pool
  logger: Logger
  metrics: Registry
  pauseMs?: number
}): Rounds {
  const { pool, logger, metrics, pauseMs = PAUSE_MS } = options
  const db = openDb(pool)
  const silent = new Gauge({
    name: 'forewarn_devices_silent',
    help: 'Devices that have not spoken for longer than their class or they themselves allow.',
    labelNames: ['class'],
    registers: [metrics],
  })
  return every({ name: 'the silence monitor', pauseMs, logger }, async () => {
    const changes = await judgeSilence(db)
    for (const change of changes.slice(0, NAMED)) tell(logger, change)
    const others = changes.length - NAMED
    if (others > 0) {
      logger.warn(
        { others },
        `${others} more devices have fallen silent or speak again; see GET /api/v1/devices?silent=true`,
      )
    }
    const counts = await countSilent(db)
    silent.reset() // classes may have been deleted
    for (const { class: equipmentClass, devices } of counts) silent.set({ class: equipmentClass }, devices)
  })
}

function tell(
  logger: Logger,
  { device, site, lastSeenMs, silentAfterS, silentSinceMs }: SilenceChange,
): void {
  const fields = { device, site, lastSeenMs, silentAfterS }
  if (silentSinceMs === null) {
    logger.info(fields, `device ${device} at ${site} is not silent any more`)
    return
  }
  const since = new Date(silentSinceMs).toISOString()
  logger.warn(
    fields,
    `device ${device} at ${site} is silent since ${since}, longer than ${silentAfterS} s: check its power and its network`,
  )
}
