/** What a device sends: the JSON of `telemetry/{site}/{device}`, as an object or in an array. */
export interface DeviceSample {
  /** Event time, ms since the Unix epoch. */
  ts: number
  values: Record<string, number>
  waveforms?: Record<string, SentWaveform>
}

/** A waveform as a device sends it: numbers, or float32 in Base64. */
export type SentWaveform = { sampleHz: number; speedHz?: number } & (
  | { values: number[] }
  | { base64: string }
)
