import type { Finding } from './finding.ts'
import type { Intervention } from './intervention.ts'
import type { Profile } from './profile.ts'
import type { RegisteredDevice } from './registry.ts'
import type { Sample } from './sample.ts'

/** What detectors are to be run over again, and how: one pass over the telemetry, whatever the number of variants. */
export interface DetectionPlan {
  /** With their classes as they are now; profiles are the variants'. */
  devices: readonly RegisteredDevice[]
  fromMs: number
  /** Exclusive. */
  toMs: number
  /** What is before is only learned from: how long assets are heard counts from here. */
  countFromMs: number
  variants: readonly { profiles: Readonly<Record<RegisteredDevice['asset'], Profile>> }[]
  /** What people did meanwhile, by time. */
  interventions: readonly Intervention[]
}

export interface DetectionRun {
  samples: number
  values: number
  /** How long each asset was heard, gaps left out, ms. */
  observedMs: Record<RegisteredDevice['asset'], number>
  /** Of each variant, by event time; the series of their evidence are left out. */
  findings: Finding[][]
  /** Findings of each variant beyond those that are kept. */
  excess: number[]
  /** Detectors that failed at a value, each with what it said. */
  failures: string[]
}

export interface DetectionOptions {
  signal: AbortSignal
  /** From 0 to 1, and how many samples were stepped. */
  onProgress(share: number, samples: number): void
}

/** Runs the detectors of the service over telemetry that is there already. Nothing of it is kept, and nobody is told. */
export type DetectHistory = (plan: DetectionPlan, options: DetectionOptions) => Promise<DetectionRun>

/** The samples of these devices by event time, in runs of bounded length. */
export type SamplesOf = (
  devices: readonly RegisteredDevice[],
  span: Pick<DetectionPlan, 'fromMs' | 'toMs'>,
) => AsyncIterable<readonly Sample[]>
