import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { Intervention } from './intervention.ts'
import type { LogEntry, Message } from './message-log.ts'

/**
 * What the service itself writes into the message log, so that whoever reads the log learns it at its place among what the
 * devices say, also in a replay. Nobody can publish it: brokers refuse topics that begin with `$`, no device can have this
 * name, and what comes through another broker has the name of that one.
 */
const SERVICE = '$forewarn'
const TOPIC = '$forewarn/notices'

export const Notice = Type.Union([
  /** Somebody listens: written once a minute, so that time passes also where all devices are silent. */
  Type.Object({ kind: Type.Literal('listening') }, { additionalProperties: false }),
  Type.Object(
    { kind: Type.Literal('intervention'), intervention: Intervention },
    { additionalProperties: false },
  ),
])
export type Notice = Static<typeof Notice>

export function noticeMessage(notice: Notice, receivedAtMs: number): Message {
  const payload = new TextEncoder().encode(JSON.stringify(notice))
  return { topic: TOPIC, publisher: SERVICE, payload, receivedAtMs }
}

/** Undefined where the entry is something else, or of a version that knows more. */
export function noticeOf({ topic, publisher, payload }: LogEntry): Notice | undefined {
  if (publisher !== SERVICE || topic !== TOPIC) return undefined
  const notice: unknown = JSON.parse(new TextDecoder().decode(payload))
  return Value.Check(Notice, notice) ? notice : undefined
}

export const isOfService = ({ publisher }: Pick<Message, 'publisher'>): boolean => publisher === SERVICE
