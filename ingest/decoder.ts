import { Value } from 'typebox/value'
import type { DeadLetter } from '../contracts/dead-letters.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import { type AssetRegistry, Id } from '../contracts/registry.ts'
import type { Decoder, Sample } from '../contracts/sample.ts'
import type { Codec, Problem, Reading } from './codecs/codec.ts'
import { lettersOf } from './letters.ts'
import { deviceProblem, judgeValues, timeProblem } from './verdicts.ts'

interface Message {
  entry: LogEntry
  /** Undefined when no codec accepts the topic. */
  codec: Codec | undefined
  readings: Reading[]
  problems: Problem[]
}

/**
 * Turns log entries into samples and dead letters: every entry gives at least one of them, and the same entry always
 * the same ones while the registry stays the same. Rejects only when the registry cannot be read.
 */
export function createDecoder(options: { registry: AssetRegistry; codecs: readonly Codec[] }): Decoder {
  const { registry, codecs } = options
  return {
    async decode(entries) {
      const messages = entries.map(entry => read(entry, codecs))
      await registry.resolve(devicesIn(messages, registry))
      const samples: Sample[] = []
      const deadLetters: DeadLetter[] = []
      for (const message of messages) {
        judge(message, registry, samples)
        if (message.problems.length > 0) deadLetters.push(...lettersOf(message))
      }
      return { samples, deadLetters, reports: [], strangers: [], requests: [] }
    },
  }
}

function read(entry: LogEntry, codecs: readonly Codec[]): Message {
  const codec = codecs.find(candidate => candidate.accepts(entry.topic))
  if (codec) {
    const { readings, problems } = codec.decode(entry, () => undefined)
    return { entry, codec, readings, problems }
  }
  const detail = 'No format reads this topic; publish on telemetry/{site}/{device}.'
  return { entry, codec, readings: [], problems: [{ reason: 'unsupported_topic', detail, index: undefined }] }
}

function devicesIn(messages: readonly Message[], registry: AssetRegistry): Set<string> {
  const ids = new Set<string>()
  for (const { readings } of messages) {
    for (const { device } of readings) {
      // An id of another form cannot be registered, so that the database is not asked for what a stranger made up.
      if (!ids.has(device) && (registry.device(device) || Value.Check(Id, device))) ids.add(device)
    }
  }
  return ids
}

/** Appends the message's samples to those of the batch, and what is wrong to the message's problems. */
function judge({ entry, readings, problems }: Message, registry: AssetRegistry, samples: Sample[]): void {
  const taken = new Set<string>()
  for (const reading of readings) {
    const device = registry.device(reading.device)
    const observedAtMs = reading.observedAtMs ?? entry.receivedAtMs
    const problem =
      deviceProblem(entry.publisher, reading, device) ??
      timeProblem(observedAtMs, entry.receivedAtMs, reading.index)
    if (problem || !device) {
      if (problem) problems.push(problem)
      continue
    }
    const values = judgeValues(reading, { equipmentClass: device.class, taken, problems })
    if (!values) continue
    samples.push({
      site: device.site,
      asset: device.asset,
      device: device.id,
      class: device.class.id,
      observedAtMs,
      receivedAtMs: entry.receivedAtMs,
      values,
    })
  }
}
