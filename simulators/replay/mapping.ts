import { Value } from 'typebox/value'
import { ForewarnError } from '../../contracts/errors.ts'
import { Id } from '../../contracts/registry.ts'
import { quoted } from '../../contracts/text.ts'
import { isMetricKey, toMetricKey } from './columns.ts'
import type { FieldValue, Series } from './line-protocol.ts'
import type { Point } from './points.ts'

/** Whose values become which metrics of which devices. */
export interface MappingChoice {
  /** Tags that name the device: the first that a line has. Their values become ids, with `-` for what an id cannot have. */
  deviceTags?: readonly string[]
  /** The device of lines without such a tag. */
  device?: string
  /** Only these measurements. */
  measurements?: readonly string[]
  /**
   * `field`, `field=metric` or `measurement.field=metric` each: these fields and no others. Not given: all that are
   * numbers, each named by `metricName`.
   */
  metrics?: readonly string[]
  /** As "{measurement}.{field}"; also tags in braces. Not given: the field, or the measurement of a field called "value". */
  metricName?: string
}

/** The values of one metric of one device. */
interface Slot {
  device: string
  /** Index in `devices`. */
  deviceIndex: number
  metric: string
}

export interface Placed {
  /** Index of the slot in `slots`. */
  slot: number
  value: number
}

const MOST_SLOTS = 1_000_000
const MOST_NOTES = 5
const MOST_SEEN = 50

/** Tags that the choice names: readers of CSV cannot tell tags from fields. */
export const namedTags = ({ deviceTags = [], metricName = '' }: MappingChoice): string[] => [
  ...deviceTags,
  ...[...metricName.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name),
]

/** Gives the values of an export to devices and metrics. Throws `invalid` for a choice that cannot be. */
export class Mapping {
  /** By index; they only become more. */
  readonly slots: Slot[] = []
  /** Ids of devices, by order of appearance. */
  readonly devices: string[] = []
  /** What is left out on purpose, and how many values of it. */
  readonly leftOut = new Map<string, number>()
  /** What a person should look at. */
  readonly notes: string[] = []
  readonly #choice: MappingChoice
  readonly #metrics: ReadonlyMap<string, string>
  readonly #unmatched: Set<string>
  readonly #seen = new Set<string>()
  readonly #places = new WeakMap<Series, Map<string, Place>>()
  readonly #deviceIndexes = new Map<string, number>()
  readonly #slotOf = new Map<string, number>()
  readonly #seriesOf: string[] = []
  readonly #noted = new Set<number>()
  /** What the device is called in the file, by its id. */
  readonly #names = new Map<string, string>()

  constructor(choice: MappingChoice) {
    if (choice.device === undefined && !choice.deviceTags?.length)
      throw invalid('nothing says which device this is: give --device ID for all of it, or --device-tag TAG')
    if (choice.device !== undefined && !Value.Check(Id, choice.device))
      throw invalid(
        `${quoted(choice.device)} is no id of a device: letters, digits, dot, underscore and hyphen, at most 64`,
      )
    this.#choice = choice
    this.#metrics = new Map(choice.metrics?.map(chosenMetric))
    this.#unmatched = new Set(this.#metrics.keys())
  }

  /** What becomes of the values of a point, or what is wrong with it. Values that are none are counted in `leftOut`. */
  place({ series, fields }: Point): Placed[] | { problem: string } {
    const placed: Placed[] = []
    for (const [field, value] of fields) {
      const place = this.#placeOf(series, field)
      if ('problem' in place) return place
      if ('leftOut' in place) this.leave(place.leftOut)
      else {
        const number = numberOf(value)
        if (number === undefined) this.leave(`values that are no numbers, of ${quoted(field)}`)
        else placed.push({ slot: place.slot, value: number })
      }
    }
    return placed
  }

  leave(what: string, count = 1): void {
    const key = this.leftOut.has(what) || this.leftOut.size < MOST_SEEN ? what : 'others'
    this.leftOut.set(key, (this.leftOut.get(key) ?? 0) + count)
  }

  /** At the end of the file: chosen metrics that never came. */
  unmatched(): string[] {
    const there = [...this.#seen].join(', ')
    return [...this.#unmatched].map(
      name => `there is no field ${quoted(name)}; those in the file are ${there || 'none'}`,
    )
  }

  #placeOf(series: Series, field: string): Place {
    const places = this.#places.get(series) ?? new Map<string, Place>()
    const known = places.get(field)
    if (known) return known
    if (places.size === 0) this.#places.set(series, places)
    const place = this.#newPlace(series, field)
    places.set(field, place)
    return place
  }

  #newPlace(series: Series, field: string): Place {
    const { measurements } = this.#choice
    if (measurements && !measurements.includes(series.measurement))
      return { leftOut: 'values of other measurements' }
    const full = `${series.measurement}.${field}`
    if (this.#seen.size < MOST_SEEN) this.#seen.add(full)
    const chosen = [full, field].find(name => this.#metrics.has(name))
    if (this.#metrics.size > 0 && chosen === undefined) return { leftOut: 'values of fields not chosen' }
    if (chosen !== undefined) this.#unmatched.delete(chosen)
    const metric = chosen === undefined ? this.#metricName(series, field) : this.#metrics.get(chosen)
    const device = this.#deviceOf(series)
    return typeof device === 'string' ? this.#slot(device, metric ?? field, series) : device
  }

  #metricName({ measurement, tags }: Series, field: string): string {
    const { metricName } = this.#choice
    if (metricName === undefined)
      return toMetricKey((field === 'value' || field === '_value') && measurement ? measurement : field)
    const parts: Record<string, string> = { measurement, field }
    const name = metricName.replace(/\{([^{}]+)\}/g, (_, key: string) => parts[key] ?? tags.get(key) ?? '')
    // What a line does not have leaves no separators behind.
    return toMetricKey(name.replace(/([._-])[._-]+/g, '$1').replace(/^[._-]+|[._-]+$/g, ''))
  }

  #deviceOf({ tags }: Series): string | { problem: string } {
    const { deviceTags = [], device } = this.#choice
    const tag = deviceTags.find(each => tags.has(each))
    if (tag === undefined && device !== undefined) return device
    if (tag === undefined)
      return {
        problem: `none of the tags ${deviceTags.join(', ')} is there to name the device; it has ${[...tags.keys()].join(', ') || 'no tags'}. Right would be one of these as --device-tag, or --device for such lines`,
      }
    const name = tags.get(tag) ?? ''
    const id = name
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[._-]+/, '')
      .slice(0, 64)
    if (id === '')
      return { problem: `the device is called ${quoted(name)}; right would be letters or digits` }
    const other = this.#names.get(id) ?? name
    this.#names.set(id, other)
    if (other === name) return id
    return {
      problem: `${quoted(name)} and ${quoted(other)} would both be the device ${id}; export them apart and give each its --device`,
    }
  }

  #slot(device: string, metric: string, series: Series): Place {
    const key = `${device} ${metric}`
    const known = this.#slotOf.get(key)
    if (known !== undefined) {
      this.#noteSecondSeries(known, series)
      return { slot: known }
    }
    if (this.slots.length === MOST_SLOTS)
      throw invalid(
        `there are more than ${MOST_SLOTS} metrics of devices; is the tag of the device the right one?`,
      )
    const deviceIndex = this.#deviceIndexes.get(device) ?? this.devices.push(device) - 1
    this.#deviceIndexes.set(device, deviceIndex)
    this.#slotOf.set(key, this.slots.length)
    this.#seriesOf.push(series.key)
    return { slot: this.slots.push({ device, deviceIndex, metric }) - 1 }
  }

  /** Of two sensors that only a tag tells apart one series would be made: right for a tag that changes, wrong for sensors. */
  #noteSecondSeries(slot: number, series: Series): void {
    const first = this.#seriesOf[slot]
    if (first === series.key || this.#noted.has(slot) || this.notes.length === MOST_NOTES) return
    this.#noted.add(slot)
    const { device, metric } = this.slots[slot] as Slot
    this.notes.push(
      `"${metric}" of ${device} is put together from more than one series, as ${quoted(first ?? '')} and ${quoted(series.key)}. Where these are different sensors, tell them apart by --metric-name, as in "{sensor}.{field}".`,
    )
  }
}

type Place = { slot: number } | { leftOut: string } | { problem: string }

function numberOf(value: FieldValue): number | undefined {
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function chosenMetric(chosen: string): [name: string, metric: string] {
  const equals = chosen.lastIndexOf('=')
  const metric = chosen.slice(equals + 1)
  const name = equals === -1 ? chosen : chosen.slice(0, equals)
  if (isMetricKey(metric)) return [name, metric]
  throw invalid(`"${metric}" is no metric: letters, digits, dot, underscore and hyphen, not "time"`)
}

function invalid(detail: string): ForewarnError {
  return new ForewarnError('invalid', detail, { field: '/mapping' })
}
