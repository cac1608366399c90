import { Type } from 'typebox'
import { Value } from 'typebox/value'

/**
 * The first line of a recording, as JSON: JSON lines in UTF-8, packed by gzip or not. Each other line is a message. What is
 * added to a later version is to be passed over by readers of this one.
 */
export interface RecordingHeader {
  forewarnRecording: 1
  /** RFC 3339. */
  startedAt: string
  /** Where it was recorded, without who logged in. */
  broker: string
  filters: readonly string[]
}

/** A message as it was received. */
export interface RecordedMessage {
  /** Receive time, ms since the Unix epoch. */
  ts: number
  topic: string
  qos: 0 | 1 | 2
  /** It was retained before the recording began. */
  retain: boolean
  payload: Buffer
}

const Header = Type.Object({ forewarnRecording: Type.Integer() })

const Line = Type.Object({
  t: Type.Number(),
  topic: Type.String({ minLength: 1 }),
  qos: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 })),
  retain: Type.Optional(Type.Boolean()),
  text: Type.Optional(Type.String()),
  base64: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' })),
})

const RIGHT = '{"t": 1767225600000, "topic": "a/b", "qos": 1, "retain": false, "text": "…"} (or "base64")'

export const headerLine = (header: RecordingHeader): string => `${JSON.stringify(header)}\n`

/** Whether a file that begins with this line is a recording, of whatever version. */
export function isRecording(firstLine: string): boolean {
  return firstLine.startsWith('{') && Value.Check(Header, parsed(firstLine))
}

/** What is wrong with the first line of a recording, or undefined. */
export function headerProblem(firstLine: string): string | undefined {
  const header = parsed(firstLine)
  if (!Value.Check(Header, header)) return 'its first line is not {"forewarnRecording": 1, …}'
  return header.forewarnRecording === 1
    ? undefined
    : `it is of version ${header.forewarnRecording}; this Forewarn reads version 1`
}

export function messageLine({ ts, topic, qos, retain, payload }: RecordedMessage): string {
  const text = payload.toString('utf8')
  // Bytes that are no UTF-8 do not come back from text.
  const isText = Buffer.byteLength(text) === payload.length && Buffer.from(text).equals(payload)
  const content = isText ? { text } : { base64: payload.toString('base64') }
  return `${JSON.stringify({ t: ts, topic, qos, retain, ...content })}\n`
}

/** The message of a line, or what is wrong with it. */
export function parseMessage(line: string): RecordedMessage | { problem: string } {
  const value = parsed(line)
  if (!Value.Check(Line, value) || (value.text === undefined) === (value.base64 === undefined))
    return { problem: `no message of a recording; right would be ${RIGHT}` }
  const { t, topic, qos = 0, retain = false, text, base64 } = value
  if (/[#+\0]/.test(topic))
    return { problem: `"${topic}" is no topic of a message: it has a wildcard or NUL` }
  const payload = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text)
  return { ts: t, topic, qos: qos as 0 | 1 | 2, retain, payload }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
