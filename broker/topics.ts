import type { Formats } from '../contracts/format.ts'
import { namesInTopic } from '../contracts/topic-template.ts'

/** What a topic carries: what devices say, which goes to the log, or what they are told, which goes to subscribers. */
type TopicKind = 'data' | 'command'

/** Undefined for a topic that nothing here is about. A filter of commands alone is a command as well. */
export type KindOf = (topic: string) => TopicKind | undefined

/** Topics whose data goes to the log whatever the formats say. */
export const fixedFilters = ['telemetry/#', 'status/#', 'spBv1.0/#', 'homie/5/#'] as const

export const SPARKPLUG = 'spBv1.0/'
export const HOMIE = 'homie/5/'
export const COMMANDS = 'commands/'

/** Formats add topics of data; they cannot make data of a command. */
export function createKindOf(formats?: Formats): KindOf {
  return topic => {
    if (topic.startsWith('telemetry/') || topic.startsWith('status/')) return 'data'
    if (topic.startsWith(COMMANDS)) return 'command'
    if (topic.startsWith(SPARKPLUG)) return isSparkplugCommand(topic) ? 'command' : 'data'
    if (topic.startsWith(HOMIE)) return topic.endsWith('/set') ? 'command' : 'data'
    if (topic.startsWith('$')) return undefined // [MQTT-4.7.2-1]: no wildcard stands for these
    return formats?.current().some(format => namesInTopic(format, topic)) ? 'data' : undefined
  }
}

/** `spBv1.0/STATE/{host}`, which tells edge nodes whether their host is there; they hear it whenever they subscribe. */
export const isSparkplugState = (topic: string): boolean => topic.startsWith(`${SPARKPLUG}STATE/`)

function isSparkplugCommand(topic: string): boolean {
  const type = topic.split('/', 3)[2]
  return type === 'NCMD' || type === 'DCMD' || isSparkplugState(topic)
}
