import type { DeadLetterReason } from '../contracts/dead-letters.ts'
import type { EquipmentClass, RegisteredDevice } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import { channelOf, knownChannels, metricValue } from './channels.ts'
import type { Problem, Reading, Remedies } from './codecs/codec.ts'
import { kindOf } from './text.ts'

/**
 * Different metrics of one message; a Sparkplug birth has all of a machine. Where a class takes any metric, each new
 * name is a column of the store and a series of the detectors for ever.
 */
const MAX_METRICS_PER_MESSAGE = 1_000

/** What is judged of a message, reading by reading. */
export interface Judgement {
  device: RegisteredDevice
  /** The metrics that were taken from the message so far. */
  taken: Set<string>
  /** What is wrong is appended. */
  problems: Problem[]
  remedies: Remedies
}

/** The reading's good values by metric, in the units of the metrics; undefined when there is none. */
export function judgeValues(reading: Reading, judgement: Judgement): Record<string, number> | undefined {
  return asTheyAre(reading, judgement) ?? mapped(reading, judgement)
}

/** The values where nothing is to be done: all are numbers under their own keys, in the units of the metrics. */
function asTheyAre({ values, units }: Reading, judgement: Judgement): Record<string, number> | undefined {
  const { device, taken } = judgement
  if (units || device.metrics) return undefined
  const known = knownChannels(device.class)
  const { acceptsAnyMetric } = device.class
  for (const name in values) {
    const value = values[name]
    if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
    if (known.get(name)?.key !== name) return undefined
    if (acceptsAnyMetric && !fits(name, taken)) return undefined
  }
  return values as Record<string, number>
}

/** Whether a message may have this metric too, where its class takes any. */
export function fits(key: string, taken: Set<string>): boolean {
  if (taken.size < MAX_METRICS_PER_MESSAGE) taken.add(key)
  return taken.has(key)
}

function mapped(reading: Reading, judgement: Judgement): Record<string, number> | undefined {
  const { device, taken, problems, remedies } = judgement
  const { values, units, index } = reading
  const good = new Map<string, number>()
  const faults = new Faults()
  const given = Object.entries(values).filter(([, raw]) => raw !== null) // null is no value
  if (given.length === 0) faults.add('not_a_number', 'all values are null')
  for (const [name, raw] of given) {
    const channel = channelOf(device, name)
    if (!channel) {
      faults.add('unknown', name)
      continue
    }
    const { key, unit } = channel
    const value = metricValue(channel, raw, units && Object.hasOwn(units, name) ? units[name] : undefined)
    if (device.class.acceptsAnyMetric && !fits(key, taken)) faults.add('excess', name)
    else if (value === 'not_a_number') faults.add(value, `${quoted(name)} is ${found(raw)}`)
    else if (typeof value === 'object')
      faults.add('mismatch', `${quoted(name)} is in ${quoted(value.from)}, ${quoted(key)} in ${quoted(unit)}`)
    else if (good.has(key)) faults.add('twice', `${quoted(name)} is ${quoted(key)}`)
    else good.set(key, value)
  }
  problems.push(
    ...faults.problems(device.class, remedies).map(problem => ({ ...problem, index, device: device.id })),
  )
  return good.size > 0 ? Object.fromEntries(good) : undefined
}

type Fault = 'unknown' | 'excess' | 'not_a_number' | 'mismatch' | 'twice'

/** What is wrong with the values of a reading, gathered so that one sentence says it for all of them. */
class Faults {
  readonly #words = new Map<Fault, string[]>()

  add(fault: Fault, words: string): void {
    const known = this.#words.get(fault)
    if (known) known.push(words)
    else this.#words.set(fault, [words])
  }

  problems(
    equipmentClass: EquipmentClass,
    remedies: Remedies,
  ): { reason: DeadLetterReason; detail: string }[] {
    return (['unknown', 'excess', 'not_a_number', 'mismatch', 'twice'] as const).flatMap(fault => {
      const words = this.#words.get(fault)
      return words ? sentences[fault](words, equipmentClass, remedies) : []
    })
  }
}

const sentences: Record<
  Fault,
  (
    words: string[],
    equipmentClass: EquipmentClass,
    remedies: Remedies,
  ) => { reason: DeadLetterReason; detail: string }
> = {
  unknown(names, { id, metrics, acceptsAnyMetric }) {
    const known = metrics.length > 0 ? few(metrics.map(({ key }) => quoted(key))) : 'no metrics'
    const right = acceptsAnyMetric
      ? 'a name has at most 64 letters, digits, dots, underscores and hyphens, and is not "time".'
      : `the class ${quoted(id)} has ${known}; correct the name, map it at the device or add it to the class.`
    const what = names.length === 1 ? 'is no known metric' : 'are no known metrics'
    return { reason: 'unknown_metric', detail: `${few(names.map(quoted))} ${what}; ${right}` }
  },
  excess(names) {
    const what = `${few(names.map(quoted))} ${names.length === 1 ? 'is' : 'are'}`
    const detail = `${what} beyond the ${MAX_METRICS_PER_MESSAGE.toLocaleString('en')} metrics that one message may have; send several messages.`
    return { reason: 'unknown_metric', detail }
  },
  not_a_number: (words, _class, { number }) => ({
    reason: 'not_a_number',
    detail: `${few(words)}; ${number}.`,
  }),
  mismatch: words => ({
    reason: 'unit_mismatch',
    detail: `${few(words)}; these cannot be converted. Correct the unit at the device, in its mapping or in the class.`,
  }),
  twice: words => ({
    reason: 'unknown_metric',
    detail: `${few(words)}, which another name of the same reading already gave; map one of them to another metric.`,
  }),
}

function found(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? `the text ${quoted(value)}` : kindOf(value)
}

const FEW = 5

function few(words: string[]): string {
  const more = words.length > FEW ? ` and ${words.length - FEW} more` : ''
  return words.slice(0, FEW).join(', ') + more
}
