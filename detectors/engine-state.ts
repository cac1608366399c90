import type { Regime } from '../contracts/detector.ts'
import type { Offset } from '../contracts/message-log.ts'
import type { DiagnosisState } from './diagnosis/diagnosis.ts'
import type { GatherState } from './gather.ts'
import type { ReorderState } from './reorder.ts'
import type { StoredStates } from './watched-states.ts'
import type { WorkState } from './work.ts'

/** What the engine remembers of one metric of one device. All states are plain JSON of bounded size. */
export interface SeriesState extends StoredStates {
  /** Event time of the newest value that was stepped through the detectors. */
  observedAtMs: number
  /** The last values, for the evidence of a finding; see `Recent`. */
  recent: number[]
}

/** What it remembers of a device as a whole. */
export interface DeviceState extends StoredStates {
  asset: string
  /** Event time of the newest sample that went through. */
  observedAtMs: number
  /** When something was received of it last. */
  heardAtMs: number
  /** Event time of the newest sample that the detectors of the whole device have seen. */
  steppedAtMs: number
  /** The newest sample that came was ahead of the time at which it was received. */
  isAhead?: boolean
  /** The regime model's own state, and the version it belongs to. */
  regime?: { version: number; state: unknown; regime: Regime }
  reorder?: ReorderState
  gather?: GatherState
  work?: WorkState
}

/** What it remembers of an asset. */
export interface AssetState {
  diagnosis?: DiagnosisState
  work?: WorkState
  /** The last interventions, to know those that come twice. */
  known?: string[]
}

/** How far the log was heard. */
export interface HeardState {
  receivedAtMs: number
  /** Since when there was no gap in it: who said nothing before was not heard by anybody. */
  listeningSinceMs: number
}

/**
 * A series has its device and metric; a device the metric ''; an asset is filed as the device `asset/{id}`, and what was
 * heard of the log as `log/`: no id of a device has a slash.
 */
export interface StoredState {
  device: string
  metric: string
  state: SeriesState | DeviceState | AssetState | HeardState
}

/** Where the engine's memory survives a restart: all states together with the place in the log they belong to. */
export interface DetectionStates {
  /**
   * The last checkpoint: answers its offset and hands over its states, one by one and in no order, as together they are
   * larger than what is made of them. Offset 0 and nothing before the first one. What fails has handed over a part.
   */
  load(restore: (stored: StoredState) => void): Promise<Offset>
  /** Saves the changed states and the offset in one transaction. */
  save(offset: Offset, changed: Iterable<StoredState>): Promise<void>
}
