import type { Offset } from '../contracts/message-log.ts'
import type { DiagnosisState } from './diagnosis/diagnosis.ts'

/** What the engine remembers of one metric of one device. All states are plain JSON of bounded size. */
export interface SeriesState {
  /** Event time of the newest value that was stepped through the detectors. */
  observedAtMs: number
  /** The last values, oldest first, for the evidence of a finding. */
  recent: [observedAtMs: number, value: number][]
  /** Each detector's own state, by name and version. */
  detectors: Record<string, unknown>
}

/** What it remembers of a device as a whole. */
export interface DeviceState {
  asset: string
  /** Event time of the newest sample that was stepped. */
  observedAtMs: number
  /** The newest sample that came was ahead of the time at which it was received. */
  isAhead?: boolean
  /** The regime model's own state, and the version it belongs to. */
  regime?: { version: number; state: unknown }
  detectors: Record<string, unknown>
}

/** What it remembers of an asset. */
export interface AssetState {
  diagnosis?: DiagnosisState
}

/** A series has its device and metric; a device the metric ''; an asset is filed as the device `asset/{id}`. */
export interface StoredState {
  device: string
  metric: string
  state: SeriesState | DeviceState | AssetState
}

/** Where the engine's memory survives a restart: all states together with the place in the log they belong to. */
export interface DetectionStates {
  /** The last checkpoint; offset 0 and nothing before the first one. */
  load(): Promise<{ offset: Offset; states: StoredState[] }>
  /** Saves the changed states and the offset in one transaction. */
  save(offset: Offset, changed: Iterable<StoredState>): Promise<void>
}
