import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

export type RefusedSubject = 'connection' | 'message' | 'subscription'

/** What the gauges read at each scrape. */
interface BrokerLevels {
  connections(): number
  strangers(): number
  slowedMessages(): number
  pendingMessages(): number
  pendingBytes(): number
}

export interface BrokerMetrics {
  received(qos: 0 | 1 | 2): void
  slowed(): void
  stored(): void
  acknowledged(): void
  refused(subject: RefusedSubject, reason: string): void
  /** One message to one reader. */
  forwarded(outcome: 'sent' | 'dropped'): void
  watchReaders(readers: () => number): void
  /** Starts the clock of one append; call the result when it is durable. */
  appendTimer(): () => void
  /** The levels exist only when the parts they read do. */
  watch(levels: BrokerLevels): void
}

export function createBrokerMetrics(registry: Registry): BrokerMetrics {
  const registers = [registry]
  const received = new Counter({
    name: 'forewarn_broker_messages_received_total',
    help: 'PUBLISH packets read, by QoS.',
    labelNames: ['qos'],
    registers,
  })
  const receivedByQos = ['0', '1', '2'].map(qos => received.labels(qos))
  const slowed = new Counter({
    name: 'forewarn_broker_messages_slowed_total',
    help: 'Messages that waited because their sender was over its rate.',
    registers,
  })
  const stored = new Counter({
    name: 'forewarn_broker_messages_stored_total',
    help: 'Telemetry messages that the log made durable, of any QoS.',
    registers,
  })
  const acknowledged = new Counter({
    name: 'forewarn_broker_messages_acknowledged_total',
    help: 'Durable telemetry messages of QoS 1 and 2 whose client was still there to be told.',
    registers,
  })
  const refused = new Counter({
    name: 'forewarn_broker_refused_total',
    help: 'Connections, messages and subscriptions refused, by reason.',
    labelNames: ['subject', 'reason'],
    registers,
  })
  const forwarded = new Counter({
    name: 'forewarn_broker_reader_messages_total',
    help: 'Messages of devices for readers: sent, or dropped because the reader is too slow.',
    labelNames: ['outcome'],
    registers,
  })
  const forwardedBy = { sent: forwarded.labels('sent'), dropped: forwarded.labels('dropped') }
  const append = new Histogram({
    name: 'forewarn_broker_append_duration_seconds',
    help: 'How long the log took to make one group of messages durable.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  return {
    received: qos => receivedByQos[qos]?.inc(),
    slowed: () => slowed.inc(),
    stored: () => stored.inc(),
    acknowledged: () => acknowledged.inc(),
    refused: (subject, reason) => refused.inc({ subject, reason }),
    forwarded: outcome => forwardedBy[outcome].inc(),
    watchReaders: readers => gaugeIn(registry)('forewarn_broker_readers', 'Connections of readers.', readers),
    appendTimer: () => append.startTimer(),
    watch: levels => watchLevels(registry, levels),
  }
}

const gaugeIn = (registry: Registry) => (name: string, help: string, read: () => number) =>
  void new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })

function watchLevels(registry: Registry, levels: BrokerLevels): void {
  const gauge = gaugeIn(registry)
  gauge('forewarn_broker_connections', 'Open connections, logged in or not.', levels.connections)
  gauge('forewarn_broker_strangers', 'Open connections of devices that are not registered.', levels.strangers)
  gauge(
    'forewarn_broker_slowed_messages',
    'Messages that wait because their sender is over its rate.',
    levels.slowedMessages,
  )
  gauge('forewarn_broker_pending_messages', 'Messages accepted and not yet durable.', levels.pendingMessages)
  gauge('forewarn_broker_pending_bytes', 'Payload bytes accepted and not yet durable.', levels.pendingBytes)
}
