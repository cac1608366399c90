import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes'
import { guardQueues, markRedelivered, type Persistence, type QueueGuards } from './persistence.ts'

type Done = (error?: Error) => void

export interface SessionGuards extends QueueGuards {
  /** Whether the filter was granted on the connection that the client has now. */
  isGranted(client: Client, filter: string): boolean
}

/** Aedes with the data of devices kept out of its fan-out, and the gaps of its in-memory sessions closed. */
export interface DataPath {
  isData(topic: string): boolean
  /** Hands what is in the log to readers. */
  offer(packet: PublishPacket): void
}

export class IngestAedes extends Aedes {
  declare readonly persistence: Persistence
  readonly #data: DataPath

  constructor(options: AedesOptions, data: DataPath) {
    super(options)
    this.#data = data
  }

  /**
   * Aedes comes here after `authorizePublish`. Data is in the log by then and has no subscribers but readers, so it skips
   * retained messages, session queues and matching; nothing can leak, and half of the work per message is saved.
   */
  override publish(packet: PublishPacket, ...rest: [Client | null, Done?] | [Done?]): void {
    if (!this.#data.isData(packet.topic)) {
      // The declared type knows only the form without a client.
      Reflect.apply(super.publish, this, [packet, ...rest])
      return
    }
    this.#data.offer(packet)
    const done = rest.at(-1)
    if (typeof done === 'function') done()
  }

  /** Call once, after `listen`. */
  guardSessions({ isGranted, onQueueFull, limits }: SessionGuards): void {
    const { persistence } = this
    const addSubscriptions = persistence.addSubscriptions.bind(persistence)
    // Aedes stores all filters of a SUBSCRIBE as soon as one of them is allowed, and delivers for all of them later.
    persistence.addSubscriptions = (client, subscriptions) =>
      addSubscriptions(
        client,
        subscriptions.filter(({ topic }) => isGranted(client, topic)),
      )
    const incomingStorePacket = persistence.incomingStorePacket.bind(persistence)
    // Kept until PUBREL only to know its id again; with payloads 1,000 of them could be 256 MB per client.
    persistence.incomingStorePacket = (client, packet) =>
      incomingStorePacket(client, { ...packet, payload: Buffer.alloc(0) })
    guardQueues(persistence, { limits, onQueueFull })
    markRedelivered(persistence)
  }

  isHeld(client: Client, packet: PublishPacket): Promise<boolean> {
    return this.persistence.incomingGetPacket(client, packet).then(
      () => true,
      () => false,
    )
  }

  /** Drops what is kept for a client id that is not connected. */
  async forgetSession(id: string): Promise<void> {
    await this.persistence.cleanSubscriptions({ id })
    await this.persistence.cleanIncoming({ id })
    for await (const packet of this.persistence.outgoingStream({ id })) {
      await this.persistence.outgoingClearMessageId({ id }, packet)
    }
  }
}
