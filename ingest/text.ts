/** What a JSON value is, for a sentence of ours: `null`, `an array`, `a boolean`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** The payload as text. A byte order mark before it, and the zero that ends a text in C, are no part of it. */
export function textOf(payload: Uint8Array): string {
  // A Buffer over the same bytes decodes several times faster than a TextDecoder at the size of a reading.
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let end = bytes.length
  while (end > start && bytes[end - 1] === 0) end--
  return bytes.toString('utf8', start, end)
}
