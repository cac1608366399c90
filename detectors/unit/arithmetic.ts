import type { Conversion } from './conversions.ts'

export const to = ({ factor, offset }: Conversion, value: number): number => value * factor + offset
export const back = ({ factor, offset }: Conversion, value: number): number => (value - offset) / factor

/** Nearer to this level than to where the other unit would put it, by much. */
export function isNear(value: number, level: number, { factor, offset }: Conversion): boolean {
  if (offset !== 0) return Math.abs(value - level) < Math.abs(level * (factor - 1) + offset) / 4
  const most = Math.min(Math.abs(Math.log(factor)) / 4, Math.LN2)
  return value / level > 0 && Math.abs(Math.log(value / level)) < most
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

/** Of three values, that begin so many before the end. */
export function middleOf(values: readonly number[], before: number): number {
  const at = values.length - before
  const [a = 0, b = 0, c = 0] = [values[at], values[at + 1], values[at + 2]]
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

/** Finite however far apart the two are. */
export const apart = (a: number, b: number): number => Math.min(Math.abs(a - b), 1e300)

/** Between the quartiles. */
export function spreadOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const quarter = sorted.length >> 2
  return apart(sorted[sorted.length - 1 - quarter] ?? 0, sorted[quarter] ?? 0)
}

export function rangeOf(values: readonly number[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** Decimals that a value is told with; it is not worth looking behind the eighth. */
export function decimalsOf(value: number): number {
  let places = 0
  while (places < 8 && Number(value.toFixed(places)) !== value) places++
  return places
}
