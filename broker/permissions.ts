import type { Formats } from '../contracts/format.ts'
import { ADMINISTRATOR, READER } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import type { Refusal } from './refusals.ts'
import { COMMANDS, createKindOf, HOMIE, type KindOf, SPARKPLUG } from './topics.ts'

/** Who speaks on a connection, as far as permissions depend on it. */
export interface Speaker {
  /** A device id, or the name of the administrator or of readers. */
  id: string
  /** The device's site; undefined for the administrator and for a device that is no longer registered. */
  site: string | undefined
  /** What the device is called in the topics of its format, where that is not its id. */
  address?: string | undefined
  /** Not registered: it may speak of itself, into quarantine, and hears nothing. */
  stranger?: boolean | undefined
}

export interface Permissions {
  kindOf: KindOf
  /**
   * Where a message goes: data to the log, whoever it is from (the decoder downstream keeps what is foreign or unknown
   * as a dead letter); commands of the administrator to their device.
   */
  publishTarget(topic: string, speaker: Speaker): 'log' | 'subscribers' | Refusal
  /** Why the speaker may not subscribe to the filter (or be sent the topic), or undefined where it may. */
  subscribeRefusal(filter: string, speaker: Speaker): Refusal | undefined
}

export function createPermissions(formats?: Formats): Permissions {
  const kindOf = createKindOf(formats)
  const may = (filter: string, speaker: Speaker): boolean => {
    if (speaker.id === ADMINISTRATOR) return kindOf(filter) === 'command'
    // Of any other filter it gets what is data.
    if (speaker.id === READER) return kindOf(filter) !== 'command' && !filter.startsWith('$')
    return mayHear(filter, speaker)
  }
  return {
    kindOf,
    publishTarget(topic, speaker) {
      if (speaker.id === READER) return readersDoNotSpeak
      if (speaker.stranger) return isOwnTopic(topic, speaker) ? 'log' : strangerMayNotPublish(topic, speaker)
      const kind = kindOf(topic)
      if (kind === 'data') return 'log'
      return kind === 'command' && speaker.id === ADMINISTRATOR
        ? 'subscribers'
        : mayNotPublish(topic, speaker)
    },
    subscribeRefusal(filter, speaker) {
      if (filter.startsWith('$share/')) return noSharing(filter, speaker)
      return may(filter, speaker) ? undefined : mayNotSubscribe(filter, speaker)
    },
  }
}

/** `telemetry/{site}/{device}` or `status/{site}/{device}` of the speaker, at whatever site it says that it is. */
function isOwnTopic(topic: string, { id }: Speaker): boolean {
  const [kind, site, device, ...rest] = topic.split('/')
  return (kind === 'telemetry' || kind === 'status') && site !== '' && device === id && rest.length === 0
}

/** A registered device hears its own commands, in the topics of its format, and nothing else. */
function mayHear(filter: string, speaker: Speaker): boolean {
  if (speaker.site === undefined) return false
  if (filter.startsWith(SPARKPLUG)) return mayHearSparkplug(filter, speaker)
  if (filter.startsWith(HOMIE)) return mayHearHomie(filter, speaker)
  return filter === `${COMMANDS}${speaker.site}/${speaker.id}`
}

/**
 * `NCMD/{edge}`, `DCMD/{edge}/{device}` of the edge node that the speaker is, and the state of any host. Who has an
 * address is that edge node alone: one with the name of its id in another group may be somebody else.
 */
function mayHearSparkplug(filter: string, { id, address }: Speaker): boolean {
  const [, group, type, edge, ...rest] = filter.split('/')
  if (group === 'STATE') return type !== undefined && edge === undefined
  const isOwn = address === undefined ? edge === id : `${group}/${edge}` === address
  if (!isOwn) return false
  return type === 'NCMD' ? rest.length === 0 || rest.join('/') === '#' : type === 'DCMD' && rest.length === 1
}

/** `{device}/{node}/{property}/set` of the Homie device that the speaker is. */
function mayHearHomie(filter: string, { id, address }: Speaker): boolean {
  const [, , device, , property, set, ...rest] = filter.split('/')
  return (device === id || device === address) && property !== '#' && set === 'set' && rest.length === 0
}

const readersDoNotSpeak: Refusal = {
  reason: 'topic_not_allowed',
  message: 'A reader hears what devices say, and may publish nothing.',
}

function mayNotPublish(topic: string, { id, site }: Speaker): Refusal {
  const own = `telemetry/${site ?? '{site}'}/${id === ADMINISTRATOR ? '{device}' : id}`
  return {
    reason: 'topic_not_allowed',
    message: `${quoted(id)} may not publish on ${quoted(topic)}. Telemetry goes to ${quoted(own)}, or to "status/…", "spBv1.0/…", "homie/5/…" and the topics of the formats (GET /api/v1/formats); commands are the administrator's.`,
  }
}

const strangerMayNotPublish = (topic: string, { id }: Speaker): Refusal => ({
  reason: 'topic_not_allowed',
  message: `${quoted(id)} is not registered and may not publish on ${quoted(topic)}. Until it is approved (GET /api/v1/quarantine) it publishes on ${quoted(`telemetry/{site}/${id}`)} and ${quoted(`status/{site}/${id}`)}.`,
})

function mayNotSubscribe(filter: string, { id, site, stranger }: Speaker): Refusal {
  if (stranger) {
    return {
      reason: 'filter_not_allowed',
      message: `${quoted(id)} is not registered and may not subscribe to ${quoted(filter)}, nor to anything else, until it is approved (GET /api/v1/quarantine).`,
    }
  }
  const allowed =
    id === READER
      ? 'a reader may subscribe to what devices say, as in "telemetry/#", but neither to commands nor to "$…"'
      : id === ADMINISTRATOR
        ? 'the administrator may subscribe to commands, as in "commands/#" or "spBv1.0/+/NCMD/#"'
        : `a device may subscribe to its commands, here ${quoted(`${COMMANDS}${site}/${id}`)} (Sparkplug B: NCMD and DCMD of its own edge node, STATE; Homie: ${quoted(`${HOMIE}${id}/+/+/set`)})`
  return {
    reason: 'filter_not_allowed',
    message: `${quoted(id)} may not subscribe to ${quoted(filter)}; ${allowed}. Telemetry is read over the API, or by the user ${quoted(READER)}.`,
  }
}

const noSharing = (filter: string, { id }: Speaker): Refusal => ({
  reason: 'shared_subscription',
  message: `${quoted(id)} asked for the shared subscription ${quoted(filter)}. This broker has none (they are MQTT 5); subscribe to the plain topic.`,
})

/**
 * What MQTT forbids in the topic of a message (3.1.1, section 4.7.3 and [MQTT-1.5.3-1]) and Aedes lets through, and
 * what is beyond our limits. The parser has already turned bad UTF-8 into U+FFFD.
 */
export function malformedTopic(
  topic: string,
  limits: { topicBytes: number; topicLevels: number },
): Refusal | undefined {
  const wrong =
    topic.length === 0
      ? 'is empty'
      : /[#+]/.test(topic)
        ? 'contains a wildcard'
        : topic.includes('\u0000') || topic.includes('\ufffd')
          ? 'contains NUL or is not UTF-8'
          : Buffer.byteLength(topic) > limits.topicBytes
            ? `is longer than ${limits.topicBytes} bytes`
            : undefined
  if (wrong) return { reason: 'malformed_topic', message: `The topic ${quoted(topic)} ${wrong}.` }
  return tooDeep(topic, limits.topicLevels)
}

/** Of topics and filters: every level costs the matcher. */
export function tooDeep(topic: string, maxLevels: number): Refusal | undefined {
  let levels = 1
  for (let at = topic.indexOf('/'); at !== -1; at = topic.indexOf('/', at + 1)) levels += 1
  if (levels <= maxLevels) return undefined
  return {
    reason: 'topic_too_deep',
    message: `The topic ${quoted(topic)} has more than ${maxLevels} levels.`,
  }
}
