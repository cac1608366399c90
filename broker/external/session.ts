import { MqttClient } from 'mqtt'
import type { IConnackPacket } from 'mqtt-packet'
import { dial } from './dial.ts'
import { createPublishTap, type PublishTapOptions } from './publish-tap.ts'

export type ProtocolVersion = 4 | 5

export interface SessionOptions {
  url: URL
  clientId: string
  username?: string | undefined
  password?: string | undefined
  protocolVersion: ProtocolVersion
  onMessage: PublishTapOptions['onMessage']
  /** The broker accepted the login. */
  onConnected(client: MqttClient, connack: IConnackPacket): Promise<void>
  signal: AbortSignal
}

/** How a connection ended. */
export interface SessionEnd {
  /** Undefined where the broker just closed it. */
  error: (Error & { code?: number | string }) | undefined
  wasConnected: boolean
}

/** What waits in the broker while this service is away, in seconds. Brokers of 3.1.1 have their own bound. */
const SESSION_EXPIRY_S = 7 * 24 * 3_600
const CONNECT_WITHIN_MS = 10_000
const KEEPALIVE_S = 30
const IN_FLIGHT = 1_000
const MAX_PACKET_BYTES = 16 * 1024 * 1024

/** One connection, from its CONNECT to its end; it never rejects. */
export function runSession(options: SessionOptions): Promise<SessionEnd> {
  const { url, clientId, username, password, protocolVersion, onMessage, signal } = options
  return new Promise(resolve => {
    let wasConnected = false
    let error: SessionEnd['error']
    const tapOptions = { protocolVersion, onMessage, inFlight: IN_FLIGHT, maxPacketBytes: MAX_PACKET_BYTES }
    const limits = {
      sessionExpiryInterval: SESSION_EXPIRY_S,
      receiveMaximum: IN_FLIGHT,
      maximumPacketSize: MAX_PACKET_BYTES,
    }
    const openTap = () => {
      const tap = createPublishTap(dial(url), tapOptions)
      tap.on('error', cause => fail(cause)) // mqtt.js keeps most of these to itself
      return tap
    }
    const client = new MqttClient(openTap, {
      clientId,
      protocolVersion,
      clean: false,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_WITHIN_MS,
      reconnectPeriod: 0,
      resubscribe: false,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(protocolVersion === 5 && { properties: limits }),
    })
    const fail = (cause: Error) => {
      error ??= cause
      client.end(true)
    }
    const stop = () => client.end(true)
    signal.addEventListener('abort', stop)
    client.on('error', fail)
    client.on('connect', connack => {
      wasConnected = true
      options.onConnected(client, connack).catch(fail)
    })
    client.stream.once('close', () => {
      signal.removeEventListener('abort', stop)
      client.end(true)
      resolve({ error, wasConnected })
    })
    if (signal.aborted) stop()
  })
}
