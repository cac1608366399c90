import { type Static, Type } from 'typebox'

export const DeviceStatus = Type.Enum(['online', 'offline', 'sleeping'], {
  description:
    'What the device says of itself, or its last will says for it: a status message, a Sparkplug birth or death, a Homie state.',
})
export type DeviceStatus = Static<typeof DeviceStatus>

/** What a device, or its last will, says of the device itself. */
export interface DeviceReport {
  device: string
  receivedAtMs: number
  status?: DeviceStatus | undefined
  /** The devices behind this gateway are offline with it. */
  withDependents?: boolean | undefined
  /** Firmware, serial number and the like: few and short, never tags of a series. */
  attributes?: Readonly<Record<string, string>> | undefined
}

/** Somebody who is not registered. */
export interface Stranger {
  /** The id or address it goes by. */
  name: string
  /** As the topic says it; undefined where it does not. */
  site: string | undefined
  publisher: string
  topic: string
  /** What it said: the beginning of the payload. */
  sample: Uint8Array
  /** The names of the metrics in it, at most 50. */
  metrics: string[]
  receivedAtMs: number
}

/** What was seen of a device since the last call. */
export interface DeviceActivity {
  device: string
  /** Newest receive time. */
  lastSeenMs: number
  /** Newest event time; undefined where it sent no sample. */
  lastObservedMs: number | undefined
  /**
   * How far the clock of the device is ahead of ours, negative when it is behind: the largest (event time − receive
   * time) of samples that named their own time. Undefined where none did.
   */
  clockAheadMs: number | undefined
  samples: number
}

/** Keeps what is known of devices beside their samples. Errors: `store_unavailable`. */
export interface DeviceLedger {
  /** `recordedUntilMs`: all that was received before is in this or an earlier call, so who is not, was silent. */
  recordActivity(activity: readonly DeviceActivity[], recordedUntilMs: number): Promise<void>
  /** In the order of the log; idempotent. */
  recordReports(reports: readonly DeviceReport[]): Promise<void>
  /**
   * Idempotent but for its count. Bounded: beyond it the longest unseen strangers are forgotten. Comes after the dead
   * letters of the same messages are kept, for who was registered meanwhile has them replayed.
   */
  recordStrangers(strangers: readonly Stranger[]): Promise<void>
}
