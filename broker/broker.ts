import type { Registry } from 'prom-client'
import type { Clock } from '../contracts/clock.ts'
import type { Formats } from '../contracts/format.ts'
import type { Logger } from '../contracts/logger.ts'
import type { MessageLog } from '../contracts/message-log.ts'
import type { AssetRegistry, Enrolment, LoginChanges } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import { createAuthentication } from './authentication.ts'
import { createAuthorization } from './authorization.ts'
import { createClientIds } from './client-ids.ts'
import { IngestAedes } from './ingest-aedes.ts'
import type { BrokerLimits } from './limits.ts'
import type { ListenerOptions } from './listeners.ts'
import { createPermissions } from './permissions.ts'
import { createReaders } from './readers.ts'
import type { Refusal } from './refusals.ts'
import { disconnectRevoked } from './revoked.ts'
import { aedesOptions, createParts, type RunningBroker, serve, unexpected } from './serve.ts'
import { createStrangers } from './strangers.ts'

export interface BrokerOptions extends ListenerOptions {
  log: MessageLog
  registry: AssetRegistry & LoginChanges
  /** Formats of the installation; their topics are taken beside the fixed ones. */
  formats?: Formats | undefined
  /** Lets strangers in, to speak into quarantine. Without it only who is registered may log in. */
  enrolment?: Enrolment | undefined
  clock: Clock
  logger: Logger
  metrics: Registry
  /** Differences to `brokerLimits`. */
  limits?: Partial<BrokerLimits>
}

const EXPIRY_EVERY_MS = 60_000

/**
 * The embedded MQTT 3.1.1 broker. What a device says (`telemetry/…`, `status/…`, Sparkplug B, Homie, topics of formats) is
 * acknowledged (PUBACK, PUBREC) when the log has it on disk, and goes nowhere else from here but to readers.
 * @throws ForewarnError `conflict` when an address cannot be listened on
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const { registry, enrolment, clock } = options
  const parts = createParts(options)
  const { limits, logger, refusals } = parts
  const permissions = createPermissions(options.formats)
  const strangers = enrolment && createStrangers({ ...parts, enrolment })
  const readers = createReaders(parts)
  const clientIds = createClientIds({
    storedSessionsPerPrincipal: limits.storedSessionsPerPrincipal,
    clock,
    forget: clientId => void aedes.forgetSession(clientId).catch(unexpected(logger)),
  })
  const authorization = createAuthorization({
    ...parts,
    registry,
    permissions,
    isHeld: (client, packet) => aedes.isHeld(client, packet),
  })
  const hooks = {
    ...aedesOptions(limits),
    ...createAuthentication({ ...parts, registry, permissions, strangers, readers, clientIds }),
    authorizePublish: authorization.authorizePublish,
    authorizeSubscribe: authorization.authorizeSubscribe,
    authorizeForward: authorization.authorizeForward,
  }
  const aedes = new IngestAedes(hooks, {
    isData: topic => permissions.kindOf(topic) === 'data',
    offer: packet => readers.offer(packet),
  })
  await aedes.listen()
  aedes.on('unsubscribe', (filters, client) => authorization.unsubscribed(client, filters))
  aedes.guardSessions({
    limits,
    isGranted: authorization.isGranted,
    onQueueFull: (clientId, topic) =>
      refusals.record('message', queueFull(clientId, limits.queuedPerClient), { who: clientId, topic }),
  })
  const broker = await serve(aedes, authorization, parts, options)
  registry.onRevoked(ids => disconnectRevoked(new Set(ids), parts))
  const expiry = setInterval(() => clientIds.expire(clock.nowMs() - limits.sessionS * 1_000), EXPIRY_EVERY_MS)
  const close = () => {
    clearInterval(expiry)
    strangers?.close()
    return broker.close()
  }
  return { ...broker, close }
}

const queueFull = (clientId: string, limit: number): Refusal => ({
  reason: 'queue_full',
  message: `A command for the client ${quoted(clientId)} was dropped: ${limit} wait for it already. It has a stored session and does not come back.`,
})
