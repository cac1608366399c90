import { type Static, Type } from 'typebox'
import type { Sample } from './sample.ts'

export const SeriesPoint = Type.Object({
  ts: Type.Integer({
    description: 'Event time, ms since the Unix epoch; with `windowMs` the start of the window.',
  }),
  value: Type.Number({ description: 'The value; with `windowMs` the mean of the window.' }),
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  count: Type.Optional(Type.Integer()),
})
export type SeriesPoint = Static<typeof SeriesPoint>

export interface SeriesQuery {
  class: string
  device: string
  metric: string
  fromMs: number
  /** Exclusive. */
  toMs: number
  /** At most this many points, oldest first. */
  limit: number
  /** Aggregate into windows of this length, aligned to the Unix epoch; empty windows are absent. */
  windowMs?: number | undefined
}

/** Samples that the store will never take, each with the store's own words. */
export interface WriteResult {
  rejected: { sample: Sample; detail: string }[]
}

/**
 * Where samples live. Same series and time: values merge and the last write wins, so a replay is harmless.
 * Errors: `store_unavailable` and `store_misconfigured`, both retryable with the whole batch.
 */
export interface TelemetryStore {
  /** Resolves when every sample is durable or listed in `rejected`. */
  write(samples: readonly Sample[]): Promise<WriteResult>
  /** Points by event time, oldest first. */
  series(query: SeriesQuery): Promise<SeriesPoint[]>
  /** Throws when the store cannot take a write now. */
  check(): Promise<void>
  close(): Promise<void>
}

export const HOUR_MS = 3_600_000

/** A span of event time; its end is exclusive. */
export interface Span {
  fromMs: number
  toMs: number
}

/** The part of a store that makes hourly rollups and gives up what is too old. Errors as above. */
export interface RollupStore {
  /**
   * Makes the rollups of the hour that begins then, anew from its samples. One of fewer values does not replace one of
   * more: then the samples of the other one are gone, and few came late.
   */
  rollUp(hourMs: number): Promise<void>
  /** Rollups by the start of their hour, oldest first. */
  hours(query: SeriesQuery): Promise<SeriesPoint[]>
  /** Gives up the samples of these whole months. */
  dropSamples(span: Span): Promise<void>
  /** Gives up the rollups of these whole months; those of a year that is not wholly in the span may stay. */
  dropRollups(span: Span): Promise<void>
}
