import type { Metric } from '../contracts/registry.ts'

/** What all detectors keep to when they speak. */

/** An episode ends after 24 h without a word, the contract asks for one every 6 h; samples may be an hour apart. */
export const CONTINUE_MS = 5 * 3_600_000

/** Event time, not the clock: to the minute is enough for a person. */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** A number, or a range of numbers, with the unit where it is known. */
export function withUnit(text: string | number, { unit }: Pick<Metric, 'unit'>): string {
  return unit === '' ? String(text) : `${text} ${unit}`
}

/** A reading with its unit, without the tail that binary fractions leave. */
export function shown(value: number, metric: Metric): string {
  return withUnit(Number(value.toPrecision(6)), metric)
}

/** What was computed is not known as exactly as what was read. */
export function about(value: number, metric: Metric): string {
  return withUnit(Number(value.toPrecision(3)), metric)
}

/** As a person says it. */
export function duration(ms: number): string {
  if (ms >= 48 * 3_600_000) return `${Math.round(ms / 86_400_000)} d`
  if (ms >= 2 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`
  return ms >= 2 * 60_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1000)} s`
}
