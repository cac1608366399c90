import type { Message } from '../../../contracts/message-log.ts'
import type { Announced, Announcement } from '../codec.ts'
import { decodePayload, field, type Payload } from './payload.ts'
import { unitOf } from './properties.ts'
import { type Definition, type Definitions, resolve } from './resolved.ts'
import { birthKey, nodeBirthKey, type Topic } from './topic.ts'

export interface Birth extends Definitions {
  sentAtMs: number | undefined
  /** Which session of an edge node begins; its death names the same. */
  bdSeq: number | undefined
}

export const NO_DEFINITIONS: Definitions = { byName: new Map(), byAlias: new Map() }

export function readBirth(payload: Payload): Birth {
  const byName = new Map<string, Definition>()
  const byAlias = new Map<string, Definition>()
  for (const { metric, name, datatype } of resolve(payload.metrics, NO_DEFINITIONS)) {
    if (name === undefined) continue
    const definition = { name, datatype, unit: unitOf(metric) }
    byName.set(name, definition)
    const alias = field(metric, 'alias')
    if (alias) byAlias.set(alias.toString(), definition)
  }
  return { byName, byAlias, sentAtMs: field(payload, 'timestamp')?.toNumber(), bdSeq: bdSeqOf(payload) }
}

export function bdSeqOf({ metrics }: Payload): number | undefined {
  const metric = metrics.find(({ name }) => name === 'bdSeq')
  if (metric?.value === 'longValue') return metric.longValue.toNumber()
  return metric?.value === 'intValue' ? metric.intValue : undefined
}

/** What was announced before a message. */
export interface Births {
  node: Birth | undefined
  /** Of the device, or of the edge node where the message is about that; undefined when none belongs to this session. */
  own: Birth | undefined
  /** Whether the birth was announced already: a dead letter that is replayed. */
  isReplay(birth: Birth, message: Message): boolean
}

export function birthsBefore(topic: Topic, announced: Announced): Births {
  const node = announced(nodeBirthKey(topic))
  const own = announced(birthKey(topic))
  // The birth of an edge node ends those of its devices: their aliases may mean something else now.
  const isCurrent = node && own && (topic.device === undefined || own.offset > node.offset)
  return {
    node: node && birthOf(node),
    own: isCurrent ? birthOf(own) : undefined,
    // By two clocks: one alone may have been set back.
    isReplay: (birth, { receivedAtMs }) =>
      own !== undefined &&
      receivedAtMs <= own.receivedAtMs &&
      (birth.sentAtMs ?? 0) <= (birthOf(own).sentAtMs ?? 0),
  }
}

/** A birth is read once, however many messages ask for it. */
const births = new WeakMap<Announcement, Birth>()

function birthOf(announcement: Announcement): Birth {
  let birth = births.get(announcement)
  if (!birth) {
    birth = readBirth(decodePayload(announcement.payload)) // it was read before it was announced, so that it can be
    births.set(announcement, birth)
  }
  return birth
}
