import type { LogEntry, Message, MessageLog } from '../../contracts/message-log.ts'

/** A `MessageLog` in memory whose appends a test can hold back or fail. Cursors and trimming are not the broker's. */
export interface MemoryLog extends MessageLog {
  readonly entries: LogEntry[]
  /** Messages handed over and not yet durable. */
  readonly waiting: number
  /** From now on appends wait. */
  hold(): void
  /** Everything that waits becomes durable, and so does what comes later. */
  release(): void
  /** Fails what waits and what comes later; undefined heals the log. */
  fail(error: Error | undefined): void
}

export function createMemoryLog(): MemoryLog {
  const entries: LogEntry[] = []
  let held: { messages: readonly Message[]; resolve(): void; reject(error: Error): void }[] | undefined
  let failure: Error | undefined

  async function append(messages: readonly Message[]) {
    const waiting = held
    if (waiting) {
      await new Promise<void>((resolve, reject) => waiting.push({ messages, resolve, reject }))
    }
    if (failure) throw failure
    const first = BigInt(entries.length)
    for (const message of messages) {
      const copy = { ...message, payload: Uint8Array.from(message.payload) }
      entries.push({ ...copy, offset: BigInt(entries.length) })
    }
    return { first, last: BigInt(entries.length - 1) }
  }
  const notForBrokers = () => Promise.reject(new Error('the broker only appends'))

  return {
    entries,
    durability: 'os-cache',
    append,
    read: notForBrokers,
    waitFor: notForBrokers,
    cursor: notForBrokers,
    trim: notForBrokers,
    size: notForBrokers,
    close: async () => {},
    get waiting() {
      return (held ?? []).reduce((sum, { messages }) => sum + messages.length, 0)
    },
    hold() {
      held ??= []
    },
    release() {
      const waiting = held ?? []
      held = undefined
      for (const { resolve } of waiting) resolve()
    },
    fail(error) {
      failure = error
      if (!error) return
      const waiting = held ?? []
      held = held && []
      for (const { reject } of waiting) reject(error)
    },
  }
}
