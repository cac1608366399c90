import type { Message } from '../../../contracts/message-log.ts'
import { type PayloadReader, type Place, type Problem, REMEDIES, type Reading } from '../codec.ts'
import { epochMs } from '../event-time.ts'
import { gather, type Part } from '../gather.ts'
import { jsonBytes } from '../json-bytes.ts'
import { splitName } from './names.ts'
import { parsePack } from './pack.ts'
import { type Resolved, resolve } from './resolve.ts'

/** Times below are seconds from now (RFC 8428, section 4.5.3). */
const RELATIVE_BELOW_S = 2 ** 28

/** SenML in JSON and CBOR (RFC 8428). */
export const senml: PayloadReader = {
  name: 'senml',
  remedies: { ...REMEDIES, time: 'give seconds' },
  open: () => ({
    decode(message, place) {
      const { readings, problems } = read(message, place)
      return { readings, problems }
    },
    excerpts(message, place, indexes) {
      const { members, wholes } = read(message, place)
      const parts = new Map<number, Uint8Array>()
      for (const index of indexes) {
        const records = (members.get(index) ?? [index]).flatMap(each => wholes.get(each) ?? [])
        const bytes = records.length > 0 ? jsonBytes(records) : undefined
        if (bytes) parts.set(index, bytes)
      }
      return parts
    },
  }),
}

interface Read {
  readings: Reading[]
  problems: Problem[]
  members: Map<number, number[]>
  /** The records by their place, each as it means the same alone. */
  wholes: Map<number, unknown>
}

function read(message: Message, place: Place): Read {
  const records = recordsOf(message)
  const resolved = typeof records === 'string' ? records : resolve(records)
  if (typeof resolved === 'string')
    return { readings: [], problems: [malformed(resolved)], members: new Map(), wholes: new Map() }
  const problems: Problem[] = []
  const parts: Part[] = []
  const wholes = new Map<number, unknown>()
  for (const [index, record] of resolved) {
    const outcome =
      typeof record === 'string' ? malformed(record) : partsOf(record, { message, place, index })
    if (Array.isArray(outcome)) parts.push(...outcome)
    else problems.push({ ...outcome, index })
    wholes.set(index, typeof record === 'string' ? records[index] : record.whole)
  }
  if (resolved.size === 0) problems.push(malformed('There is no record with a value in the pack.'))
  const gathered = gather(parts)
  return { ...gathered, problems: [...problems, ...gathered.problems], wholes }
}

function recordsOf({ payload }: Message): readonly unknown[] | string {
  try {
    const pack = parsePack(payload)
    return Array.isArray(pack) ? pack : 'This is no SenML pack: a pack is an array of records.'
  } catch (error) {
    return `The payload is neither JSON nor CBOR (${error instanceof Error ? error.message : String(error)}).`
  }
}

/** A value and a sum are two metrics. */
function partsOf(
  record: Resolved,
  { message, place, index }: { message: Message; place: Place; index: number },
): Part[] | Problem {
  const { device, metric: name } = splitName(record, place)
  if (device === undefined) return noDevice
  const { time, value, sum, unit } = record
  // A position is two values of one name, which only their units tell apart (RFC 8428, section 5.1.3).
  const metric = unit === 'lat' || unit === 'lon' ? `${name}.${unit}` : name
  if (!Number.isFinite(time))
    return { reason: 'bad_timestamp', detail: 'The time (bt + t) is no finite number.', index, device }
  const observedAtMs =
    time >= RELATIVE_BELOW_S
      ? epochMs(time, 's')
      : time === 0
        ? undefined
        : message.receivedAtMs + epochMs(time, 's')
  const common = { site: place.site, device, observedAtMs, index }
  const parts: Part[] = []
  if (value !== undefined) parts.push({ ...common, name: metric, value, unit })
  if (sum !== undefined)
    parts.push({ ...common, name: `${metric}.sum`, value: sum, unit: unit && `${unit}*s` })
  return parts
}

const noDevice: Problem = {
  reason: 'unknown_device',
  detail:
    'Nothing says which device this is: put {device} into the topic of the format, or give the pack a base name.',
  index: undefined,
}

function malformed(detail: string): Problem {
  return { reason: 'malformed_payload', detail, index: undefined }
}
