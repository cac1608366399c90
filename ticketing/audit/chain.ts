import { hash } from 'node:crypto'

/*
 * The chain: the hash of an event is SHA-256 over the hash before it (32 bytes; zeros before the first) and the text of the
 * event in UTF-8. Whoever has the texts and one hash that can be trusted can show that nothing before it was changed.
 */

const HASH_BYTES = 32
/** What stands before the first event. */
export const ORIGIN = Buffer.alloc(HASH_BYTES)

export const linkHash = (before: Buffer, text: Buffer): Buffer =>
  hash('sha256', Buffer.concat([before, text]), 'buffer')

/** An event as PostgreSQL gives it back: numbers and jsonb as text. */
export interface RawEvent {
  id: string
  subject: string
  subjectId: string
  type: string
  atMs: string
  deviceAtMs: string | null
  actor: string
  reason: string | null
  before: string
  after: string
  data: string
}

/**
 * What is hashed of an event: one line of JSON with its properties always in this order. The objects are PostgreSQL's own
 * text of jsonb, which has sorted keys, none twice, and numbers with all their digits: what was written may have been
 * another text, and a parser of ours would round numbers, so that changing their last digit would not show.
 */
export function eventText(event: RawEvent): string {
  const { id, subject, subjectId, type, atMs, deviceAtMs, actor, reason, before, after, data } = event
  return (
    `{"id":${id},"subject":${quoted(subject)},"subjectId":${quoted(subjectId)},"type":${quoted(type)},` +
    `"atMs":${atMs},"deviceAtMs":${deviceAtMs},"actor":${quoted(actor)},"reason":${quoted(reason)},` +
    `"before":${before},"after":${after},"data":${data}}`
  )
}

const quoted = (text: string | null): string => JSON.stringify(text)
