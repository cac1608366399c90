import { setTimeout as sleep } from 'node:timers/promises'
import type { FindingSink } from '../../contracts/finding.ts'
import type { LogEntry, Message, MessageLog } from '../../contracts/message-log.ts'
import type { Sample } from '../../contracts/sample.ts'
import type { DetectionStates } from '../../detectors/engine-state.ts'

/** As much of a log as the engine needs. */
export class MemoryLog implements MessageLog {
  readonly durability = 'os-cache'
  committed = 0n
  readonly end: bigint
  readonly #entries: LogEntry[]
  readonly #batchSize: number
  #reader = 0
  #furthestAsked = 0n

  constructor(said: readonly (Sample | Message)[], batchSize = 37) {
    this.#batchSize = batchSize
    this.#entries = said.map((each, i) => ({ offset: BigInt(i), ...messageOf(each) }))
    this.end = BigInt(this.#entries.length)
  }

  async cursor() {
    const log = this
    let next = this.committed
    this.forgetReader()
    const reader = this.#reader
    return {
      get committed() {
        return log.committed
      },
      async next(_limit: unknown, signal: AbortSignal) {
        await new Promise(resolve => setImmediate(resolve))
        if (reader === log.#reader) log.#furthestAsked = next
        if (next >= log.end) return log.#untilAborted(signal)
        const entries = log.#entries.slice(Number(next), Number(next) + log.#batchSize)
        next += BigInt(entries.length)
        const end = next
        const commit = async () => {
          if (end > log.committed) log.committed = end
        }
        return { entries, next: end, commit }
      },
    }
  }

  /** Resolves when the newest reader has done everything and asks for more. */
  async untilRead(deadlineMs: number): Promise<void> {
    await until(() => this.#furthestAsked >= this.end, deadlineMs)
  }

  /** Only what the next reader does counts from here. */
  forgetReader(): void {
    this.#reader++
    this.#furthestAsked = 0n
  }

  async size() {
    return { first: 0n, next: this.end, bytes: 0 }
  }

  #untilAborted(signal: AbortSignal): Promise<undefined> {
    if (signal.aborted) return Promise.resolve(undefined)
    return new Promise(resolve => signal.addEventListener('abort', () => resolve(undefined), { once: true }))
  }

  append = unused
  read = unused
  waitFor = unused
  trim = unused
  close = unused
}

function messageOf(said: Sample | Message): Message {
  if ('topic' in said) return said
  return {
    topic: `telemetry/${said.site}/${said.device}`,
    payload: new TextEncoder().encode(JSON.stringify(said)),
    receivedAtMs: said.receivedAtMs,
    publisher: said.device,
  }
}

function unused(): never {
  throw new Error('the engine does not need this')
}

/**
 * One life of the process: at the n-th call to the outside world it dies as by kill -9. The call happens or not (even
 * calls happen, odd ones do not), no answer ever comes, and neither does anything else of that life.
 */
export class Life {
  readonly death: Promise<void>
  #die: () => void = () => {}
  #callsLeft: number
  readonly #lastCallHappens: boolean
  #saving: Promise<unknown> = Promise.resolve()

  constructor(calls: number) {
    this.#callsLeft = calls
    this.#lastCallHappens = calls % 2 === 0
    this.death = new Promise(resolve => {
      this.#die = resolve
    })
  }

  /** Waits for what the database was doing, so that the next life begins with a settled one. */
  async end(): Promise<void> {
    this.#callsLeft = 0
    this.#die()
    await this.#saving
  }

  log(log: MemoryLog): MessageLog {
    return {
      ...log,
      size: () => this.#call(() => log.size()),
      cursor: async () => {
        const cursor = await this.#call(() => log.cursor())
        return {
          committed: cursor.committed,
          next: (limit, signal) =>
            this.#call(async () => {
              const batch = await cursor.next(limit, signal)
              return batch && { ...batch, commit: () => this.#call(() => batch.commit()) }
            }),
        }
      },
    }
  }

  sink(sink: FindingSink): FindingSink {
    return { deliver: findings => this.#call(() => sink.deliver(findings)) }
  }

  states(stored: DetectionStates): DetectionStates {
    return {
      load: restore => this.#call(() => stored.load(restore)),
      save: (offset, changed) =>
        this.#call(() => {
          const saving = stored.save(offset, changed)
          this.#saving = saving.catch(() => {})
          return saving
        }),
    }
  }

  async #call<T>(work: () => Promise<T>): Promise<T> {
    if (--this.#callsLeft > 0) {
      const result = await work()
      if (this.#callsLeft > 0) return result
    } else if (this.#callsLeft === 0) {
      if (this.#lastCallHappens) await work()
      this.#die()
    }
    return new Promise<never>(() => {})
  }
}

/** Polls until the condition holds; throws after the deadline. */
export async function until(condition: () => boolean, deadlineMs: number): Promise<void> {
  const endsAtMs = performance.now() + deadlineMs
  while (!condition()) {
    if (performance.now() > endsAtMs) throw new Error('waited in vain')
    await sleep(1)
  }
}
