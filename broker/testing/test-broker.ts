import { Registry } from 'prom-client'
import type { Formats } from '../../contracts/format.ts'
import type { Logger } from '../../contracts/logger.ts'
import {
  ADMINISTRATOR,
  type AssetRegistry,
  type Enrolment,
  type LoginChanges,
  READER,
  type RegisteredDevice,
} from '../../contracts/registry.ts'
import { startBroker } from '../broker.ts'
import type { BrokerLimits } from '../limits.ts'
import type { ListenerOptions } from '../listeners.ts'
import type { RunningBroker } from '../serve.ts'
import { createMemoryLog, type MemoryLog } from './memory-log.ts'

interface LogLine {
  level: string
  fields: object
  message: string
}

export interface TestBroker extends RunningBroker {
  log: MemoryLog
  lines: LogLine[]
  /** The value of a metric, summed over the label sets that contain `labels`. */
  metric(name: string, labels?: Record<string, string>): Promise<number>
}

/** The secret of every device in these tests. */
export const secretOf = (id: string): string => `secret of ${id}`
export const adminToken = 'token of the administrator'
export const readerToken = 'token of readers'

const genericClass = { id: 'generic', name: 'Generic', metrics: [], acceptsAnyMetric: true }

export interface TestRegistry extends AssetRegistry, LoginChanges {
  /** As the real one does when the device is deleted, moved or given a new secret. */
  revoke(id: string): void
  /** One more device at site `north`. */
  add(id: string): void
}

/** Devices pump-1 … pump-3 at site `north`. As the real one, it knows nobody before `resolve`. */
export function createTestRegistry(): TestRegistry {
  const registered = new Map<string, RegisteredDevice>()
  const add = (id: string) => {
    const address = `Plant/${id} edge`
    registered.set(id, { id, site: 'north', asset: id, criticality: 'B', class: genericClass, address })
  }
  for (const id of ['pump-1', 'pump-2', 'pump-3']) add(id)
  const loaded = new Map<string, RegisteredDevice>()
  const listeners: ((ids: readonly string[]) => void)[] = []
  return {
    add,
    onRevoked: listener => void listeners.push(listener),
    revoke(id) {
      for (const listener of listeners) listener([id])
    },
    device: id => loaded.get(id),
    async resolve(ids) {
      for (const id of ids) {
        const device = registered.get(id)
        if (device) loaded.set(id, device)
      }
    },
    async verifySecret(id, secret) {
      const tokens = new Map([
        [ADMINISTRATOR, adminToken],
        [READER, readerToken],
      ])
      return secret === (tokens.get(id) ?? secretOf(id))
    },
  }
}

export interface TestEnrolment extends Enrolment {
  ignore(name: string): void
  /** Registered or forgotten: it is no stranger any more. */
  forget(name: string): void
}

export function createTestEnrolment(): TestEnrolment {
  const secrets = new Map<string, string>()
  const ignored = new Set<string>()
  return {
    ignore(name) {
      ignored.add(name)
      secrets.delete(name)
    },
    forget: name => void secrets.delete(name),
    async enrol(name, secret) {
      if (ignored.has(name)) return 'ignored'
      const first = secrets.get(name) ?? secret
      secrets.set(name, first)
      return secret === first ? 'enrolled' : 'wrong_secret'
    },
    enrolled: async names => names.filter(name => secrets.has(name)),
  }
}

export async function startTestBroker(
  options: Partial<ListenerOptions> & {
    limits?: Partial<BrokerLimits>
    registry?: TestRegistry
    formats?: Formats
    enrolment?: Enrolment
  } = {},
): Promise<TestBroker> {
  const log = createMemoryLog()
  const lines: LogLine[] = []
  const metrics = new Registry()
  const write = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message })
  }
  const logger: Logger = {
    debug: () => {},
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  }
  const broker = await startBroker({
    host: '127.0.0.1',
    port: 0,
    registry: createTestRegistry(),
    ...options,
    log,
    clock: { nowMs: () => 1_700_000_000_000 },
    logger,
    metrics,
  })
  return {
    ...broker,
    log,
    lines,
    async metric(name, labels = {}) {
      const { values = [] } = (await metrics.getSingleMetric(name)?.get()) ?? {}
      return values
        .filter(value => Object.entries(labels).every(([key, wanted]) => value.labels[key] === wanted))
        .reduce((sum, { value }) => sum + value, 0)
    },
  }
}

/** Of machines that are busy with other things. */
const PATIENCE_MS = 15_000

/** Polls until the condition holds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`still not so after ${PATIENCE_MS} ms: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
