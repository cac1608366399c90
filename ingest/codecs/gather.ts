import { quoted } from '../../contracts/text.ts'
import type { Problem, Reading } from './codec.ts'

/** One value with all that is known of it. */
export interface Part {
  site: string | undefined
  device: string
  observedAtMs: number | undefined
  name: string
  value: unknown
  unit: string | undefined
  /** Its place in the message. */
  index: number
}

/** Readings made of parts. The index of each is that of its first part. */
export interface Gathered {
  readings: Reading[]
  problems: Problem[]
  /** The indexes of all parts of a reading, by its own index. */
  members: Map<number, number[]>
}

/**
 * Makes one reading of all values of a device and time, in the order in which they begin. `right` says what to do about
 * two values of one name.
 */
export function gather(parts: readonly Part[], right = 'give each its own time or name'): Gathered {
  const open = new Map<string, Reading & { units: Record<string, string> }>()
  const problems: Problem[] = []
  const members = new Map<number, number[]>()
  for (const { site, device, observedAtMs, name, value, unit, index } of parts) {
    const key = `${observedAtMs} ${device}`
    let reading = open.get(key)
    if (!reading) {
      // Without a prototype: the names are the device's, and `__proto__` is one like any other.
      const values: Record<string, unknown> = Object.create(null)
      reading = { site, device, observedAtMs, values, units: Object.create(null), index }
      open.set(key, reading)
      members.set(index, [])
    }
    if (name in reading.values) {
      const detail = `${quoted(name)} has two values at the same time; ${right}.`
      problems.push({ reason: 'malformed_payload', detail, index, device })
      continue
    }
    reading.values[name] = value
    if (unit !== undefined) reading.units[name] = unit
    const indexes = members.get(reading.index ?? index)
    if (indexes?.at(-1) !== index) indexes?.push(index)
  }
  return { readings: [...open.values()].map(withoutEmptyUnits), problems, members }
}

function withoutEmptyUnits({ units, ...reading }: Reading): Reading {
  return units && Object.keys(units).length > 0 ? { ...reading, units } : reading
}
