/** A value as JSON; undefined where it is nested so deep that the serializer's stack ends, which the parser survives. */
export function jsonBytes(value: unknown): Uint8Array | undefined {
  try {
    return Buffer.from(JSON.stringify(value))
  } catch {
    return undefined
  }
}
