/** Everything that could be a token: in a fragment or query, and in an authorization header. */
const SECRETS = /(token=|Bearer\s+)[^\s"'&#<>]+/gi

/** A copy of a message to the collector without the token of this session, and without what looks like one. */
export function scrub<Item>(item: Item, token: string | null): Item {
  return clean(item, text => (token ? text.replaceAll(token, '…') : text).replace(SECRETS, '$1…'), 0) as Item
}

function clean(value: unknown, mask: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return mask(value)
  if (depth > 12 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(entry => clean(entry, mask, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clean(entry, mask, depth + 1)]))
}
