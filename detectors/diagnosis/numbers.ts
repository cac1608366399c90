/** A reading for a sentence: fine enough to tell parts of the span apart; without a span three significant digits. */
export function rounded(value: number, span = 0): string {
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(2)
  const significant = size === 0 ? 0 : 2 - Math.floor(Math.log10(size))
  const decimals = span > 0 ? Math.ceil(-Math.log10(span)) + 1 : significant
  return String(Number(value.toFixed(Math.max(0, Math.min(9, decimals)))) + 0)
}

/** To five in a hundred: the confidence is not known any better. */
export const percent = (share: number): string => `${Math.round(share * 20) * 5} %`

/** The words as an enumeration: "a, b and c". */
export function listed(words: readonly string[], and: string, comma = ', '): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(comma)}${and}${last}`
}
