/**
 * Everything the broker bounds, with its default. The README explains what a client sees at each of them.
 * Bytes are bytes on the wire, `…Ms` milliseconds, `…S` seconds.
 */
export const brokerLimits = {
  /** Largest MQTT packet after the first. */
  packetBytes: 256 * 1024,
  /** Largest first packet: a CONNECT with its will. */
  connectPacketBytes: 16 * 1024,
  connections: 20_000,
  /** Many devices can stand behind one gateway or address translation. */
  connectionsPerAddress: 10_000,
  /** Connections of one address that have not logged in yet. */
  unauthenticatedPerAddress: 2_000,
  /** From accepting the connection to the end of its TLS or WebSocket handshake, and from there to its CONNECT. */
  connectMs: 5_000,
  /** From CONNECT to the registry's answer. */
  authenticationMs: 10_000,
  /** A longer keepalive, or none, counts as this one. */
  keepaliveS: 3_600,
  clientIdLength: 128,
  topicBytes: 512,
  /** `a/b/c` has three. */
  topicLevels: 16,
  /** What a device may send, over all its connections: messages, and bytes of topic and payload. */
  messagesPerS: 10_000,
  bytesPerS: 10_000_000,
  /** The same for the administrator, who replays recorded data and speaks for gateways. */
  administratorMessagesPerS: 100_000,
  administratorBytesPerS: 100_000_000,
  /** Seconds of these rates that may come at once. */
  burstS: 10,
  /** Connections of strangers: who is not registered, where enrolment is open. */
  strangerConnections: 200,
  /** What one of them may send; all of them together, as much as so many may. */
  strangerMessagesPerS: 1,
  strangerBytesPerS: 4_000,
  strangerBurstS: 10,
  /** Logins of strangers per second, of which `burstS` may come at once. */
  strangerLoginsPerS: 20,
  /** How often it is looked up whether somebody decided about those that are connected. */
  strangerCheckMs: 1_000,
  /**
   * A message over the rate waits, and its acknowledgement with it; who would wait longer, or longer than half of its
   * keepalive, is disconnected.
   */
  slowedMs: 30_000,
  /** Waiting so for one device or administrator, and for all of them. */
  slowedMessagesPerPrincipal: 10_000,
  slowedBytesPerPrincipal: 4 * 1024 * 1024,
  slowedMessages: 100_000,
  slowedBytes: 64 * 1024 * 1024,
  /** Sessions with clean=false that outlive their connection, per device. */
  storedSessionsPerPrincipal: 8,
  /** How long they are kept for a client that does not come back. */
  sessionS: 7 * 24 * 3_600,
  /** Filters of one client. */
  filtersPerClient: 100,
  /** Commands that wait for one client with a stored session. */
  queuedPerClient: 1_000,
  /** Retained messages in all: states of Sparkplug hosts. */
  retained: 100,
  /** QoS 2 messages of one client between PUBREC and PUBREL. */
  inflightQos2PerClient: 1_000,
  /** Accepted from clients and not yet durable, over all clients; as much as the log's own queue takes. */
  pendingMessages: 50_000,
  pendingBytes: 64 * 1024 * 1024,
  /** Messages of one call to the log. */
  appendMessages: 1_000,
  /** Waiting in memory for one client that reads slowly. */
  outgoingBytesPerClient: 1024 * 1024,
  /** Connections of readers, and bytes that wait for one of them; it loses what comes on top. */
  readers: 8,
  readerBytes: 8 * 1024 * 1024,
  /** A client that takes nothing for this long is disconnected. */
  drainMs: 5_000,
  /** Commands of the service itself on their way to subscribers, and how long each may take. */
  commands: 1_000,
  commandMs: 10_000,
  /** How long `close` waits for messages that are on their way into the log. */
  closeMs: 5_000,
  /** How long a client may take its last acknowledgements before it is cut off. */
  lingerMs: 500,
} as const

export type BrokerLimits = { readonly [name in keyof typeof brokerLimits]: number }
