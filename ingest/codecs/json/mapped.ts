import type { JsonMapping } from '../../../contracts/format.ts'
import type { Message } from '../../../contracts/message-log.ts'
import { quoted } from '../../../contracts/text.ts'
import { kindOf, textOf } from '../../text.ts'
import type { PayloadReader, Place, Problem, Reading } from '../codec.ts'
import { mappedTimeMs, numberOf } from '../event-time.ts'
import { type Gathered, gather, type Part } from '../gather.ts'
import { jsonBytes } from '../json-bytes.ts'
import { type CompiledMapping, compile, type Lookup } from './compile.ts'
import { flatten } from './flatten.ts'
import { isObject, parse } from './payload.ts'
import { at, type ReadingPlace, readingsIn, withOnly } from './pointer.ts'
import { isGood } from './quality.ts'

/** JSON of any shape, read as a mapping says. */
export const mappedJson: PayloadReader = {
  name: 'json',
  remedies: {
    time: 'correct `timeUnit` in the mapping of the format, or the device',
    number: 'give a finite number, true or false, or name it in `ignore` of the mapping of the format',
  },
  open(mapping) {
    const compiled = compile((mapping ?? {}) as JsonMapping) // the API refuses what is another codec's
    return {
      decode(message, place) {
        const { readings, problems } = read(message, place, compiled)
        return { readings, problems }
      },
      excerpts(message, place, indexes) {
        const parts = new Map<number, Uint8Array>()
        const { payload, places, members } = read(message, place, compiled)
        for (const index of indexes) {
          const kept = (members.get(index) ?? [index]).flatMap(each => places[each] ?? [])
          const bytes =
            kept.length > 0 ? jsonBytes(withOnly(compiled.readings.path, payload, kept)) : undefined
          if (bytes) parts.set(index, bytes)
        }
        return parts
      },
    }
  },
}

interface Read extends Gathered {
  payload: unknown
  /** The readings by their index. */
  places: readonly ReadingPlace[]
}

function read(message: Message, place: Place, mapping: CompiledMapping): Read {
  const nothing = { payload: undefined, places: [], readings: [], members: new Map<number, number[]>() }
  let payload: unknown
  try {
    payload = parse(message)
  } catch (error) {
    if (!isBare(place, mapping)) {
      const words = error instanceof Error ? error.message : String(error)
      return { ...nothing, problems: [malformed(`The payload is not JSON (${words}).`)] }
    }
    payload = textOf(message.payload).trim()
  }
  const places = readingsIn(mapping.readings.path, payload)
  if (places.length === 0) {
    const where = mapping.readings.text === '' ? '' : `at ${quoted(mapping.readings.text)} `
    return {
      ...nothing,
      problems: [
        malformed(`There is no reading ${where}in the payload; correct \`readings\` in the mapping.`),
      ],
    }
  }
  const problems: Problem[] = []
  const parts: Part[] = []
  for (const [index, found] of places.entries()) {
    const outcome = readOne(found, { place, mapping, index })
    if (Array.isArray(outcome)) for (const part of outcome) parts.push(part)
    else problems.push({ ...outcome, index })
  }
  const gathered = gather(parts)
  // Of a message that is one reading the whole is kept, not a part.
  const whole = places.length === 1
  const placed = <Placed extends Reading | Problem>(each: Placed) =>
    whole ? { ...each, index: undefined } : each
  return {
    payload,
    places,
    readings: gathered.readings.map(placed),
    problems: [...problems, ...gathered.problems].map(placed),
    members: gathered.members,
  }
}

/** Whether the payload is the value of one metric, and need not be JSON: `ON`, `+7`. */
function isBare(place: Place, { readings, value }: CompiledMapping): boolean {
  return place.metric !== undefined && readings.path.length + value.path.length === 0
}

type Wrong = Omit<Problem, 'index'>

/** The values of one reading, or why there are none. */
function readOne(
  found: ReadingPlace,
  about: { place: Place; mapping: CompiledMapping; index: number },
): Part[] | Wrong {
  const { place, mapping, index } = about
  const device = deviceOf(found, place, mapping)
  if (typeof device !== 'string') return device
  const observedAtMs = timeOf(found, mapping)
  if (typeof observedAtMs === 'object') return { ...observedAtMs, device }
  const flag = mapping.quality && at(found.value, mapping.quality.path)
  if (flag !== undefined && !isGood(flag, mapping.good)) {
    const words = typeof flag === 'object' ? kindOf(flag) : quoted(String(flag))
    const detail = `The quality at ${quoted(mapping.quality?.text ?? '')} is ${words}, which is not good; where it is, name it in \`good\` of the mapping.`
    return { reason: 'bad_quality', detail, device }
  }
  const values = valuesOf(found, place.metric, mapping)
  if (!Array.isArray(values)) return { ...values, device }
  return values.map(({ name, value, unit }) => {
    return { site: place.site, device, observedAtMs, name, value: asNumber(value), unit, index }
  })
}

function deviceOf(found: ReadingPlace, place: Place, mapping: CompiledMapping): string | Wrong {
  const known = place.device ?? found.device
  if (known !== undefined) return known
  if (!mapping.device) return place.speaker ?? noDevice
  const device = outwards(found, mapping.device)
  if (typeof device === 'number' || (typeof device === 'string' && device !== '')) return String(device)
  return malformed(`There is no name of a device at ${quoted(mapping.device.text)}.`)
}

const noDevice: Wrong = {
  reason: 'unknown_device',
  detail:
    'Nothing says which device this is: put {device} into the topic of the format, or `device` into its mapping.',
}

function timeOf(
  found: ReadingPlace,
  { time, timeUnit: unit = 'auto', zone }: CompiledMapping,
): number | undefined | Wrong {
  if (!time) return undefined
  const given = outwards(found, time)
  if (given !== undefined)
    return mappedTimeMs(given, { what: `The time at ${quoted(time.text)}`, unit, zone })
  const detail = `There is no time at ${quoted(time.text)}; correct the mapping, or leave \`time\` out so that the receive time counts.`
  return { reason: 'bad_timestamp', detail }
}

/** Looked for in the reading, then in what encloses it. */
function outwards({ value, enclosing }: ReadingPlace, { path }: Lookup): unknown {
  const here = at(value, path)
  if (here !== undefined) return here
  for (const around of enclosing) {
    const there = at(around, path)
    if (there !== undefined) return there
  }
  return undefined
}

interface Value {
  name: string
  value: unknown
  unit?: string | undefined
}

function valuesOf(
  found: ReadingPlace,
  topicMetric: string | undefined,
  mapping: CompiledMapping,
): Value[] | Wrong {
  const metric = found.metric ?? topicMetric
  if (mapping.name || metric !== undefined) return oneValue(found.value, metric, mapping)
  const { metrics, object: holder, skipped } = mapping
  if (metrics) {
    const named = metrics.map(({ name, path }) => ({ name, value: at(found.value, path) }))
    const present = named.filter(({ value }) => value !== undefined)
    return present.length > 0
      ? present
      : malformed('None of the mapped `values` is there; correct the mapping, or the topic of the format.')
  }
  const object = at(found.value, holder.path)
  if (!isObject(object)) {
    const where = holder.text === '' ? 'The reading' : `What is at ${quoted(holder.text)}`
    return malformed(
      `${where} is ${object === undefined ? 'missing' : kindOf(object)}; it should be an object of values by name.`,
    )
  }
  const flat = flatten(object, holder.path, skipped).map(([name, value]) => ({ name, value }))
  const isIgnored = mapping.ignored.some(path => at(found.value, path) !== undefined)
  return flat.length > 0 || isIgnored ? flat : malformed('There are no values in it.')
}

function oneValue(reading: unknown, metric: string | undefined, mapping: CompiledMapping): Value[] | Wrong {
  const name = mapping.name ? at(reading, mapping.name.path) : metric
  if (typeof name !== 'string' && typeof name !== 'number')
    return malformed(`There is no name of a metric at ${quoted(mapping.name?.text ?? '')}.`)
  if (mapping.ignored.some(path => path.length === 1 && path[0] === String(name))) return []
  const value = at(reading, mapping.value.path)
  if (value === undefined) return malformed(`There is no value at ${quoted(mapping.value.text)}.`)
  const unit = mapping.unit && at(reading, mapping.unit.path)
  return [{ name: String(name), value, unit: typeof unit === 'string' ? unit : undefined }]
}

const WORDS = new Map([
  ['true', true],
  ['on', true],
  ['false', false],
  ['off', false],
])

/** Many gateways write all values as text. */
function asNumber(value: unknown): unknown {
  return typeof value === 'string' ? (numberOf(value) ?? WORDS.get(value.toLowerCase()) ?? value) : value
}

function malformed(detail: string): Problem {
  return { reason: 'malformed_payload', detail, index: undefined }
}
