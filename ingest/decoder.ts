import type { DeviceReport } from '../contracts/device-ledger.ts'
import type { Formats } from '../contracts/format.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import type { AssetRegistry, RegisteredDevice } from '../contracts/registry.ts'
import type { Decoded, Decoder, Sample } from '../contracts/sample.ts'
import type { Announcement, Codec, Content, Problem, Reading, Report } from './codecs/codec.ts'
import { formatCodec } from './formats.ts'
import { lettersOf } from './letters.ts'
import { couldBeDevice, strangersOf, type Unknown } from './strangers.ts'
import { judgeValues } from './values.ts'
import { deviceProblem, type Named, timeProblem } from './verdicts.ts'

interface Message {
  entry: LogEntry
  /** Undefined when no codec accepts the topic. */
  codec: Codec | undefined
  content: Content
}

/**
 * Turns log entries into what they say: every entry gives at least one sample, dead letter or report, and the same
 * entry always the same ones while registry and formats stay the same. Rejects only when the registry cannot be read.
 */
export function createDecoder(options: {
  registry: AssetRegistry
  /** Those of fixed topics; they are tried first. */
  codecs: readonly Codec[]
  /** Tried afterwards, in their order. */
  formats: Formats
}): Decoder {
  const { registry, codecs, formats } = options
  return {
    async decode(entries) {
      const candidates = [...codecs, ...formats.current().map(formatCodec)]
      const codecFor = (topic: string) => candidates.find(codec => codec.accepts(topic))
      const announced = () => undefined
      const messages = entries.map(entry => read(entry, codecFor(entry.topic), announced))
      await registry.resolve(namesIn(messages, registry))
      const decoded: Decoded = { samples: [], deadLetters: [], reports: [], strangers: [], requests: [] }
      for (const message of messages) judge(message, registry, decoded)
      return decoded
    },
  }
}

function read(
  entry: LogEntry,
  codec: Codec | undefined,
  announced: (key: string) => Announcement | undefined,
): Message {
  if (codec) return { entry, codec, content: codec.decode(entry, announced) }
  const detail =
    'No format reads this topic; publish on telemetry/{site}/{device}, or describe the topic with PUT /api/v1/formats/{id}.'
  const problem: Problem = { reason: 'unsupported_topic', detail, index: undefined }
  return { entry, codec, content: { readings: [], problems: [problem] } }
}

function namesIn(messages: readonly Message[], registry: AssetRegistry): Set<string> {
  const names = new Set<string>()
  const add = (name: string | undefined) => {
    if (name === undefined || names.has(name)) return
    if (registry.device(name) || couldBeDevice(name)) names.add(name)
  }
  const addBoth = ({ device, address }: Named) => {
    add(address)
    add(device)
  }
  for (const { content } of messages) {
    content.readings.forEach(addBoth)
    content.reports?.forEach(addBoth)
    for (const { device } of content.problems) add(device)
  }
  return names
}

/** Adds what the message gives to what the batch gives. */
function judge({ entry, codec, content }: Message, registry: AssetRegistry, decoded: Decoded): void {
  const { readings, problems, reports, requests } = content
  const taken = new Set<string>()
  const unknown: Unknown[] = []
  for (const reading of readings) {
    const device = admit({ entry, named: reading, problems, unknown }, registry)
    const sample = device && sampleOf(reading, { entry, device, taken, problems })
    if (sample) decoded.samples.push(sample)
  }
  for (const report of reports ?? []) {
    const device = admit({ entry, named: report, problems, unknown }, registry)
    if (device) decoded.reports.push(reportOf(report, device))
  }
  for (const command of requests ?? []) decoded.requests.push({ command, receivedAtMs: entry.receivedAtMs })
  if (unknown.length > 0) decoded.strangers.push(...strangersOf(entry, unknown))
  if (problems.length > 0) decoded.deadLetters.push(...lettersOf({ entry, codec, problems }, registry))
}

interface Part {
  entry: LogEntry
  named: Named & { values?: Reading['values'] }
  problems: Problem[]
  unknown: Unknown[]
}

/** The device that a part of a message is about, if it is registered and the publisher may speak for it. */
function admit(
  { entry, named, problems, unknown }: Part,
  registry: AssetRegistry,
): RegisteredDevice | undefined {
  const { address } = named
  const device =
    (address !== undefined ? registry.device(address) : undefined) ?? registry.device(named.device)
  const problem = deviceProblem(entry.publisher, named, device)
  if (!problem) return device
  problems.push(problem)
  if (!device) unknown.push({ named, values: named.values ?? {} })
  return undefined
}

function sampleOf(
  reading: Reading,
  about: { entry: LogEntry; device: RegisteredDevice; taken: Set<string>; problems: Problem[] },
): Sample | undefined {
  const { device, problems } = about
  const { receivedAtMs } = about.entry
  const observedAtMs = reading.observedAtMs ?? receivedAtMs
  const problem = timeProblem(observedAtMs, receivedAtMs, reading.index)
  if (problem) {
    problems.push({ ...problem, device: device.id })
    return undefined
  }
  const values = judgeValues(reading, about)
  if (!values) return undefined
  const { id, site, asset } = device
  return { site, asset, device: id, class: device.class.id, observedAtMs, receivedAtMs, values }
}

function reportOf(report: Report, { id }: RegisteredDevice): DeviceReport {
  const { receivedAtMs, status, withDependents, attributes } = report
  return { device: id, receivedAtMs, status, withDependents, attributes }
}
