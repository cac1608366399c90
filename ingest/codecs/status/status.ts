import { Value } from 'typebox/value'
import { DeviceStatus } from '../../../contracts/device-ledger.ts'
import type { Message } from '../../../contracts/message-log.ts'
import { quoted } from '../../../contracts/text.ts'
import { kindOf, textOf } from '../../text.ts'
import {
  type Codec,
  type Content,
  type PayloadReader,
  type Problem,
  REMEDIES,
  type Report,
} from '../codec.ts'

const TOPIC = /^status\/[^/]+\/[^/]+$/
const SHAPE = 'send online, offline or sleeping, or {"status": "online", "firmware": "1.4.2"}'
const MAX_ATTRIBUTES = 20
const MAX_NAME = 64
const MAX_TEXT = 200

/** `status/{site}/{device}`: what a device, or its last will, says of the device itself. */
export const status: Codec = {
  name: 'status',
  accepts: topic => TOPIC.test(topic),
  decode(message) {
    const [, site = '', device = ''] = message.topic.split('/')
    return contentOf(message, { site, device })
  },
  excerpts: () => new Map(),
}

/** The same on other topics: `tele/{device}/LWT`, `{device}/online`. */
export const statusReader: PayloadReader = {
  name: 'status',
  remedies: REMEDIES,
  open: () => ({
    decode(message, { site, device, speaker }) {
      const name = device ?? speaker
      return name === undefined
        ? { readings: [], problems: [noDevice] }
        : contentOf(message, { site, device: name })
    },
    excerpts: () => new Map(),
  }),
}

const noDevice: Problem = {
  reason: 'unknown_device',
  detail: 'Nothing says which device this is: put {device} into the topic of the format.',
  index: undefined,
}

function contentOf(message: Message, { site, device }: Pick<Report, 'site' | 'device'>): Content {
  const said = read(message)
  if (typeof said === 'string') return { readings: [], problems: [problem(said, device)] }
  const report: Report = { site, device, receivedAtMs: message.receivedAtMs, ...said.report }
  return { readings: [], problems: said.wrong.map(words => problem(words, device)), reports: [report] }
}

interface Said {
  report: Pick<Report, 'status' | 'attributes'>
  /** What else was in it and is not taken. */
  wrong: string[]
}

/** What the payload says, or why that is nothing. */
function read({ payload }: Message): Said | string {
  const text = textOf(payload).trim()
  const word = statusOf(text)
  if (word) return { report: { status: word }, wrong: [] }
  if (!text.startsWith('{')) return text === '' ? 'The payload is empty' : `${quoted(text)} is no status`
  try {
    return readObject(JSON.parse(text) as Record<string, unknown>)
  } catch (error) {
    return `The payload is not JSON (${error instanceof Error ? error.message : String(error)})`
  }
}

/** In words of other devices. */
const WORDS = new Map<string, DeviceStatus>([
  ['true', 'online'],
  ['1', 'online'],
  ['connected', 'online'],
  ['false', 'offline'],
  ['0', 'offline'],
  ['disconnected', 'offline'],
  ['lost', 'offline'],
])

function statusOf(value: unknown): DeviceStatus | undefined {
  if (typeof value === 'object') return undefined
  const word = String(value).replaceAll('"', '').toLowerCase()
  return Value.Check(DeviceStatus, word) ? word : WORDS.get(word)
}

/** Where else other devices say it. */
const MEMBERS = ['state', 'online']

function readObject(object: Record<string, unknown>): Said | string {
  const other = MEMBERS.find(name => statusOf(object[name]))
  const member = other === undefined || 'status' in object ? 'status' : other
  const { [member]: given, ...rest } = object
  const word = statusOf(given)
  const wrong: string[] = []
  if (given !== undefined && !word)
    wrong.push(`${quoted(member)} is ${typeof given === 'string' ? quoted(given) : kindOf(given)}`)
  const attributes: [string, string][] = []
  for (const [name, value] of Object.entries(rest)) {
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    const fits = typeof text === 'string' && text.length <= MAX_TEXT && name.length <= MAX_NAME
    if (fits && isPrintable(name + text) && attributes.length < MAX_ATTRIBUTES) attributes.push([name, text])
    else wrong.push(`${quoted(name)} is no short text, or beyond ${MAX_ATTRIBUTES} attributes`)
  }
  if (!word && attributes.length === 0) return wrong[0] ?? 'The object is empty'
  const report = {
    ...(word && { status: word }),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  }
  return { report, wrong }
}

/** What a database takes as text. */
function isPrintable(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text)
}

function problem(what: string, device: string): Problem {
  return { reason: 'malformed_payload', detail: `${what}; ${SHAPE}.`, index: undefined, device }
}
