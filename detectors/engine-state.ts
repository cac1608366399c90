import type { Offset } from '../contracts/message-log.ts'

/** What the engine remembers of one series (one metric of one device); plain JSON of bounded size. */
export interface SeriesState {
  /** Event time of the newest sample that was stepped through the detectors. */
  observedAtMs: number
  /** The newest value that came was ahead of the time at which it was received. */
  isAhead?: boolean
  /** The last values, oldest first, for the evidence of a finding. */
  recent: [observedAtMs: number, value: number][]
  /** Each detector's own state, by name and version. */
  detectors: Record<string, unknown>
}

export interface StoredSeries {
  device: string
  metric: string
  state: SeriesState
}

/** Where the engine's memory survives a restart: all states together with the place in the log they belong to. */
export interface DetectionStates {
  /** The last checkpoint; offset 0 and nothing before the first one. */
  load(): Promise<{ offset: Offset; states: StoredSeries[] }>
  /** Saves the changed states and the offset in one transaction. */
  save(offset: Offset, changed: readonly StoredSeries[]): Promise<void>
}
