import type { Metric } from '../../contracts/registry.ts'
import { mixSeed, normal } from '../machines/random.ts'

/** What every device of the load measures. */
export const loadMetrics: Metric[] = [
  { key: 'temperature', unit: '°C' },
  { key: 'vibration', unit: 'mm/s' },
  { key: 'pressure', unit: 'bar' },
  { key: 'current', unit: 'A' },
]

/** Event time between two messages of a device: the shortest that keeps them apart. */
export const STEP_MS = 1

/**
 * Values made beforehand, because formatting numbers would cost more than sending them. A prime number, so that the
 * devices do not repeat in step; one period of a slow wave under noise, so that detectors have something to learn.
 */
const VARIANTS = 1_021
const bodies = Array.from({ length: VARIANTS }, (_, i) => {
  const wave = Math.sin((2 * Math.PI * i) / VARIANTS)
  const values = loadMetrics.map(({ key }, metric) => {
    const value = 10 * (metric + 1) + wave + 0.1 * normal(mixSeed(key, i))
    return `"${key}":${value.toFixed(2)}`
  })
  return `,"values":{${values.join()}}}`
})

/** Message `sequence` of a device, always the same one: the JSON of `telemetry/{site}/{device}`. */
export function loadMessage(seed: number, sequence: number, ts: number): string {
  return `{"ts":${ts}${bodies[(seed + sequence) % VARIANTS]}`
}
