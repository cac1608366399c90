import type { RecordedMessage } from './recording.ts'

/** `telemetry/{site}/{device}`, where payloads are `{"ts", "values"}` or an array of these. */
const OWN_JSON = /^telemetry\/[^/]+\/[^/]+$/

interface Element {
  ts?: unknown
  values: object
}

/** Site and device of a topic of Forewarn's own telemetry. */
export function ownTopic(topic: string): { site: string; device: string } | undefined {
  if (!OWN_JSON.test(topic)) return undefined
  const [, site = '', device = ''] = topic.split('/')
  return { site, device }
}

/**
 * The payload with all event times later by `shiftMs`, or undefined where it is not in Forewarn's own JSON. A time that the
 * device did not give is the receive time, as it was when the message was recorded.
 */
export function withEventTimes({ topic, payload, ts }: RecordedMessage, shiftMs: number): Buffer | undefined {
  if (!OWN_JSON.test(topic)) return undefined
  const body = parsed(payload)
  const elements = Array.isArray(body) ? body : [body]
  const shifted = elements.map(element => isElement(element) && shiftElement(element, ts, shiftMs))
  if (shifted.length === 0 || shifted.includes(false)) return undefined
  // What needs no change keeps its bytes.
  if (shiftMs === 0 && elements.every(({ ts: own }) => own !== undefined)) return payload
  return Buffer.from(JSON.stringify(Array.isArray(body) ? shifted : shifted[0]))
}

function shiftElement(element: Element, receivedAtMs: number, shiftMs: number): Element | false {
  const { ts = receivedAtMs } = element
  const ms = typeof ts === 'string' ? Date.parse(ts) : ts
  return typeof ms === 'number' && Number.isFinite(ms) && { ...element, ts: ms + shiftMs }
}

function isElement(value: unknown): value is Element {
  if (typeof value !== 'object' || value === null || !('values' in value)) return false
  return typeof value.values === 'object' && value.values !== null
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch {
    return undefined
  }
}
