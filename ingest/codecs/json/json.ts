import { kindOf } from '../../text.ts'
import type { Waveform } from '../../waveforms/features.ts'
import { parseWaveforms, WAVEFORM_LIMITS } from '../../waveforms/parse.ts'
import type { Codec, Problem, Reading } from '../codec.ts'
import { eventTimeMs } from '../event-time.ts'
import { isObject, parse } from './payload.ts'

const SHAPE = '{"ts": <epoch ms or RFC 3339>, "values": {"<metric>": <number>}}'
const TOPIC = /^telemetry\/[^/]+\/[^/]+$/

/** `telemetry/{site}/{device}`: one object `{"ts", "values", "waveforms"}` or an array of these. */
export const json: Codec = {
  name: 'json',
  accepts: topic => TOPIC.test(topic),
  decode(message) {
    const [, site = '', device = ''] = message.topic.split('/')
    const readings: Reading[] = []
    const problems: Problem[] = []
    const found: Found = { site, device, readings, problems, room: WAVEFORM_LIMITS.samplesPerMessage }
    try {
      const body = parse(message)
      if (!Array.isArray(body)) addElement(found, body, undefined)
      else if (body.length === 0) problems.push(malformed('The array is empty', undefined))
      else for (let index = 0; index < body.length; index++) addElement(found, body[index], index)
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

/** What a message has given so far. */
interface Found {
  site: string
  device: string
  readings: Reading[]
  problems: Problem[]
  /** How many samples of waveforms it may still have. */
  room: number
}

function addElement(found: Found, element: unknown, index: number | undefined): void {
  const wrong = problemOf(element)
  if (wrong !== undefined) {
    found.problems.push(malformed(wrong, index))
    return
  }
  const { ts, values = {}, waveforms } = element as Element
  const observedAtMs = ts === undefined ? undefined : eventTimeMs(ts)
  if (typeof observedAtMs === 'object') {
    found.problems.push({ ...observedAtMs, index })
    return
  }
  const { site, device, readings } = found
  const sound = waveforms && soundWaveforms(found, waveforms, index)
  if (isEmpty(values) && !sound?.size) return
  readings.push({ site, device, observedAtMs, values, ...(sound && { waveforms: sound }), index })
}

interface Element {
  ts?: unknown
  values?: Record<string, unknown>
  waveforms?: Record<string, unknown>
}

/** What is wrong with an element of a message, its time and its single values apart. */
function problemOf(element: unknown): string | undefined {
  if (!isObject(element)) return `This is ${kindOf(element)}`
  const { values, waveforms } = element
  if (waveforms !== undefined && !isObject(waveforms)) return `"waveforms" is ${kindOf(waveforms)}`
  if (values === undefined) return waveforms && !isEmpty(waveforms) ? undefined : '"values" is missing'
  if (!isObject(values)) return `"values" is ${kindOf(values)}`
  return isEmpty(values) && (!waveforms || isEmpty(waveforms)) ? '"values" is empty' : undefined
}

function soundWaveforms(
  found: Found,
  json: Record<string, unknown>,
  index: number | undefined,
): Map<string, Waveform> {
  const sound = new Map<string, Waveform>()
  for (const parsed of parseWaveforms(json, found.room)) {
    if ('problem' in parsed) {
      found.problems.push({ reason: 'malformed_payload', detail: parsed.problem, index })
      continue
    }
    found.room -= parsed.waveform.samples.length
    sound.set(parsed.name, parsed.waveform)
  }
  return sound
}

function malformed(what: string, index: number | undefined): Problem {
  return { reason: 'malformed_payload', detail: `${what}; send ${SHAPE} or an array of these.`, index }
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false
  return true
}
