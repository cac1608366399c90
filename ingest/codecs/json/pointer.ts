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
    else for (const key of keysAt(place.value, level)) visit(step(place, key, level), depth + 1)
  }
  if (payload !== null) visit({ value: payload, enclosing: [], device: undefined, metric: undefined }, 0)
  return found
}

/** The payload with only these of its readings, by their place in the order of `readingsIn`. */
export function withOnly(path: readonly string[], payload: unknown, keep: ReadonlySet<number>): unknown {
  let index = 0
  const copy = (value: unknown, depth: number): unknown => {
    const level = path[depth] ?? (depth === path.length && Array.isArray(value) ? '*' : undefined)
    if (level === undefined) return keep.has(index++) ? value : undefined
    const members = keysAt(value, level).map(key => [key, copy(member(value, key), depth + 1)] as const)
    const kept = members.filter(([, part]) => part !== undefined)
    if (kept.length === 0) return undefined
    if (EACH.has(level) && Array.isArray(value)) return kept.map(([, part]) => part)
    if (EACH.has(level)) return Object.fromEntries(kept)
    return Object.assign(
      Array.isArray(value) ? [...value] : { ...(value as object) },
      Object.fromEntries(kept),
    )
  }
  return copy(payload, 0)
}

function keysAt(value: unknown, level: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = EACH.has(level) ? Object.keys(value) : Object.hasOwn(value, level) ? [level] : []
  return keys.filter(key => (member(value, key) ?? undefined) !== undefined)
}

function step({ value, enclosing, device, metric }: ReadingPlace, key: string, level: string): ReadingPlace {
  return {
    value: member(value, key),
    enclosing: [value, ...enclosing],
    device: level === '{device}' ? key : device,
    metric: level === '{metric}' ? key : metric,
  }
}

function member(value: unknown, key: string): unknown {
  return (value as Record<string, unknown>)[key]
}
