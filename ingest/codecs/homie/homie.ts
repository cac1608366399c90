import type { DeadLetterReason } from '../../../contracts/dead-letters.ts'
import type { DeviceStatus } from '../../../contracts/device-ledger.ts'
import type { Message } from '../../../contracts/message-log.ts'
import { quoted } from '../../../contracts/text.ts'
import { textOf } from '../../text.ts'
import type { Announcement, Codec, Content } from '../codec.ts'
import { descriptionOf, readDescription } from './description.ts'
import { isHomie, parseTopic, type Topic } from './topic.ts'
import { numberIn } from './values.ts'

/** `homie/5/{device}/…`: Homie 5. */
export const homie: Codec = {
  name: 'homie',
  accepts: isHomie,
  needs(text) {
    const topic = parseTopic(text)
    return topic?.kind === 'value' || topic?.kind === 'description' ? [descriptionKey(topic.device)] : []
  },
  decode(message, announced) {
    const topic = parseTopic(message.topic)
    switch (topic?.kind) {
      case 'value':
        return value(message, topic, announced(descriptionKey(topic.device)))
      case 'state':
        return state(message, topic.device)
      case 'description':
        return description(message, topic.device, announced(descriptionKey(topic.device)))
      case 'other':
        return nothing()
      default:
        return fault('unsupported_topic', TOPIC_DETAIL)
    }
  },
  excerpts: () => new Map(),
}

const TOPIC_DETAIL =
  'This is no topic of Homie 5; it has homie/5/{device}/$state, homie/5/{device}/$description and homie/5/{device}/{node}/{property}.'

const descriptionKey = (device: string): string => `homie/${device}`

/** An empty payload is how a retained message is deleted; it says nothing. */
function value(
  { payload }: Message,
  { device, node, property }: Extract<Topic, { kind: 'value' }>,
  announcement: Announcement | undefined,
): Content {
  if (payload.byteLength === 0) return nothing()
  const described = announcement && descriptionOf(announcement)?.property(node, property)
  const name = `${node}.${property}`
  const found = numberIn(textOf(payload), described)
  if (found === undefined) return nothing()
  const units = described?.unit === undefined ? undefined : { [name]: described.unit }
  const reading = { site: undefined, device, observedAtMs: undefined, values: { [name]: found }, units }
  return { readings: [{ ...reading, index: undefined }], problems: [] }
}

const STATUS: Record<string, DeviceStatus> = {
  init: 'online',
  ready: 'online',
  alert: 'online', // of Homie 4, and of drafts of 5
  sleeping: 'sleeping',
  disconnected: 'offline',
  lost: 'offline',
  '': 'offline', // the device was removed
}

function state({ payload, receivedAtMs }: Message, device: string): Content {
  const text = textOf(payload)
  const status = Object.hasOwn(STATUS, text) ? STATUS[text] : undefined
  if (!status) {
    const detail = `The state is ${quoted(text)}; it is one of init, ready, disconnected, sleeping, lost.`
    return fault('malformed_payload', detail, device)
  }
  // Only the root device has a last will; its children are gone with it.
  const withDependents = status === 'offline' ? true : undefined
  return { ...nothing(), reports: [{ device, receivedAtMs, status, withDependents }] }
}

function description(
  { payload, receivedAtMs }: Message,
  device: string,
  before: Announcement | undefined,
): Content {
  if (payload.byteLength === 0) return nothing()
  const read = readDescription(payload)
  if (typeof read === 'string') {
    return fault('malformed_payload', `The description ${read}; it is a JSON object with "nodes".`, device)
  }
  const { attributes, version } = read
  // A dead letter that is replayed. By two clocks, ours and its own version: one alone may have been set back.
  const isReplay =
    before !== undefined &&
    receivedAtMs <= before.receivedAtMs &&
    version <= (descriptionOf(before)?.version ?? 0)
  return {
    ...nothing(),
    reports: [{ device, receivedAtMs, attributes }],
    announces: isReplay ? undefined : descriptionKey(device),
  }
}

function nothing(): Content {
  return { readings: [], problems: [] }
}

function fault(reason: DeadLetterReason, detail: string, device?: string): Content {
  return { readings: [], problems: [{ reason, detail, index: undefined, device }] }
}
