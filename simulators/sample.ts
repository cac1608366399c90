/** What a device sends: the JSON of `telemetry/{site}/{device}`, as an object or in an array. */
export interface DeviceSample {
  /** Event time, ms since the Unix epoch. */
  ts: number
  values: Record<string, number>
}
