const MINUTE_MS = 60_000
const UNITS = [
  ['d', 24 * 60 * MINUTE_MS],
  ['h', 60 * MINUTE_MS],
  ['min', MINUTE_MS],
  ['s', 1_000],
] as const

/** A length of time in its two largest units: `1 d 3 h`, `45 min`. */
export function roughly(ms: number): string {
  let rest = Math.round(ms / 1_000) * 1_000
  const parts: string[] = []
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count > 0) parts.push(`${count} ${unit}`)
    else if (parts.length > 0) break
    if (parts.length === 2) break
  }
  return parts.join(' ') || '0 s'
}

/** An instant as sentences name it, to the minute: `2026-01-31 12:00 UTC`. */
export const instantText = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Four significant digits, without an exponent for what people write without one. */
export const amountOf = (number: number, unit?: string | null): string =>
  [Math.abs(number) >= 1000 ? String(Math.round(number)) : String(Number(number.toPrecision(4))), unit]
    .filter(Boolean)
    .join(' ')
