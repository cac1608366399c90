import { type TInteger, Type } from 'typebox'
import { type BrokerLimits, brokerLimits } from '../broker/limits.ts'

const RATE_MAX = 1_000_000_000

function setting(
  name: keyof BrokerLimits,
  description: string,
  { minimum = 1, maximum = RATE_MAX }: { minimum?: number; maximum?: number } = {},
) {
  const whole = `${description}, ${minimum} to ${maximum}.`
  const schema = Type.Integer({ minimum, maximum, default: brokerLimits[name], description: whole })
  return { limit: name, schema }
}

const bytes = { minimum: 1_024, maximum: 268_435_455 } // MQTT's own bound of a packet
const ms = { minimum: 100, maximum: 600_000 }

/** What the environment can say of the broker's limits. The names of what bounds something begin with BROKER_MAX. */
const table = {
  DEVICE_MESSAGES_PER_S: setting(
    'messagesPerS',
    'Messages that a device may publish per second. Over it the acknowledgements are delayed; who does not slow down is disconnected',
  ),
  DEVICE_BYTES_PER_S: setting('bytesPerS', 'The same in bytes of topic and payload'),
  ADMIN_MESSAGES_PER_S: setting(
    'administratorMessagesPerS',
    'Messages that the administrator may publish per second over MQTT (replay, gateways)',
  ),
  ADMIN_BYTES_PER_S: setting('administratorBytesPerS', 'The same in bytes of topic and payload'),
  RATE_BURST_S: setting('burstS', 'Seconds of these rates that may come at once', { maximum: 3_600 }),
  STRANGER_MESSAGES_PER_S: setting(
    'strangerMessagesPerS',
    'Messages that a device which is not registered may publish per second (DEVICE_ENROLMENT=open); all of them together, as much as BROKER_MAX_STRANGERS may',
  ),
  STRANGER_BYTES_PER_S: setting('strangerBytesPerS', 'The same in bytes of topic and payload'),
  BROKER_MAX_STRANGERS: setting(
    'strangerConnections',
    'Connections of devices that are not registered (DEVICE_ENROLMENT=open)',
  ),
  BROKER_MAX_PACKET_BYTES: setting('packetBytes', 'Largest MQTT packet after the CONNECT', bytes),
  BROKER_MAX_CONNECT_BYTES: setting('connectPacketBytes', 'Largest CONNECT, with its will', bytes),
  BROKER_MAX_CONNECTIONS: setting('connections', 'Connections in all'),
  BROKER_MAX_CONNECTIONS_PER_ADDRESS: setting(
    'connectionsPerAddress',
    'Connections of one address; many devices can stand behind one gateway',
  ),
  BROKER_MAX_LOGINS_PER_ADDRESS: setting(
    'unauthenticatedPerAddress',
    'Connections of one address that have not logged in yet',
  ),
  BROKER_MAX_CONNECT_MS: setting(
    'connectMs',
    'How long a handshake of TLS or WebSocket may take, and how long the CONNECT after it, in ms',
    ms,
  ),
  BROKER_MAX_LOGIN_MS: setting(
    'authenticationMs',
    'How long the registry may take to answer a login, in ms',
    ms,
  ),
  BROKER_MAX_KEEPALIVE_S: setting(
    'keepaliveS',
    'Longest keepalive in seconds; a longer one, or none, counts as this one',
    { maximum: 65_535 },
  ),
  BROKER_MAX_CLIENT_ID_LENGTH: setting('clientIdLength', 'Characters of a client id', {
    minimum: 23,
    maximum: 65_535,
  }),
  BROKER_MAX_TOPIC_BYTES: setting('topicBytes', 'Bytes of a topic', { minimum: 64, maximum: 65_535 }),
  BROKER_MAX_TOPIC_LEVELS: setting('topicLevels', 'Levels of a topic or filter; `a/b/c` has three', {
    minimum: 3,
    maximum: 100,
  }),
  BROKER_MAX_FILTERS_PER_CLIENT: setting('filtersPerClient', 'Subscriptions of one client'),
  BROKER_MAX_SESSIONS_PER_DEVICE: setting(
    'storedSessionsPerPrincipal',
    'Sessions with clean=false of one device; a new one takes the place of the oldest that is not connected',
  ),
  BROKER_MAX_SESSION_S: setting(
    'sessionS',
    'How long such a session is kept for a client that does not come back, in seconds',
    { minimum: 60 },
  ),
  BROKER_MAX_QUEUED_PER_CLIENT: setting(
    'queuedPerClient',
    'Commands that wait for one client with a stored session; what comes on top is dropped',
  ),
  BROKER_MAX_RETAINED: setting('retained', 'Retained messages in all: states of Sparkplug hosts', {
    minimum: 0,
  }),
  BROKER_MAX_INFLIGHT_QOS2: setting(
    'inflightQos2PerClient',
    'QoS 2 messages of one client between PUBREC and PUBREL',
    { maximum: 65_535 },
  ),
  BROKER_MAX_SLOWED_MS: setting(
    'slowedMs',
    'How long a message over the rate may wait, in ms; who would wait longer is disconnected',
    ms,
  ),
  BROKER_MAX_SLOWED_MESSAGES_PER_DEVICE: setting(
    'slowedMessagesPerPrincipal',
    'Messages of one device that may wait so',
  ),
  BROKER_MAX_SLOWED_BYTES_PER_DEVICE: setting('slowedBytesPerPrincipal', 'The same in bytes', {
    minimum: 65_536,
  }),
  BROKER_MAX_SLOWED_MESSAGES: setting('slowedMessages', 'Messages of all devices that may wait so'),
  BROKER_MAX_SLOWED_BYTES: setting('slowedBytes', 'The same in bytes', { minimum: 65_536 }),
  BROKER_MAX_PENDING_MESSAGES: setting(
    'pendingMessages',
    'Messages on their way to the disk, over all clients; who sends more is disconnected',
  ),
  BROKER_MAX_PENDING_BYTES: setting('pendingBytes', 'The same in bytes', { minimum: 65_536 }),
  BROKER_MAX_OUTGOING_BYTES_PER_CLIENT: setting(
    'outgoingBytesPerClient',
    'Bytes that wait for one client that reads slowly; then it is disconnected',
    { minimum: 1_024 },
  ),
  BROKER_MAX_READERS: setting('readers', 'Connections of readers, who hear what devices say', { minimum: 0 }),
  BROKER_MAX_READER_BYTES: setting(
    'readerBytes',
    'Bytes that wait for one reader; what comes on top it does not get',
    { minimum: 65_536 },
  ),
  BROKER_MAX_DRAIN_MS: setting(
    'drainMs',
    'How long a client may take nothing before it is disconnected, in ms',
    ms,
  ),
  BROKER_MAX_CLOSE_MS: setting(
    'closeMs',
    'How long a stop waits for messages that are on their way to the disk, in ms',
    ms,
  ),
}

type Settings = Record<keyof typeof table, number>

/** As part of the configuration's schema. */
export const brokerSettings = Object.fromEntries(
  Object.entries(table).map(([name, { schema }]) => [name, schema]),
) as Record<keyof typeof table, TInteger>

export const brokerLimitsOf = (settings: Settings): Partial<BrokerLimits> =>
  Object.fromEntries(
    Object.entries(table).map(([name, { limit }]) => [limit, settings[name as keyof Settings]]),
  )
