/** A reading with its unit: four significant digits, no thousands separator that could be read as a comma. */
export function quantity(value: number, unit: string): string {
  const number = reading(value)
  return unit ? `${number} ${unit}` : number
}

/** Four significant digits; whole numbers stay whole up to a million. */
export function reading(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2)
  if (size >= 1000) return String(Math.round(value))
  return String(Number(value.toPrecision(4)))
}

/** `1 finding`, `3 findings`. */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${whole(amount)} ${amount === 1 ? singular : plural}`
}

/** `12 345 678`, with thin spaces. */
export const whole = (amount: number): string => amount.toLocaleString('en').replaceAll(',', '\u202f')
