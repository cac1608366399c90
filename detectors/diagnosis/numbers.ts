/** A number for a sentence: three significant digits. */
export function rounded(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size >= 1e7 || size < 1e-4) return value.toExponential(2)
  return String(Number(value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size))))))
}

/** To five in a hundred: the confidence is not known any better. */
export const percent = (share: number): string => `${Math.round(share * 20) * 5} %`

/** The words as an enumeration: "a, b and c". */
export function listed(words: readonly string[], and: string, comma = ', '): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(comma)}${and}${last}`
}
