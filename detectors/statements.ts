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
