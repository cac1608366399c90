import type { Registry } from 'prom-client'
import type { Clock } from '../contracts/clock.ts'
import type { Logger } from '../contracts/logger.ts'
import type { MessageLog } from '../contracts/message-log.ts'
import type { AssetRegistry } from '../contracts/registry.ts'
import { createAuthentication } from './authentication.ts'
import { createAuthorization } from './authorization.ts'
import { createClientIds } from './client-ids.ts'
import { IngestAedes } from './ingest-aedes.ts'
import type { BrokerLimits } from './limits.ts'
import type { ListenerOptions } from './listeners.ts'
import { aedesOptions, createParts, type RunningBroker, serve, unexpected } from './serve.ts'

export interface BrokerOptions extends ListenerOptions {
  log: MessageLog
  registry: AssetRegistry
  clock: Clock
  logger: Logger
  metrics: Registry
  /** Differences to `brokerLimits`. */
  limits?: Partial<BrokerLimits>
}

/**
 * The embedded MQTT 3.1.1 broker. A message on `telemetry/…` is acknowledged (PUBACK, PUBREC) when the log has it
 * on disk, and goes nowhere else from here.
 * @throws ForewarnError `conflict` when an address cannot be listened on
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const { registry } = options
  const parts = createParts(options)
  const { limits, logger } = parts
  const clientIds = createClientIds({
    storedSessionsPerPrincipal: limits.storedSessionsPerPrincipal,
    forget: clientId => void aedes.forgetSession(clientId).catch(unexpected(logger)),
  })
  const authorization = createAuthorization({
    ...parts,
    registry,
    isHeld: (client, packet) => aedes.isHeld(client, packet),
  })
  const aedes = new IngestAedes({
    ...aedesOptions(limits),
    ...createAuthentication({ ...parts, registry, clientIds }),
    authorizePublish: authorization.authorizePublish,
    authorizeSubscribe: authorization.authorizeSubscribe,
    authorizeForward: authorization.authorizeForward,
  })
  await aedes.listen()
  aedes.guardSessions(authorization.maySubscribe)
  return serve(aedes, authorization, parts, options)
}
