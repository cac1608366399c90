import type { DeviceReport } from '../contracts/device-ledger.ts'
import type { Formats } from '../contracts/format.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import { isOfService, noticeOf } from '../contracts/notice.ts'
import type { AssetRegistry, RegisteredDevice } from '../contracts/registry.ts'
import type { Command, Decoded, Decoder, Sample } from '../contracts/sample.ts'
import { createAnnouncementMemory } from './announcements/memory.ts'
import type { AnnouncementStore } from './announcements/store.ts'
import {
  type Announced,
  type Codec,
  type Content,
  type Problem,
  REMEDIES,
  type Reading,
  type Report,
} from './codecs/codec.ts'
import { formatCodec } from './formats.ts'
import { createGaps, type Gaps } from './gaps.ts'
import { lettersOf } from './letters.ts'
import { couldBeDevice, strangersOf, type Unknown } from './strangers.ts'
import { type Judgement, judgeValues } from './values.ts'
import { deviceProblem, type Named, timeProblem } from './verdicts.ts'
import { judgeWaveforms } from './waveforms/judge.ts'

interface Source {
  entry: LogEntry
  /** Undefined when no codec accepts the topic. */
  codec: Codec | undefined
}

interface Message extends Source {
  content: Content
}

/**
 * Turns log entries into what they say: every entry with telemetry gives at least one sample, dead letter or report,
 * and the same entry always the same ones while registry and formats stay the same. Rejects only when the registry or
 * the announcements cannot be reached. Entries come in the order of the log, one call after the other; what was decoded
 * before may be decoded again at any time.
 */
export function createDecoder(options: {
  registry: AssetRegistry
  /** Those of fixed topics; they are tried first. */
  codecs: readonly Codec[]
  /** Tried afterwards, in their order. */
  formats: Formats
  announcements: AnnouncementStore
}): Decoder {
  const { registry, codecs, formats } = options
  const memory = createAnnouncementMemory(options.announcements)
  const gaps = createGaps()
  return {
    async decode(entries) {
      const candidates = [...codecs, ...formats.current().map(formatCodec)]
      const codecFor = (entry: LogEntry) =>
        isOfService(entry) ? undefined : candidates.find(codec => codec.accepts(entry.topic))
      const sources = entries.map(entry => ({ entry, codec: codecFor(entry) }))
      const messages: Message[] = []
      await memory.walk(sources, needsOf, (source, announced) => {
        const content = read(source, announced)
        messages.push({ entry: source.entry, codec: source.codec, content })
        return content.announces
      })
      await registry.resolve(namesIn(messages, registry))
      const decoded = nothingYet()
      const requests = new Map<string, Decoded['requests'][number]>()
      for (const message of messages) {
        if (place(message.entry, decoded)) continue
        const isHeard = judge(message, registry, decoded)
        // Each request once, and not for who has no say in it: it reaches somebody else.
        for (const command of commandsOf(message, gaps)) {
          if (isHeard) requests.set(command.topic, { command, receivedAtMs: message.entry.receivedAtMs })
        }
      }
      decoded.requests.push(...requests.values())
      return decoded
    },
  }
}

const nothingYet = (): Decoded => {
  return { samples: [], deadLetters: [], reports: [], notices: [], strangers: [], requests: [] }
}

/** Whether it is a notice of ours, which is added then; one that only a newer version understands is passed over. */
function place(entry: LogEntry, { notices, samples }: Decoded): boolean {
  if (!isOfService(entry)) return false
  const notice = noticeOf(entry)
  const { receivedAtMs } = entry
  if (notice) notices.push({ notice, receivedAtMs, samplesBefore: samples.length })
  return true
}

const NOTHING: readonly string[] = []

function needsOf({ entry, codec }: Source): readonly string[] {
  return codec?.needs?.(entry.topic) ?? NOTHING
}

function read({ entry, codec }: Source, announced: Announced): Content {
  if (codec) return codec.decode(entry, announced)
  const detail =
    'No format reads this topic; publish on telemetry/{site}/{device}, or describe the topic with PUT /api/v1/formats/{id}.'
  const problem: Problem = { reason: 'unsupported_topic', detail, index: undefined }
  return { readings: [], problems: [problem] }
}

function commandsOf({ entry, content }: Message, gaps: Gaps): readonly Command[] {
  const { requests = [], count } = content
  return count && gaps.isBefore(entry, count) ? [...requests, count.request()] : requests
}

function namesIn(messages: readonly Message[], registry: AssetRegistry): Set<string> {
  const names = new Set<string>()
  const add = (name: string | undefined) => {
    if (name === undefined || names.has(name)) return
    if (registry.device(name) || couldBeDevice(name)) names.add(name)
  }
  const addBoth = ({ device, address }: Pick<Problem, 'device' | 'address'>) => {
    add(address)
    add(device)
  }
  for (const { content } of messages) {
    content.readings.forEach(addBoth)
    content.reports?.forEach(addBoth)
    content.problems.forEach(addBoth)
  }
  return names
}

/** Adds what the message gives to what the batch gives; whether its publisher may speak for a device in it. */
function judge({ entry, codec, content }: Message, registry: AssetRegistry, decoded: Decoded): boolean {
  const { readings, problems, reports } = content
  const taken = new Set<string>()
  const unknown: Unknown[] = []
  const remedies = codec?.remedies ?? REMEDIES
  let isHeard = false
  for (const reading of readings) {
    const device = admit({ entry, named: reading, problems, unknown }, registry)
    isHeard ||= device !== undefined
    const sample = device && sampleOf(reading, { entry, device, taken, problems, remedies })
    if (sample) decoded.samples.push(sample)
  }
  for (const report of reports ?? []) {
    const device = admit({ entry, named: report, problems, unknown }, registry)
    isHeard ||= device !== undefined
    if (device) decoded.reports.push(reportOf(report, device))
  }
  if (unknown.length > 0) decoded.strangers.push(...strangersOf(entry, unknown))
  if (problems.length > 0) decoded.deadLetters.push(...lettersOf({ entry, codec, problems }, registry))
  return isHeard
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

function sampleOf(reading: Reading, about: Judgement & { entry: LogEntry }): Sample | undefined {
  const { device, problems, remedies } = about
  const { receivedAtMs } = about.entry
  const observedAtMs = reading.observedAtMs ?? receivedAtMs
  const problem = timeProblem(observedAtMs, receivedAtMs, { index: reading.index, remedies })
  if (problem) {
    problems.push({ ...problem, device: device.id })
    return undefined
  }
  const values = valuesOf(reading, about)
  if (!values) return undefined
  const { id, site, asset } = device
  return { site, asset, device: id, class: device.class.id, observedAtMs, receivedAtMs, values }
}

/** What it measured, and what its waveforms say; undefined where nothing of it is good. */
function valuesOf(reading: Reading, judgement: Judgement): Record<string, number> | undefined {
  const { waveforms } = reading
  if (!waveforms) return judgeValues(reading, judgement)
  const measured = Object.keys(reading.values).length === 0 ? {} : (judgeValues(reading, judgement) ?? {})
  const values = { ...measured, ...judgeWaveforms(reading, judgement, measured) }
  return Object.keys(values).length === 0 ? undefined : values
}

function reportOf(report: Report, { id }: RegisteredDevice): DeviceReport {
  const { receivedAtMs, status, withDependents, attributes } = report
  return { device: id, receivedAtMs, status, withDependents, attributes }
}
