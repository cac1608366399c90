import type { MessagePort } from 'node:worker_threads'
import type pg from 'pg'
import type { Registry } from 'prom-client'
import { type Calls, callsTo } from '../../contracts/calls.ts'
import type { MessageLog } from '../../contracts/message-log.ts'
import type { AssetRegistry } from '../../contracts/registry.ts'
import type { Command, Decoder } from '../../contracts/sample.ts'
import { openAnnouncements } from '../../ingest/announcements/store.ts'
import { codecs } from '../../ingest/codecs/index.ts'
import { createDecoder } from '../../ingest/decoder.ts'
import { type LogCalls, openPortLog } from '../../ingest/log/segments/port-log.ts'
import { openFormats } from '../../ticketing/store/formats.ts'
import { openAssetRegistry } from '../../ticketing/store/registry-cache.ts'
import { createMetrics, openPool } from './resources.ts'
import type { RoleContext } from './role.ts'

/** A disk that takes longer to answer than this is an outage, which consumers wait out. */
const LOG_TIMEOUT_MS = 30_000
/** Of the second that a message may take until it can be read. */
export const GATHER_MS = 50

/** What readers of the log may ask of the one that has it: the log, and commands to devices. */
export type IntakeCalls = LogCalls & { publish(command: Command): Promise<void> }

/** What reads the log. */
export type ConsumerName = 'storing' | 'detection'

/**
 * Who shares a thread. One each is the ceiling of one core each; on two cores, where broker and database want theirs, the
 * third thread brought no more messages a second, and took 200 MB more.
 */
export const readerThreads = (cores: number): ConsumerName[][] =>
  cores > 2 ? [['storing'], ['detection']] : [['storing', 'detection']]

export type ConsumerContext = RoleContext & {
  /** The line to the thread that has the log. */
  intake: MessagePort
}

/** What everyone who reads the log has of their own. */
export interface Consumer {
  metrics: Registry
  pool: pg.Pool
  registry: AssetRegistry
  calls: Calls<IntakeCalls>
  log: MessageLog
  /** For one consumer of the log: it remembers what came before its place. */
  decoder: Decoder
}

/** Opens it; the stack closes it. */
export async function openConsumer(
  name: ConsumerName,
  { databaseUrl, adminToken, logger, intake }: ConsumerContext,
  started: AsyncDisposableStack,
): Promise<Consumer> {
  const metrics = createMetrics('pipeline', name)
  const pool = openPool(databaseUrl, name, logger)
  started.defer(() => pool.end())
  const registry = await openAssetRegistry({ pool, adminToken, logger })
  started.defer(() => registry.close())
  const formats = await openFormats({ pool, logger })
  started.defer(() => formats.close())
  const calls = callsTo<IntakeCalls>(intake, { other: 'the intake thread', timeoutMs: LOG_TIMEOUT_MS })
  const log = openPortLog(calls, { gatherMs: GATHER_MS })
  started.defer(() => log.close())
  const announcements = await openAnnouncements({ pool, log })
  const decoder = createDecoder({ registry, codecs, formats, announcements })
  return { metrics, pool, registry, calls, log, decoder }
}
