import { ADMINISTRATOR } from '../contracts/registry.ts'
import { quoted } from '../contracts/text.ts'
import type { Refusal } from './refusals.ts'

/** Who speaks on a connection, as far as permissions depend on it. */
export interface Speaker {
  /** A device id, or the administrator's name. */
  id: string
  /** The device's site; undefined for the administrator and for a device that is no longer registered. */
  site: string | undefined
}

const TELEMETRY = 'telemetry/'
const COMMANDS = 'commands/'

export const isTelemetry = (topic: string): boolean => topic.startsWith(TELEMETRY)

/**
 * Where a message goes: telemetry to the log, whoever it is from (the decoder downstream keeps what is foreign or
 * unknown as a dead letter); commands of the administrator to their device.
 */
export function publishTarget(topic: string, speaker: Speaker): 'log' | 'subscribers' | Refusal {
  if (isTelemetry(topic)) return 'log'
  if (topic.startsWith(COMMANDS) && speaker.id === ADMINISTRATOR) return 'subscribers'
  return {
    reason: 'topic_not_allowed',
    message: `${quoted(speaker.id)} may not publish on ${quoted(topic)}. Telemetry goes to ${quoted(`${TELEMETRY}${speaker.site ?? '{site}'}/${speaker.id === ADMINISTRATOR ? '{device}' : speaker.id}`)}.`,
  }
}

/** Why the speaker may not subscribe to the filter (or be sent the topic), or undefined where it may. */
export function subscribeRefusal(filter: string, speaker: Speaker): Refusal | undefined {
  const own = `${COMMANDS}${speaker.site}/${speaker.id}`
  if (filter.startsWith('$share/')) {
    return {
      reason: 'shared_subscription',
      message: `${quoted(speaker.id)} asked for the shared subscription ${quoted(filter)}. This broker has none (they are MQTT 5); subscribe to the plain topic.`,
    }
  }
  if (speaker.id === ADMINISTRATOR ? filter.startsWith(COMMANDS) : speaker.site && filter === own) {
    return undefined
  }
  return {
    reason: 'filter_not_allowed',
    message: `${quoted(speaker.id)} may not subscribe to ${quoted(filter)}; ${
      speaker.id === ADMINISTRATOR
        ? `the administrator may subscribe below ${quoted(COMMANDS)}`
        : `a device may subscribe to its commands, here ${quoted(own)}`
    }. Telemetry is read over the API.`,
  }
}

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
