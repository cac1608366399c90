import type pg from 'pg'
import type { DeviceLedger } from '../../contracts/device-ledger.ts'
import type { AssetRegistry } from '../../contracts/registry.ts'
import { systemClock } from '../../main/clock.ts'
import { readConfig } from '../../main/config.ts'
import { createLogger } from '../../main/logger.ts'
import { openPool, openStores } from '../../main/roles/resources.ts'
import { openDeviceLedger } from '../../ticketing/store/device-ledger.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { openInterventionOutbox } from '../../ticketing/store/interventions.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { openDirectPath } from './direct.ts'
import { openMqttPath } from './mqtt.ts'
import type { Path, PathName } from './path.ts'
import { ADMIN_TOKEN, openTicketing, type Ticketing } from './ticketing.ts'

export interface ServiceOptions {
  path: PathName
  /** Of a migrated database that nobody else uses. */
  databaseUrl: string
}

/** Forewarn as the scorecard runs it. */
export interface Service {
  pool: pg.Pool
  registry: AssetRegistry
  ledger: DeviceLedger
  way: Path
  ticketing: Ticketing
}

/** Opens it; the stack closes it. */
export async function openService(
  { path, databaseUrl }: ServiceOptions,
  opened: AsyncDisposableStack,
): Promise<Service> {
  // A warning is a connection that ends with the server: what fails ends the run, or is among its complaints.
  const logger = createLogger('scorecard', 'error')
  const pool = openPool(withoutWaiting(databaseUrl), 'scorecard', logger)
  opened.defer(() => pool.end())
  const registry = await openAssetRegistry({ pool, adminToken: ADMIN_TOKEN, logger })
  opened.defer(() => registry.close())
  const way = await openPath({ path, databaseUrl, pool, registry })
  opened.defer(() => way.close())
  const ticketing = await openTicketing({ pool, store: way.store })
  opened.defer(() => ticketing.close())
  return { pool, registry, ledger: openDeviceLedger({ pool }), way, ticketing }
}

/** Nobody waits for a disk here: what a crash would lose is run again. The pipeline of the MQTT path does wait. */
function withoutWaiting(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.searchParams.set('options', '-c synchronous_commit=off')
  return url.href
}

/** The way of the samples, with the telemetry store that it leads to. */
async function openPath(options: ServiceOptions & Pick<Service, 'pool' | 'registry'>): Promise<Path> {
  const { path, pool, registry, databaseUrl } = options
  if (path === 'direct') {
    const [sink, outbox] = [createFindingSink({ pool }), openInterventionOutbox({ pool })]
    return openDirectPath({ registry, sink, outbox })
  }
  const { store } = openStores({ config: readConfig({}), pool, clock: systemClock })
  return openMqttPath({ databaseUrl, adminToken: ADMIN_TOKEN, store })
}
