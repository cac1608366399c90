import { connectAsync, type MqttClient } from 'mqtt'
import { ForewarnError } from '../contracts/errors.ts'
import type { DeviceSample } from './sample.ts'

export interface DeviceOptions {
  /** Of the broker, as mqtt://127.0.0.1:1883. */
  url: string
  site: string
  /** Id of the device, the last part of its topic. */
  device: string
  /** The device's secret, or that of `user`. */
  secret: string
  /** Who logs in, when it is not the device itself: the administrator may publish for any device. */
  user?: string
  /** Bound of unacknowledged messages. */
  window?: number
}

export interface SimulatedDevice {
  /** Messages that the broker has acknowledged, each for good. */
  readonly acknowledged: number
  /** Publishes one message with QoS 1. Resolves when less than the window is unacknowledged. */
  publish(samples: DeviceSample | readonly DeviceSample[]): Promise<void>
  /** Resolves when everything published is acknowledged. */
  flush(): Promise<void>
  /** Disconnects at once: call `flush` first when everything must arrive. */
  close(): Promise<void>
}

const RECONNECT_MS = 1000
const CONNECT_TIMEOUT_MS = 10_000

/**
 * An MQTT device. It reconnects by itself and sends again what was not acknowledged, in order: at least once.
 * Rejects when the first connection is refused.
 */
export async function connectDevice(options: DeviceOptions): Promise<SimulatedDevice> {
  const { url, site, device, secret, user = device, window = 100 } = options
  const client = await connectAsync(url, {
    username: user,
    password: secret,
    // The broker binds a client id to who logs in; two replays of one administrator must not share one.
    clientId: user === device ? device : '',
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
  }).catch(cause => {
    throw new ForewarnError('store_unavailable', `${user} could not connect to ${url}: ${cause.message}`, {
      cause,
    })
  })
  return new MqttDevice(client, `telemetry/${site}/${device}`, window)
}

class MqttDevice implements SimulatedDevice {
  readonly #client: MqttClient
  readonly #topic: string
  readonly #window: number
  #acknowledged = 0
  #inFlight = 0
  #failure: unknown
  #waiting: (() => void)[] = []

  constructor(client: MqttClient, topic: string, window: number) {
    this.#client = client
    this.#topic = topic
    this.#window = window
    client.on('error', () => undefined) // a lost connection is not the end: the client tries again
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  async publish(samples: DeviceSample | readonly DeviceSample[]): Promise<void> {
    this.#inFlight++
    void this.#client
      .publishAsync(this.#topic, JSON.stringify(samples), { qos: 1 })
      .then(
        () => {
          this.#acknowledged++
        },
        error => {
          this.#failure ??= error
        },
      )
      .finally(() => {
        this.#inFlight--
        for (const wake of this.#waiting.splice(0)) wake()
      })
    await this.#untilBelow(this.#window)
  }

  flush(): Promise<void> {
    return this.#untilBelow(1)
  }

  async #untilBelow(bound: number): Promise<void> {
    while (this.#inFlight >= bound && this.#failure === undefined)
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve)
      })
    if (this.#failure !== undefined) throw this.#failure
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true)
    this.#failure ??= new ForewarnError('conflict', 'the device is closed')
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
