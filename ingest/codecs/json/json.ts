import { kindOf } from '../../text.ts'
import type { Codec, Problem, Reading } from '../codec.ts'
import { eventTimeMs } from '../event-time.ts'
import { isObject, parse } from './payload.ts'

const SHAPE = '{"ts": <epoch ms or RFC 3339>, "values": {"<metric>": <number>}}'
const TOPIC = /^telemetry\/[^/]+\/[^/]+$/

/** `telemetry/{site}/{device}`: one object `{"ts", "values"}` or an array of these. */
export const json: Codec = {
  name: 'json',
  accepts: topic => TOPIC.test(topic),
  decode(message) {
    const [, site = '', device = ''] = message.topic.split('/')
    const readings: Reading[] = []
    const problems: Problem[] = []
    const add = (element: unknown, index: number | undefined) => {
      const part = decodeElement(element, { site, device, index })
      if ('reason' in part) problems.push(part)
      else readings.push(part)
    }
    try {
      const body = parse(message)
      if (!Array.isArray(body)) add(body, undefined)
      else if (body.length === 0) problems.push(malformed('The array is empty', undefined))
      else for (let index = 0; index < body.length; index++) add(body[index], index)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      problems.push(malformed(`The payload is not JSON (${words})`, undefined))
    }
    for (const problem of problems) problem.device = device
    return { readings, problems }
  },
  excerpts(message, indexes) {
    const parts = new Map<number, Uint8Array>()
    try {
      const body = parse(message)
      if (!Array.isArray(body)) return parts
      for (const index of indexes) {
        if (index in body) parts.set(index, Buffer.from(JSON.stringify(body[index])))
      }
    } catch {
      // A hostile depth that the parser survives ends the serializer's stack: the whole message is kept instead.
    }
    return parts
  },
}

function decodeElement(
  element: unknown,
  { site, device, index }: { site: string; device: string; index: number | undefined },
): Reading | Problem {
  if (!isObject(element)) return malformed(`This is ${kindOf(element)}`, index)
  const { ts, values } = element
  if (!isObject(values)) {
    const what = values === undefined ? '"values" is missing' : `"values" is ${kindOf(values)}`
    return malformed(what, index)
  }
  if (isEmpty(values)) return malformed('"values" is empty', index)
  if (ts === undefined) return { site, device, observedAtMs: undefined, values, index }
  const observedAtMs = eventTimeMs(ts)
  if (typeof observedAtMs !== 'number') return { ...observedAtMs, index }
  return { site, device, observedAtMs, values, index }
}

function malformed(what: string, index: number | undefined): Problem {
  return { reason: 'malformed_payload', detail: `${what}; send ${SHAPE} or an array of these.`, index }
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false
  return true
}
