import { Value } from 'typebox/value'
import {
  ADMINISTRATOR,
  type EquipmentClass,
  MetricKey,
  metricOf,
  type RegisteredDevice,
} from '../contracts/registry.ts'
import { EARLIEST_OBSERVED_AT_MS, MAX_AHEAD_MS } from '../contracts/sample.ts'
import { quoted } from '../contracts/text.ts'
import type { Problem, Reading } from './codecs/codec.ts'
import { kindOf } from './text.ts'

/** Whether the publisher may say this of the device; of the message as a whole, so without an index. */
export function deviceProblem(
  publisher: string,
  reading: Reading,
  device: RegisteredDevice | undefined,
): Problem | undefined {
  const name = quoted(reading.device)
  if (!device) {
    const detail = `Device ${name} is not registered; create it with POST /api/v1/devices, then send again.`
    return { reason: 'unknown_device', detail, index: undefined }
  }
  if (reading.site !== undefined && device.site !== reading.site) {
    const detail = `Device ${name} belongs to site ${quoted(device.site)}, not ${quoted(reading.site)}; publish on telemetry/${device.site}/${device.id}.`
    return { reason: 'wrong_site', detail, index: undefined }
  }
  if (publisher !== device.id && publisher !== ADMINISTRATOR) {
    const detail = `${quoted(publisher)} published for device ${name}; a device may publish only for itself.`
    return { reason: 'foreign_device', detail, index: undefined }
  }
  return undefined
}

/** `observedAtMs` is an integer, but any. */
export function timeProblem(
  observedAtMs: number,
  receivedAtMs: number,
  index: number | undefined,
): Problem | undefined {
  if (observedAtMs < EARLIEST_OBSERVED_AT_MS) {
    const seconds = observedAtMs * 1000
    const hint =
      seconds >= EARLIEST_OBSERVED_AT_MS && seconds <= receivedAtMs + MAX_AHEAD_MS
        ? 'it looks like seconds, give milliseconds'
        : 'set the clock of the device'
    const detail = `Event time ${observedAtMs} ms is before the year 2000; ${hint}.`
    return { reason: 'bad_timestamp', detail, index }
  }
  if (observedAtMs > receivedAtMs + MAX_AHEAD_MS) {
    const hours = Math.round((observedAtMs - receivedAtMs) / 3_600_000)
    const detail = `Event time ${observedAtMs} ms is ${hours} h after its arrival; at most ${MAX_AHEAD_MS / 3_600_000} h are taken. Check the clock, the time zone and the unit (milliseconds).`
    return { reason: 'future_timestamp', detail, index }
  }
  return undefined
}

/**
 * Different metrics of one message: as many as a class can list. Where a class takes any metric, each new name is a
 * column of the store and a series of the detectors for ever.
 */
const MAX_METRICS_PER_MESSAGE = 200

/** What is judged of a message, reading by reading. */
interface Judgement {
  equipmentClass: EquipmentClass
  /** The metrics that were taken from the message so far. */
  taken: Set<string>
  /** What is wrong is appended. */
  problems: Problem[]
}

/** The reading's good values, undefined when there is none. */
export function judgeValues(
  { values, index }: Reading,
  judgement: Judgement,
): Record<string, number> | undefined {
  const { equipmentClass, taken, problems } = judgement
  const known = knownKeys(equipmentClass)
  let unknown: string[] | undefined
  let excess: string[] | undefined
  let notNumbers: string[] | undefined
  let good = 0
  for (const key in values) {
    const value = values[key]
    if (!known.has(key) && !isTaken(equipmentClass, key, known)) unknown = append(unknown, key)
    else if (equipmentClass.acceptsAnyMetric && !fits(key, taken)) excess = append(excess, key)
    else if (typeof value !== 'number' || !Number.isFinite(value)) notNumbers = append(notNumbers, key)
    else good++
  }
  if (unknown) problems.push(unknownMetric(unknown, equipmentClass, index))
  if (excess) problems.push(tooManyMetrics(excess, index))
  if (notNumbers) problems.push(notANumber(notNumbers, values, index))
  if (!unknown && !excess && !notNumbers) return values as Record<string, number>
  return good > 0 ? without(values, unknown, excess, notNumbers) : undefined
}

function fits(key: string, taken: Set<string>): boolean {
  if (taken.size < MAX_METRICS_PER_MESSAGE) taken.add(key)
  return taken.has(key)
}

/** The registry gives the same class object for all its devices until the class changes. */
const keysByClass = new WeakMap<EquipmentClass, Set<string>>()
const MAX_REMEMBERED = 1_000

function knownKeys(equipmentClass: EquipmentClass): Set<string> {
  let keys = keysByClass.get(equipmentClass)
  if (!keys) {
    keys = new Set(equipmentClass.metrics.map(metric => metric.key))
    keysByClass.set(equipmentClass, keys)
  }
  return keys
}

/** An unlisted metric still needs a name that every store can hold: the registry never saw it. */
function isTaken(equipmentClass: EquipmentClass, key: string, known: Set<string>): boolean {
  if (!metricOf(equipmentClass, key) || !Value.Check(MetricKey, key) || key === '__proto__') return false
  if (known.size < MAX_REMEMBERED) known.add(key)
  return true
}

function append(list: string[] | undefined, key: string): string[] {
  if (!list) return [key]
  list.push(key)
  return list
}

function without(values: Record<string, unknown>, ...bad: (string[] | undefined)[]): Record<string, number> {
  const dropped = new Set(bad.flatMap(keys => keys ?? []))
  return Object.fromEntries(Object.entries(values).filter(([key]) => !dropped.has(key))) as Record<
    string,
    number
  >
}

function unknownMetric(keys: string[], equipmentClass: EquipmentClass, index: number | undefined): Problem {
  const known = equipmentClass.metrics.map(metric => metric.key)
  const right = equipmentClass.acceptsAnyMetric
    ? 'a name has letters, digits, dot, underscore and hyphen, starts with a letter or underscore, at most 64, not "time".'
    : `the class ${quoted(equipmentClass.id)} has ${known.length > 0 ? few(known) : 'no metrics'}; correct the name or add it to the class.`
  const what = keys.length === 1 ? 'is no known metric' : 'are no known metrics'
  return { reason: 'unknown_metric', detail: `In "values": ${few(keys)} ${what}; ${right}`, index }
}

function tooManyMetrics(keys: string[], index: number | undefined): Problem {
  const what = keys.length === 1 ? 'is' : 'are'
  const detail = `In "values": ${few(keys)} ${what} beyond the ${MAX_METRICS_PER_MESSAGE} metrics that one message may have; send several messages.`
  return { reason: 'unknown_metric', detail, index }
}

function notANumber(keys: string[], values: Record<string, unknown>, index: number | undefined): Problem {
  const wrong = few(keys, key => `${quoted(key)} is ${found(values[key])}`)
  const detail = `In "values": ${wrong}; give a finite number in the unit of the metric.`
  return { reason: 'not_a_number', detail, index }
}

function found(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? `the text ${quoted(value)}` : kindOf(value)
}

const FEW = 5

function few(keys: string[], words: (key: string) => string = quoted): string {
  const more = keys.length > FEW ? ` and ${keys.length - FEW} more` : ''
  return keys.slice(0, FEW).map(words).join(', ') + more
}
