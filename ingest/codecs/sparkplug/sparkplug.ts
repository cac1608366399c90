import type { DeadLetterReason } from '../../../contracts/dead-letters.ts'
import type { Message } from '../../../contracts/message-log.ts'
import type { Command } from '../../../contracts/sample.ts'
import type { Codec, Content, Count, Problem, Report } from '../codec.ts'
import { type Births, bdSeqOf, birthsBefore, NO_DEFINITIONS, readBirth } from './birth.ts'
import { decodePayload, encodePayload, field, type Payload } from './payload.ts'
import { telemetryOf } from './telemetry.ts'
import {
  birthKey,
  commandTopic,
  isSparkplug,
  isState,
  namesOf,
  nodeBirthKey,
  parseTopic,
  type Topic,
} from './topic.ts'
import { BOOLEAN } from './values.ts'

const MAX_ATTRIBUTES = 20
const MAX_ATTRIBUTE_LENGTH = 200
/** Messages of an edge node and its devices are counted from 0, the node's birth, to 255, and 0 again. */
const COUNT_SIZE = 256
const COMPRESSED = 'SPBV1.0_COMPRESSED'

/** `spBv1.0/{group}/{message type}/{edge node}[/{device}]`: Sparkplug B 3.0. */
export const sparkplug: Codec = {
  name: 'sparkplug',
  accepts: isSparkplug,
  needs(text) {
    const topic = parseTopic(text)
    if (!topic || topic.kind === 'command') return []
    return topic.device === undefined ? [birthKey(topic)] : [nodeBirthKey(topic), birthKey(topic)]
  },
  decode(message, announced) {
    if (isState(message.topic)) return nothing()
    const topic = parseTopic(message.topic)
    if (!topic) return fault('unsupported_topic', TOPIC_DETAIL)
    if (topic.kind === 'command') return nothing()
    const payload = read(message.payload, topic)
    if (typeof payload === 'string') return fault('malformed_payload', payload, namesOf(topic))
    return READ[topic.kind]({ message, topic, payload, births: birthsBefore(topic, announced) })
  },
  excerpts: () => new Map(),
}

const TOPIC_DETAIL =
  'This is no topic of Sparkplug B; it has spBv1.0/{group}/{NBIRTH, NDATA or NDEATH}/{edge node} and spBv1.0/{group}/{DBIRTH, DDATA or DDEATH}/{edge node}/{device}.'

/** The payload, or what is wrong with it. Bytes of another format are often, by the rules of Protobuf, an empty one. */
function read(bytes: Uint8Array, { kind }: Topic): Payload | string {
  try {
    const payload = decodePayload(bytes)
    if (payload.uuid === COMPRESSED) {
      return 'The payload is compressed; switch its compression off in the edge node.'
    }
    if (kind === 'death' || payload.metrics.length > 0 || field(payload, 'seq')) return payload
    return 'The payload is not Sparkplug B: neither metrics nor a sequence number are in it.'
  } catch (error) {
    return `The payload is not Sparkplug B (${error instanceof Error ? error.message : String(error)}).`
  }
}

/** A message with what was announced before it. */
interface Said {
  message: Message
  topic: Topic
  payload: Payload
  births: Births
}

const READ: Record<Exclude<Topic['kind'], 'command'>, (said: Said) => Content> = { birth, data, death }

function birth(said: Said): Content {
  const { message, topic, payload, births } = said
  const definitions = readBirth(payload)
  const { texts, ...telemetry } = telemetryOf(payload, { names: namesOf(topic), definitions, isBirth: true })
  const attributes = attributesIn(texts)
  return {
    readings: telemetry.readings,
    problems: telemetry.problems,
    reports: [reportOf(said, { status: 'online', attributes })],
    requests: topic.device !== undefined && !births.node ? [rebirth(said)] : [],
    announces: births.isReplay(definitions, message) ? undefined : birthKey(topic),
    count: countOf(said),
  }
}

function attributesIn(texts: ReadonlyMap<string, string>): Report['attributes'] {
  if (texts.size === 0) return undefined
  const few = [...texts].slice(0, MAX_ATTRIBUTES)
  return Object.fromEntries(few.map(([name, text]) => [name, text.slice(0, MAX_ATTRIBUTE_LENGTH)]))
}

function data(said: Said): Content {
  const { topic, payload, births } = said
  const { readings, problems, lacksBirth } = telemetryOf(payload, {
    names: namesOf(topic),
    definitions: births.own ?? NO_DEFINITIONS,
    isBirth: false,
  })
  return {
    readings,
    problems,
    reports: readings.length === 0 ? [reportOf(said, {})] : [], // nothing was understood, and still it was said
    requests: lacksBirth || !births.own ? [rebirth(said)] : [],
    count: countOf(said),
  }
}

/** The death of an edge node is its last will, which may arrive when the node is back: `bdSeq` tells the sessions apart. */
function death(said: Said): Content {
  const { topic, payload, births } = said
  if (topic.device !== undefined) {
    return { ...nothing(), reports: [reportOf(said, { status: 'offline' })], count: countOf(said) }
  }
  const [begun, ended] = [births.own?.bdSeq, bdSeqOf(payload)]
  if (begun !== undefined && ended !== undefined && begun !== ended) return nothing()
  return { ...nothing(), reports: [reportOf(said, { status: 'offline', withDependents: true })] }
}

function reportOf(
  { message, topic }: Said,
  more: Pick<Report, 'status' | 'attributes' | 'withDependents'>,
): Report {
  return { ...namesOf(topic), receivedAtMs: message.receivedAtMs, ...more }
}

function countOf(said: Said): Count | undefined {
  const { topic, payload } = said
  const number = field(payload, 'seq')?.toNumber()
  if (number === undefined) return undefined
  const starts = topic.kind === 'birth' && topic.device === undefined
  return { of: nodeBirthKey(topic), number, size: COUNT_SIZE, starts, request: () => rebirth(said) }
}

/** Asks for all births of the edge node; the same message always asks in the same words. */
function rebirth({ message, topic }: Said): Command {
  const timestamp = message.receivedAtMs
  const metric = { name: 'Node Control/Rebirth', timestamp, datatype: BOOLEAN, booleanValue: true }
  return { topic: commandTopic(topic), payload: encodePayload({ timestamp, metrics: [metric] }) }
}

function nothing(): Content {
  return { readings: [], problems: [] }
}

function fault(
  reason: DeadLetterReason,
  detail: string,
  names?: Pick<Problem, 'device' | 'address'>,
): Content {
  return { readings: [], problems: [{ reason, detail, index: undefined, ...names }] }
}
