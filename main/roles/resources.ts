import pg from 'pg'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Clock } from '../../contracts/clock.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { RollupStore, TelemetryStore } from '../../contracts/telemetry-store.ts'
import { openInfluxStore } from '../../ingest/stores/influx/influx-store.ts'
import { openPostgresStore } from '../../ingest/stores/postgres/postgres-store.ts'
import { openDueHours } from '../../ingest/upkeep/due-hours.ts'
import { openKeptStore } from '../../ingest/upkeep/kept-store.ts'
import { openMonths } from '../../ingest/upkeep/months.ts'
import type { Config } from '../config.ts'
import type { RoleName } from './role.ts'

const STATEMENT_TIMEOUT_MS = 30_000

/** A thread's connections to PostgreSQL. A lost one is replaced; the statement that had it fails and is retried above. */
export function openPool(databaseUrl: string, name: string, logger: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 20, // as many as the thread of the writer can have at work: its writes, and one for each other part
    application_name: `forewarn ${name}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 5_000, // our own, for a connection that died without a word
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  })
  // A connection that breaks while a transaction has it says so here as well; its statement fails and is handled there.
  pool.on('connect', client => client.on('error', () => undefined))
  pool.on('error', error => logger.warn({ error: error.message }, 'lost an idle connection to PostgreSQL'))
  return pool
}

/** Where samples and their rollups are: InfluxDB where it is configured, PostgreSQL otherwise. */
export function openStores({ config, pool, clock }: { config: Config; pool: pg.Pool; clock: Clock }) {
  const dueHours = openDueHours({ pool })
  const months = openMonths({ pool, clock })
  const rollups = openBareStore(config, pool)
  return { rollups, dueHours, months, store: openKeptStore({ store: rollups, dueHours, months }) }
}

function openBareStore(config: Config, pool: pg.Pool): TelemetryStore & RollupStore {
  if (!config.INFLUX_URL) return openPostgresStore({ pool })
  return openInfluxStore({
    url: config.INFLUX_URL,
    database: config.INFLUX_DATABASE,
    ...(config.INFLUX_TOKEN && { token: config.INFLUX_TOKEN }),
    ...(config.INFLUX_USERNAME && { username: config.INFLUX_USERNAME }),
    ...(config.INFLUX_PASSWORD && { password: config.INFLUX_PASSWORD }),
  })
}

/** Metrics of one thread; the labels tell its heap and event loop from those of the others. */
export function createMetrics(role: RoleName, thread?: string): Registry {
  const metrics = new Registry()
  metrics.setDefaultLabels({ role, ...(thread && { thread }) })
  collectDefaultMetrics({ register: metrics })
  return metrics
}
