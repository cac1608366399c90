import { connectAsync, type MqttClient } from 'mqtt'
import { ForewarnError } from '../contracts/errors.ts'

export interface PublisherOptions {
  /** Of the broker, as mqtt://127.0.0.1:1883. */
  url: string
  /** Who logs in; not given: nobody. */
  user?: string | undefined
  secret?: string | undefined
  /** Not given: any. */
  clientId?: string
  /** Bound of unacknowledged messages. */
  window?: number
  /**
   * Gives up when the broker has hung up so often in a row without having acknowledged anything, as it does for a topic on
   * which the user may not publish. Not given: tries for ever.
   */
  hangUps?: number
}

/** Publishes on any topics over one connection. */
export interface Publisher {
  /** Messages that the broker has acknowledged, each for good. */
  readonly acknowledged: number
  /** Publishes one message with QoS 1. Resolves when less than the window is unacknowledged. */
  publish(topic: string, payload: string | Buffer, options?: { retain?: boolean }): Promise<void>
  /** Resolves when everything published is acknowledged. */
  flush(): Promise<void>
  /** Disconnects at once: call `flush` first when everything must arrive. */
  close(): Promise<void>
}

const RECONNECT_MS = 1000
const CONNECT_TIMEOUT_MS = 10_000

/**
 * Reconnects by itself and sends again what was not acknowledged, in order: at least once. Rejects when the first
 * connection is refused.
 */
export async function connectPublisher(options: PublisherOptions): Promise<Publisher> {
  const { url, user, secret, clientId = '', window = 100, hangUps } = options
  const client = await connectAsync(
    url,
    {
      ...(user !== undefined && { username: user }),
      ...(secret !== undefined && { password: secret }),
      clientId,
      reconnectPeriod: RECONNECT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
    },
    false,
  ).catch(cause => {
    const who = user ?? 'nobody'
    throw new ForewarnError('store_unavailable', `${who} could not connect to ${url}: ${cause.message}`, {
      cause,
    })
  })
  return new MqttPublisher(client, window, hangUps)
}

class MqttPublisher implements Publisher {
  readonly #client: MqttClient
  readonly #window: number
  #acknowledged = 0
  /** Topics on their way, oldest first. */
  readonly #inFlight = new Set<{ topic: string }>()
  #failure: unknown
  #waiting: (() => void)[] = []

  constructor(client: MqttClient, window: number, hangUps: number | undefined) {
    this.#client = client
    this.#window = window
    client.on('error', () => undefined) // a lost connection is not the end: the client tries again
    if (hangUps !== undefined) this.#watch(hangUps)
  }

  get acknowledged(): number {
    return this.#acknowledged
  }

  async publish(topic: string, payload: string | Buffer, { retain = false } = {}): Promise<void> {
    const message = { topic }
    this.#inFlight.add(message)
    void this.#client
      .publishAsync(topic, payload, { qos: 1, retain })
      .then(
        () => {
          this.#acknowledged++
        },
        error => {
          this.#failure ??= error
        },
      )
      .finally(() => {
        this.#inFlight.delete(message)
        this.#wake()
      })
    await this.#untilBelow(this.#window)
  }

  flush(): Promise<void> {
    return this.#untilBelow(1)
  }

  async #untilBelow(bound: number): Promise<void> {
    while (this.#inFlight.size >= bound && this.#failure === undefined)
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve)
      })
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Counts how often in a row the broker hangs up on us without acknowledging anything. */
  #watch(most: number): void {
    let isConnected = true
    let acknowledgedBefore = 0
    let count = 0
    // Not `connect`: that comes when all that was not acknowledged is sent again, and so not before the next hang-up.
    this.#client.on('packetreceive', ({ cmd }) => {
      if (cmd === 'connack') isConnected = true
    })
    this.#client.on('close', () => {
      if (!isConnected) return
      isConnected = false
      count = this.#acknowledged > acknowledgedBefore ? 1 : count + 1
      acknowledgedBefore = this.#acknowledged
      const [oldest] = this.#inFlight
      if (count < most || !oldest) return
      this.#failure ??= new ForewarnError(
        'unauthorized',
        `the broker has hung up ${count} times without acknowledging what it was sent, first on the topic ${oldest.topic}; its log says why`,
      )
      this.#wake()
    })
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true)
    this.#failure ??= new ForewarnError('conflict', 'the device is closed')
    this.#wake()
  }
}
