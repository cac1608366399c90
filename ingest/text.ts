/** Text from outside for a sentence of ours: quoted, control characters escaped, no longer than a name may be. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}

/** What a JSON value is, for a sentence of ours: `null`, `an array`, `a boolean`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
