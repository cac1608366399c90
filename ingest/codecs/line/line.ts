import type { EpochUnit, LineMapping } from '../../../contracts/format.ts'
import type { Message } from '../../../contracts/message-log.ts'
import { textOf } from '../../text.ts'
import type { PayloadReader, Place, Problem } from '../codec.ts'
import { epochMs } from '../event-time.ts'
import { type Gathered, gather, type Part } from '../gather.ts'
import { type Line, type ParsedLine, parseLines } from './parse.ts'

const DEVICE_TAGS = ['device', 'device_id', 'deviceId', 'host', 'id']

interface Meaning {
  deviceTags: readonly string[]
  /** Text and the names in braces in turn, beginning and ending with text. */
  metric: readonly string[]
  timeUnit: EpochUnit
  ignored: ReadonlySet<string>
}

/** InfluxDB line protocol. */
export const line: PayloadReader = {
  name: 'line',
  remedies: {
    time: 'correct `timeUnit` in the mapping of the format, or the device',
    number: 'give a finite number, true or false, or name it in `ignore` of the mapping of the format',
  },
  open(mapping) {
    const { deviceTags, metric, timeUnit, ignore } = (mapping ?? {}) as LineMapping // the API refuses another codec's
    const meaning: Meaning = {
      deviceTags: deviceTags ?? DEVICE_TAGS,
      metric: (metric ?? '{field}').split(/[{}]/),
      timeUnit: timeUnit ?? 'auto',
      ignored: new Set(ignore),
    }
    return {
      decode(message, place) {
        const { readings, problems } = read(message, place, meaning)
        return { readings, problems }
      },
      excerpts(message, place, indexes) {
        const { lines, members } = read(message, place, meaning)
        const texts = new Map(lines.map(({ index, text }) => [index, text]))
        const parts = new Map<number, Uint8Array>()
        for (const index of indexes) {
          const own = (members.get(index) ?? [index]).flatMap(each => texts.get(each) ?? [])
          if (own.length > 0) parts.set(index, Buffer.from(own.join('\n')))
        }
        return parts
      },
    }
  },
}

function read({ payload }: Message, place: Place, meaning: Meaning): Gathered & { lines: ParsedLine[] } {
  const lines = parseLines(textOf(payload))
  const problems: Problem[] = []
  const parts: Part[] = []
  for (const { index, line } of lines) {
    const outcome =
      typeof line === 'string'
        ? malformed(`This is no line protocol: ${line}.`)
        : partsOf(line, { place, meaning, index })
    if (Array.isArray(outcome)) for (const part of outcome) parts.push(part)
    else problems.push({ ...outcome, index })
  }
  if (lines.length === 0) problems.push(malformed('There is no line in it.'))
  const gathered = gather(
    parts,
    'say in `metric` of the mapping what tells them apart, as in {measurement}.{field}',
  )
  return { ...gathered, problems: [...problems, ...gathered.problems], lines }
}

function partsOf(
  { tags, fields, measurement, timestamp }: Line,
  { place, meaning, index }: { place: Place; meaning: Meaning; index: number },
): Part[] | Problem {
  const { deviceTags, metric, timeUnit, ignored } = meaning
  const tag = deviceTags.find(each => tags.has(each))
  const device = place.device ?? (tag === undefined ? undefined : tags.get(tag)) ?? place.speaker
  if (device === undefined) return noDevice(deviceTags)
  const observedAtMs = timestamp === undefined ? undefined : epochMs(Number(timestamp), timeUnit)
  return fields
    .filter(([field]) => !ignored.has(field))
    .map(([field, value]) => {
      const name = nameOf(metric, { measurement, field, tags })
      return { site: place.site, device, observedAtMs, name, value, unit: undefined, index }
    })
}

/** What the line does not have is left out of the name, with the text between it and what stands before it. */
function nameOf(
  template: readonly string[],
  { measurement, field, tags }: { measurement: string; field: string; tags: ReadonlyMap<string, string> },
): string {
  const parts = template.map((part, index) => {
    if (index % 2 === 0) return part
    if (part === 'measurement') return measurement
    return part === 'field' ? field : (tags.get(part) ?? '')
  })
  const isBetween = (index: number) => index % 2 === 0 && index > 0 && index < parts.length - 1
  const isSaid = (part: string, index: number) => index % 2 === 1 && part !== ''
  return parts
    .filter(
      (_, index) => !isBetween(index) || (parts[index + 1] !== '' && parts.slice(0, index).some(isSaid)),
    )
    .join('')
}

function noDevice(tags: readonly string[]): Problem {
  const detail = `Nothing says which device this is: put {device} into the topic of the format, or give the line a tag (${tags.join(', ')}).`
  return { reason: 'unknown_device', detail, index: undefined }
}

function malformed(detail: string): Problem {
  return { reason: 'malformed_payload', detail, index: undefined }
}
