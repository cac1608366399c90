import { Counter, Gauge, type Registry } from 'prom-client'

export interface ExternalMetrics {
  received(): void
  acknowledged(): void
  refused(reason: string): void
  /** `by` is 1 or -1. */
  connected(by: number): void
}

export function createExternalMetrics(registry: Registry): ExternalMetrics {
  const registers = [registry]
  const received = new Counter({
    name: 'forewarn_external_messages_received_total',
    help: 'Messages that came from the external broker.',
    registers,
  })
  const acknowledged = new Counter({
    name: 'forewarn_external_messages_acknowledged_total',
    help: 'Messages of QoS 1 that were acknowledged to the external broker: the log has them.',
    registers,
  })
  const refused = new Counter({
    name: 'forewarn_external_refused_total',
    help: 'Connections and messages of the external broker that came to nothing, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const connections = new Gauge({
    name: 'forewarn_external_connections',
    help: 'Connections to the external broker that are subscribed.',
    registers,
  })
  return {
    received: () => received.inc(),
    acknowledged: () => acknowledged.inc(),
    refused: reason => refused.inc({ reason }),
    connected: by => connections.inc(by),
  }
}
