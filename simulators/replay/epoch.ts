/** Units of a time since 1970; `auto` tells them by the size of the number. */
export const precisions = ['auto', 'ns', 'us', 'ms', 's'] as const
export type Precision = (typeof precisions)[number]

const INTEGER = /^-?\d{1,19}$/
/** Digits of a unit beyond milliseconds. */
const DIGITS = { ms: 0, us: 3, ns: 6 } as const

/** Whole milliseconds of a whole number of a unit since 1970, or undefined where it is no such number. */
export function epochMs(text: string, precision: Precision): number | undefined {
  if (!INTEGER.test(text)) return undefined
  const unit = precision === 'auto' ? unitBySize(Math.abs(Number(text))) : precision
  if (unit === 's') return Number(text) * 1000
  // Digits are cut off, because nanoseconds are not exact as a number: …123000000 would become …122 ms.
  const digits = DIGITS[unit]
  return digits === 0 ? Number(text) : Number(text.slice(0, -digits) || 0)
}

/** From 1973 to 5138 the sizes do not overlap. */
function unitBySize(size: number): Exclude<Precision, 'auto'> {
  if (size < 1e11) return 's'
  if (size < 1e14) return 'ms'
  return size < 1e17 ? 'us' : 'ns'
}
