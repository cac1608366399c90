import type { DeadLetter } from './dead-letters.ts'
import type { LogEntry } from './message-log.ts'

/** One device, one time, several metrics: all are numbers in the unit of their metric. */
export interface Sample {
  site: string
  asset: string
  device: string
  /** Equipment class of the asset. */
  class: string
  /** Event time: when the device measured. */
  observedAtMs: number
  /** When the broker got it. */
  receivedAtMs: number
  values: Record<string, number>
}

/** Turns log entries into samples; what is not a sample comes back as a dead letter with its reason. */
export interface Decoder {
  decode(entries: readonly LogEntry[]): Promise<{ samples: Sample[]; deadLetters: DeadLetter[] }>
}

/** Event times before this are a device without a clock. */
export const EARLIEST_OBSERVED_AT_MS = Date.UTC(2000, 0, 1)
/** Event times further ahead of the receive time than this are a wrong clock or time zone. */
export const MAX_AHEAD_MS = 24 * 3_600_000
