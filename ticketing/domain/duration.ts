const UNITS: readonly [number, string][] = [
  [24 * 3_600_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
  [1, 'ms'],
]

/** A duration as people say it, in the largest unit that says it exactly: 90 min, 24 h, 7 d. */
export function inWords(durationMs: number): string {
  const exact = UNITS.find(([ms, unit]) => durationMs % ms === 0 && (unit !== 'd' || durationMs > ms))
  const [ms, unit] = exact ?? [1, 'ms']
  return `${durationMs / ms} ${unit}`
}
