import type { IntakeMapping } from '../../domain/intake-mapping.ts'
import { isObject, type JsonObject, jsonIn, readItems } from '../../domain/mapped-reading.ts'
import { itemsIn, valueAt } from '../../domain/mapped-signals.ts'
import { invalid } from '../../domain/refusals.ts'
import type { Decoder, Letter } from '../../domain/signal.ts'

/** Pointers lead into the event: its attributes at the top, what it carries in `/data`. */
const shipped: IntakeMapping = {
  key: { from: ['/data/key'] },
  state: { from: ['/data/state', '/data/status'] },
  startedAt: { from: ['/data/startedAt', '/time'] },
  asset: { from: ['/data/asset', '/subject'] },
  title: { from: ['/data/title', '/data/summary', '/data/message', '/type'] },
  description: { from: ['/data/description'] },
  severity: { from: ['/data/severity'] },
  kind: { from: ['/data/kind'] },
  faultKey: { from: ['/data/faultKey'] },
  requesterName: { from: ['/data/requester/name'] },
  requesterContact: { from: ['/data/requester/contact'] },
}

const BATCH = 'application/cloudevents-batch+json'
const STRUCTURED = 'application/cloudevents+json'
const REQUIRED = ['id', 'source', 'type', 'specversion']

/** CloudEvents 1.0 by the HTTP protocol binding: structured, in batches, or binary. */
export const cloudevents: Decoder = {
  takes: (mediaType, headers) =>
    [BATCH, STRUCTURED].includes(mediaType) || headers['ce-specversion'] !== undefined,
  wanted: `Send a CloudEvent: Content-Type ${STRUCTURED}, ${BATCH}, or the attributes as ce- headers.`,
  decode(letter, intake) {
    const events = eventsIn(letter)
    const isBatch = letter.mediaType === BATCH
    const sound: { at: string; value: JsonObject }[] = []
    const misread = events.flatMap((value, index) => {
      const at = isBatch ? `/${index}` : ''
      const detail = flawOf(value)
      if (detail !== undefined) return [{ at, detail }]
      sound.push({ at, value: value as JsonObject })
      return []
    })
    const items = sound.flatMap(({ at, value }) => itemsOf(value, at, intake.mapping?.items))
    const read = readItems(items, { payload: undefined, shipped, intake })
    return { reading: { ...read, misread: [...misread, ...read.misread] } }
  },
}

/** An event is sent again until it is answered: source and id together say that it is the same (3.1 of the specification). */
function itemsOf(event: JsonObject, at: string, pointer: string | undefined) {
  const ownKey = `event ${event.source} ${event.id}`.slice(0, 1_000)
  if (pointer === undefined) return [{ at, value: event, ownKey }]
  const { data: _, ...attributes } = event
  return itemsIn(event, pointer).map(({ at: inside, value }) => ({
    at: at + inside,
    value: { ...attributes, data: value },
    ownKey: `${ownKey} ${inside}`,
  }))
}

function eventsIn(letter: Letter): unknown[] {
  if (letter.headers['ce-specversion'] !== undefined) return [binaryEvent(letter)]
  const payload = jsonIn(letter.body)
  if (letter.mediaType !== BATCH) return [payload]
  if (!Array.isArray(payload)) throw invalid('', 'A batch must be an array of events.')
  return payload
}

/** Attributes are in headers, percent-encoded (3.1.3.2 of the HTTP binding); the body is the data. */
function binaryEvent({ headers, body, mediaType }: Letter): JsonObject {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice('ce-'.length), unescaped(value)])
  const isJson = /^application\/([a-z0-9.+-]+\+)?json$/.test(mediaType)
  const data = body.length === 0 ? undefined : isJson ? jsonIn(body) : new TextDecoder().decode(body)
  return { ...Object.fromEntries(attributes), ...(data !== undefined && { data }) }
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value.replace(/^"(.*)"$/, '$1'))
  } catch {
    return value
  }
}

function flawOf(event: unknown): string | undefined {
  if (!isObject(event)) return 'An event must be an object.'
  const missing = REQUIRED.find(name => {
    const value = valueAt(event, `/${name}`)
    return typeof value !== 'string' || value === ''
  })
  if (missing) return `The attribute ${missing} is missing.`
  if (event.specversion !== '1.0') return 'specversion must be 1.0.'
  return undefined
}
