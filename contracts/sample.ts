import type { DeadLetter } from './dead-letters.ts'
import type { DeviceReport, Stranger } from './device-ledger.ts'
import type { LogEntry } from './message-log.ts'
import type { Notice } from './notice.ts'

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

/** A message of ours to a device, through the broker. */
export interface Command {
  topic: string
  payload: Uint8Array
}

/** A notice of ours, and how many samples of the same run came before it. */
export interface PlacedNotice {
  notice: Notice
  receivedAtMs: number
  samplesBefore: number
}

/** What a run of log entries says. Every entry is in at least one of the first four. */
export interface Decoded {
  samples: Sample[]
  /** What did not become a sample, with its reason. */
  deadLetters: DeadLetter[]
  /** What devices say of themselves: online, offline, firmware. */
  reports: DeviceReport[]
  /** What the service itself has put into the log: what people did at assets, and that somebody listens. */
  notices: PlacedNotice[]
  /** Who speaks and is not registered; what it said is in the dead letters. */
  strangers: Stranger[]
  /** What a device must be asked for before it can be understood: a Sparkplug rebirth. Only worth it while it is fresh. */
  requests: { command: Command; receivedAtMs: number }[]
}

/** Turns log entries into samples; the same entries in the same order always into the same ones. */
export interface Decoder {
  decode(entries: readonly LogEntry[]): Promise<Decoded>
}

/** Event times before this are a device without a clock. */
export const EARLIEST_OBSERVED_AT_MS = Date.UTC(2000, 0, 1)
/** Event times further ahead of the receive time than this are a wrong clock or time zone. */
export const MAX_AHEAD_MS = 24 * 3_600_000
