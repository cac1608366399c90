/** The levels of a JSON pointer (RFC 6901). */
export function parsePointer(pointer: string): string[] {
  const levels = pointer.split('/').slice(1)
  return levels.map(level => level.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at the pointer; null counts as absent. */
export function at(value: unknown, pointer: readonly string[]): unknown {
  let here = value
  for (const level of pointer) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, level)) return undefined
    here = (here as Record<string, unknown>)[level]
  }
  return here ?? undefined
}

/** A place in a payload, on the way to a reading or a reading itself. */
export interface ReadingPlace {
  value: unknown
  /** The keys that lead here from the payload. */
  keys: readonly string[]
  /** What it stands in, the nearest first; the last is the payload. */
  enclosing: readonly unknown[]
  device: string | undefined
  metric: string | undefined
}

/** A level that stands for each element or member. */
const EACH = new Set(['*', '{device}', '{metric}'])

/**
 * The places of the readings in a payload, in its order. `path` is a pointer whose levels may also be `*` (each),
 * `{device}` or `{metric}` (each member, named by its key); an array at its end is an array of readings.
 */
export function readingsIn(path: readonly string[], payload: unknown): ReadingPlace[] {
  const found: ReadingPlace[] = []
  const visit = (place: ReadingPlace, depth: number) => {
    const level = path[depth] ?? (depth === path.length && Array.isArray(place.value) ? '*' : undefined)
    if (level === undefined) found.push(place)
    else for (const inner of placesAt(place, level)) visit(inner, depth + 1)
  }
  const whole = { value: payload, keys: [], enclosing: [], device: undefined, metric: undefined }
  if (payload !== null) visit(whole, 0)
  return found
}

/** Where a level of the path leads to; null is nothing. */
function placesAt({ value, keys, enclosing, device, metric }: ReadingPlace, level: string): ReadingPlace[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = [value, ...enclosing]
  const own = EACH.has(level) ? Object.keys(value) : Object.hasOwn(value, level) ? [level] : []
  return own
    .filter(key => member(value, key) !== null)
    .map(key => ({
      value: member(value, key),
      keys: [...keys, key],
      enclosing: inside,
      device: level === '{device}' ? key : device,
      metric: level === '{metric}' ? key : metric,
    }))
}

/** The payload with no other readings than these, and with all that they stand in. */
export function withOnly(
  path: readonly string[],
  payload: unknown,
  places: readonly ReadingPlace[],
): unknown {
  const copy = (value: unknown, depth: number, kept: readonly ReadingPlace[]): unknown => {
    if (kept.some(({ keys }) => keys.length === depth)) return value
    const byKey = Map.groupBy(kept, ({ keys }) => keys[depth] ?? '')
    const parts = [...byKey].map(([key, inner]) => [key, copy(member(value, key), depth + 1, inner)] as const)
    const isEach = EACH.has(path[depth] ?? '*')
    if (isEach) return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts)
    return Object.assign(
      Array.isArray(value) ? [...value] : { ...(value as object) },
      Object.fromEntries(parts),
    )
  }
  return copy(payload, 0, places)
}

function member(value: unknown, key: string): unknown {
  return (value as Record<string, unknown>)[key]
}
