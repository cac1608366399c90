import type { Format, FormatTrial, TryFormat } from '../contracts/format.ts'
import type { Message } from '../contracts/message-log.ts'
import { ADMINISTRATOR, EXTERNAL_BROKER } from '../contracts/registry.ts'
import { namesInTopic } from '../contracts/topic-template.ts'
import type { Codec, Place, Problem, Reading, Report } from './codecs/codec.ts'
import { readers } from './codecs/index.ts'
import { sentence } from './letters.ts'

/** Devices in one message: the registry is asked for each, and a stranger can make up any number. */
const MAX_DEVICES = 1_000

const compiled = new WeakMap<Format, Codec>()

/** A format as a codec: its topic is its template, its payload is read as its mapping says. Compiled once. */
export function formatCodec(format: Format): Codec {
  let codec = compiled.get(format)
  if (!codec) {
    codec = compile(format)
    compiled.set(format, codec)
  }
  return codec
}

function compile(format: Format): Codec {
  const { remedies, open } = readers[format.codec]
  const reader = open(format.mapping)
  return {
    name: format.codec,
    remedies,
    accepts: topic => namesInTopic(format, topic) !== undefined,
    decode(message) {
      const place = placeOf(format, message)
      const { readings, problems, reports } = reader.decode(message, place)
      const device = place.device ?? place.speaker
      for (const problem of problems) problem.device ??= device
      return { readings: ofSoMany(readings, problems), problems, ...(reports && { reports }) }
    },
    excerpts: (message, indexes) => reader.excerpts(message, placeOf(format, message), indexes),
  }
}

/** The readings without those of devices beyond the bound; what is left out is one problem of the whole message. */
function ofSoMany(readings: Reading[], problems: Problem[]): Reading[] {
  if (readings.length <= MAX_DEVICES) return readings
  const devices = new Set<string>()
  const kept = readings.filter(({ device }) => {
    if (devices.size < MAX_DEVICES) devices.add(device)
    return devices.has(device)
  })
  if (kept.length < readings.length) {
    const detail = `The message names more than ${MAX_DEVICES} devices; send several messages.`
    problems.push({ reason: 'malformed_payload', detail, index: undefined })
  }
  return kept
}

function placeOf(format: Format, { topic, publisher }: Message): Place {
  const { site, device, metric } = namesInTopic(format, topic) ?? {}
  const speaksForAll = publisher === ADMINISTRATOR || publisher === EXTERNAL_BROKER
  return { site, device, metric, speaker: speaksForAll ? undefined : publisher }
}

/** What the decoder will make of the message, before it asks the registry. */
export const tryFormat: TryFormat = (format, message) => {
  const codec = formatCodec(format)
  if (!codec.accepts(message.topic)) return undefined
  const { readings, problems, reports } = codec.decode(message, () => undefined)
  return {
    readings: readings.map(shown),
    ...(reports && { reports: reports.map(shownReport) }),
    problems: problems.map(sentence),
  }
}

function shownReport({
  site,
  device,
  status,
  attributes,
}: Report): NonNullable<FormatTrial['reports']>[number] {
  return {
    ...(site !== undefined && { site }),
    device,
    ...(status && { status }),
    ...(attributes && { attributes }),
  }
}

function shown({ site, device, observedAtMs, values, units }: Reading): FormatTrial['readings'][number] {
  return {
    ...(site !== undefined && { site }),
    device,
    ...(observedAtMs !== undefined && { observedAtMs }),
    values,
    ...(units && { units }),
  }
}
