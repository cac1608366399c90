import type { Statement, Symptom } from '../../contracts/detector.ts'
import type { Evidence, FaultKind, Severity } from '../../contracts/finding.ts'
import type { DetectorMode } from '../../contracts/profile.ts'
import type { Criticality, EquipmentClass } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'

/** Values of a metric, oldest first. */
type Series = [observedAtMs: number, value: number][]
export type HeardMode = Exclude<DetectorMode, 'off'>

/** What a detector says, with where it says it. */
export interface AssetStatement {
  device: string
  /** Of a metric detector its metric, of a device detector the one that deviates most; '' where it is the whole device. */
  metric: string
  unit: string
  /** Name and version, as in `band@1`. */
  detector: string
  mode: HeardMode
  /** Its configuration. */
  parameters: Record<string, unknown>
  statement: Statement
  observedAtMs: number
  receivedAtMs: number
  /** How the machine was run. */
  regime: string
  /** The value that was observed, where the statement gives none. */
  value: number
  /** The last values of the metric, or of another one of the same device. */
  series(metric?: string): Series
}

export interface DiagnosisContext {
  equipmentClass: EquipmentClass
  criticality: Criticality
  site: string
  asset: string
  /** Of the sample that led here; also of one at which nobody said anything, when `wakeAtMs` has come. */
  observedAtMs: number
  receivedAtMs: number
  /** The last values of a metric of any device of the asset; empty where it does not come. */
  series?(device: string, metric: string): Series
}

/** One thing that a detector has said and that is remembered: open until it clears, and then for a day. */
export interface Heard {
  device: string
  metric: string
  unit: string
  detector: string
  mode: HeardMode
  /** Said of a device as a whole: the metric is the one that deviates most, and may change. */
  isOfDevice: boolean
  symptom: Symptom
  severity: Severity
  faultKind?: FaultKind
  sinceMs: number
  saidAtMs: number
  endedAtMs?: number
  distance: number
  /** When it was raised: what it has grown from. */
  firstDistance: number
  value: number
  expected?: { low: number; high: number }
  limit?: number
  crossing?: NonNullable<Evidence['crossing']>
  contributions?: NonNullable<Evidence['contributions']>
  explanation: Words
  /** What the detector said when it was over. */
  over?: Words
  parameters: Record<string, unknown>
  regime: string
  /** Key of the fault that it is ascribed to; absent of what makes no findings by itself. */
  fault?: string
}

/** A fault of which findings speak, from raised to cleared. */
export interface Chain {
  fault: string
  isShadow: boolean
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  /** Metrics that deviated when it was last spoken of. */
  metrics: string[]
  /** The likeliest failure mode then, where one stood out. */
  mode?: string
  crossingAtMs?: number
  /** Since when nothing of it is open. */
  quietSinceMs?: number
}

/** All that is remembered of an asset; plain JSON of at most 40 statements. */
export interface DiagnosisState {
  heard: Heard[]
  chains: Chain[]
  /** Event time at which the diagnosis wants to be asked again, though nobody says anything. */
  wakeAtMs?: number
}
