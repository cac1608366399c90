import { connectPublisher, type Publisher } from './publisher.ts'
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

/**
 * An MQTT device. It reconnects by itself and sends again what was not acknowledged, in order: at least once.
 * Rejects when the first connection is refused.
 */
export async function connectDevice(options: DeviceOptions): Promise<SimulatedDevice> {
  const { url, site, device, secret, user = device, window = 100 } = options
  // The broker binds a client id to who logs in; two replays of one administrator must not share one.
  const clientId = user === device ? device : ''
  const publisher = await connectPublisher({ url, user, secret, clientId, window })
  return new MqttDevice(publisher, telemetryTopic(site, device))
}

export const telemetryTopic = (site: string, device: string): string => `telemetry/${site}/${device}`

class MqttDevice implements SimulatedDevice {
  readonly #publisher: Publisher
  readonly #topic: string

  constructor(publisher: Publisher, topic: string) {
    this.#publisher = publisher
    this.#topic = topic
  }

  get acknowledged(): number {
    return this.#publisher.acknowledged
  }

  publish(samples: DeviceSample | readonly DeviceSample[]): Promise<void> {
    return this.#publisher.publish(this.#topic, JSON.stringify(samples))
  }

  flush(): Promise<void> {
    return this.#publisher.flush()
  }

  close(): Promise<void> {
    return this.#publisher.close()
  }
}
