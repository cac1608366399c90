/** Everything that could be the token: in a fragment or query, and in an authorization header. */
const SECRETS = /(token=|Bearer\s+)[^\s"'&#<>]+/gi

/** A copy of a message to the collector without anything that looks like the token. */
export function scrub<Item>(item: Item): Item {
  return clean(item, 0) as Item
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replace(SECRETS, '$1…')
  if (depth > 12 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(entry => clean(entry, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clean(entry, depth + 1)]))
}
