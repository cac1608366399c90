import type { JsonMapping } from '../../../contracts/format.ts'
import { pathKey } from './flatten.ts'
import { parsePointer } from './pointer.ts'

/** A pointer with its own text, for sentences. */
export interface Lookup {
  text: string
  path: readonly string[]
}

/** A mapping with its pointers taken apart. */
export interface CompiledMapping {
  timeUnit: JsonMapping['timeUnit']
  zone: JsonMapping['zone']
  good: JsonMapping['good']
  readings: Lookup
  device: Lookup | undefined
  time: Lookup | undefined
  name: Lookup | undefined
  value: Lookup
  unit: Lookup | undefined
  quality: Lookup | undefined
  /** Each metric with its place; undefined where an object holds them all. */
  metrics: readonly { name: string; path: readonly string[] }[] | undefined
  /** That object. */
  object: Lookup
  /** What of it is ignored, as paths from the reading; or metrics by their names, where each reading is one. */
  ignored: readonly (readonly string[])[]
  /** Paths from the reading that are no metrics: these, its device, time and quality. */
  skipped: ReadonlySet<string>
}

export function compile(mapping: JsonMapping): CompiledMapping {
  const { timeUnit, zone, good, readings = '', value = '', values = '', ignore = [] } = mapping
  const device = optional(mapping.device)
  const time = optional(mapping.time)
  const quality = optional(mapping.quality)
  const ignored = ignore.map(parsePointer)
  const own = [device, time, quality].flatMap(pointer => (pointer ? [pointer.path] : []))
  return {
    timeUnit,
    zone,
    good,
    readings: lookup(readings),
    device,
    time,
    name: optional(mapping.name),
    value: lookup(value),
    unit: optional(mapping.unit),
    quality,
    metrics: typeof values === 'string' ? undefined : Object.entries(values).map(named),
    object: lookup(typeof values === 'string' ? values : ''),
    ignored,
    skipped: new Set([...own, ...ignored].map(pathKey)),
  }
}

function lookup(text: string): Lookup {
  return { text, path: parsePointer(text) }
}

function optional(text: string | undefined): Lookup | undefined {
  return text === undefined ? undefined : lookup(text)
}

function named([name, pointer]: [string, string]): { name: string; path: readonly string[] } {
  return { name, path: parsePointer(pointer) }
}
