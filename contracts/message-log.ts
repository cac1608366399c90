/** Position in the log: strictly increasing, gaps allowed (JetStream deletes). */
export type Offset = bigint

/** One MQTT message as the broker accepted it. */
export interface Message {
  topic: string
  payload: Uint8Array
  /** When the broker received it; the event time of a sample that names none. */
  receivedAtMs: number
  /** Who published: a device id, or `admin`. */
  publisher: string
}

export interface LogEntry extends Message {
  offset: Offset
}

export interface ReadLimit {
  count: number
  bytes: number
}

/** What a consumer got; `commit` makes this and everything before it done, durably. */
export interface Batch {
  entries: LogEntry[]
  /** The offset after the last entry. */
  next: Offset
  commit(): Promise<void>
}

/** A named consumer's place in the log. At least once: after a crash uncommitted entries come again. */
export interface Cursor {
  /** First offset that is not committed. */
  readonly committed: Offset
  /** The next entries after the ones handed out before; waits until there is one. Undefined when aborted. */
  next(limit: ReadLimit, signal: AbortSignal): Promise<Batch | undefined>
}

/**
 * The durable log between the devices and everything that reads what they say.
 * Embedded: `ingest/log/segments`. Beyond one machine: a JetStream stream.
 * Errors: `log_full` (retryable), `log_trimmed`, `log_corrupt`, `log_poisoned` (restart).
 */
export interface MessageLog {
  /** Resolves when all of them are durable. A rejected call may have stored some of them. */
  append(messages: readonly Message[]): Promise<{ first: Offset; last: Offset }>
  read(from: Offset, limit: ReadLimit): Promise<{ entries: LogEntry[]; next: Offset }>
  /** Resolves when an entry at `offset` or later can be read, or when aborted. */
  waitFor(offset: Offset, signal?: AbortSignal): Promise<void>
  /** The consumer's cursor, at its last commit; a new name starts at the oldest entry. */
  cursor(name: string): Promise<Cursor>
  /** Frees entries before the offset, in whole segments: a hint, returns the first entry that is left. */
  trim(before: Offset): Promise<Offset>
  size(): Promise<{ first: Offset; next: Offset; bytes: number }>
  readonly durability: 'fsync' | 'replicated' | 'os-cache'
  close(): Promise<void>
}
