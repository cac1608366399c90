import { connect, type Socket } from 'node:net'
import { generate, type Packet, parser } from 'mqtt-packet'
import { ForewarnError } from '../../contracts/errors.ts'

export interface ConnectionOptions {
  host: string
  port: number
  clientId: string
  user: string
  secret: string
  topic: string
  /** Bound of unacknowledged messages, 1 to 65535. */
  window: number
  /** The payload of message `sequence`; asked for again when it has to be sent again. */
  message(sequence: number): string
  /** Each message once, `latencyMs` after it was due. */
  onAcknowledged(sequence: number, latencyMs: number): void
  /** The broker closed the connection, or the network did. */
  onLost(): void
}

const CONNECT_WITHIN_MS = 10_000
const FIRST_RECONNECT_MS = 100
const LONGEST_RECONNECT_MS = 5_000
const MESSAGE_IDS = 65_535
const DISCONNECT = Buffer.from([0xe0, 0])

/**
 * One device on a raw socket: nothing between the packets and the network but this window. After a lost connection it
 * logs in again and repeats what was not acknowledged, in order.
 */
export class Connection {
  readonly #options: ConnectionOptions
  #socket: Socket | undefined
  #isOpen = false
  #isEnded = false
  #reconnecting: NodeJS.Timeout | undefined
  #failures = 0
  /** By message id, oldest first: sequence number and when it was due. */
  readonly #inFlight = new Map<number, { sequence: number; dueAtMs: number }>()
  #sent = 0
  /** When the messages that wait for the window were due; or as many as the window takes. */
  #due: number[] | 'always' = []

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  /** Messages sent so far; their numbers are 0 to `sent - 1`. */
  get sent(): number {
    return this.#sent
  }

  get unacknowledged(): number {
    return this.#inFlight.size
  }

  /** The first login. Rejects when the broker refuses it or does not answer. */
  async open(): Promise<void> {
    await this.#login()
  }

  /** One more message may go, counted from `dueAtMs` even when the window is full until later. */
  release(dueAtMs: number): void {
    if (this.#due === 'always') return
    this.#due.push(dueAtMs)
    this.#fill()
  }

  /** From now on the window is kept full. */
  releaseAll(): void {
    this.#due = 'always'
    this.#fill()
  }

  /** Nothing new is sent; what is unacknowledged is still waited for and repeated. */
  hold(): void {
    this.#due = []
  }

  end(): void {
    this.#isEnded = true
    clearTimeout(this.#reconnecting)
    if (this.#isOpen) this.#socket?.end(DISCONNECT)
    else this.#socket?.destroy()
  }

  /** Resolves when the broker has accepted the login. */
  #login(): Promise<void> {
    const { host, port, clientId, user, secret } = this.#options
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true })
      this.#socket = socket
      const refused = (why: string, cause?: unknown) => {
        clearTimeout(timer)
        reject(new ForewarnError('store_unavailable', `${user} could not log in: ${why}`, { cause }))
      }
      const timer = setTimeout(() => socket.destroy(new Error('no answer')), CONNECT_WITHIN_MS)
      const packets = parser()
      packets.on('packet', (packet: Packet) => {
        if (packet.cmd === 'puback') return this.#acknowledge(packet.messageId ?? 0)
        if (packet.cmd !== 'connack') return
        if (packet.returnCode) return refused(`return code ${packet.returnCode}`)
        clearTimeout(timer)
        resolve()
        this.#opened()
      })
      packets.on('error', error => socket.destroy(error))
      socket.on('data', chunk => {
        packets.parse(chunk)
        this.#fill() // once for all the acknowledgements of the chunk
      })
      socket.on('error', error => refused(error.message, error))
      socket.on('close', () => {
        refused('the connection was closed')
        if (this.#isOpen) this.#lost()
      })
      const password = Buffer.from(secret)
      const hello = { clientId, username: user, password, clean: true, keepalive: 0 }
      socket.write(generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, ...hello }))
    })
  }

  #opened(): void {
    this.#isOpen = true
    this.#failures = 0
    const again = [...this.#inFlight].map(([id, { sequence }]) => this.#packet(id, sequence, true))
    if (again.length > 0) this.#socket?.write(Buffer.concat(again))
    this.#fill()
  }

  #lost(): void {
    this.#isOpen = false
    if (this.#isEnded) return
    this.#options.onLost()
    this.#reconnect()
  }

  #reconnect(): void {
    const waitMs = Math.min(LONGEST_RECONNECT_MS, FIRST_RECONNECT_MS * 2 ** this.#failures)
    this.#failures++
    this.#reconnecting = setTimeout(() => {
      this.#login().catch(() => {
        if (!this.#isEnded) this.#reconnect()
      })
    }, waitMs)
  }

  #acknowledge(id: number): void {
    const message = this.#inFlight.get(id)
    if (!message) return
    this.#inFlight.delete(id)
    this.#options.onAcknowledged(message.sequence, performance.now() - message.dueAtMs)
  }

  /** Sends what is due and fits into the window, in one write. */
  #fill(): void {
    if (!this.#isOpen) return
    const packets: Buffer[] = []
    while (this.#inFlight.size < this.#options.window) {
      const dueAtMs = this.#due === 'always' ? performance.now() : this.#due.shift()
      if (dueAtMs === undefined) break
      const sequence = this.#sent
      const id = (sequence % MESSAGE_IDS) + 1
      this.#inFlight.set(id, { sequence, dueAtMs })
      packets.push(this.#packet(id, sequence, false))
      this.#sent++
    }
    if (packets.length > 0) this.#socket?.write(Buffer.concat(packets))
  }

  #packet(messageId: number, sequence: number, dup: boolean): Buffer {
    const { topic, message } = this.#options
    const payload = message(sequence)
    return generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup, retain: false })
  }
}
