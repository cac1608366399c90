import { quoted } from '../../contracts/text.ts'
import { kindOf } from '../text.ts'
import type { Waveform } from './features.ts'

/** What is taken of one waveform, and of the waveforms of one message: each costs some milliseconds of a core. */
export const WAVEFORM_LIMITS = {
  fewestSamples: 256,
  mostSamples: 65_536,
  lowestHz: 16,
  highestHz: 1_000_000,
  perReading: 8,
  samplesPerMessage: 262_144,
} as const

const RIGHT =
  '{"sampleHz": 8192, "values": [<m/s²>, …]}, or "base64" (float32, little-endian) instead of "values"; and "speedHz" where it is known'

/** A name and its waveform, or a sentence that says what is wrong with it. */
export type Parsed = { name: string; waveform: Waveform } | { name: string; problem: string }

/**
 * The waveforms of one reading, out of JSON. `room` is how many samples the message may still have; what does not fit is a
 * problem.
 */
export function parseWaveforms(json: Record<string, unknown>, room: number): Parsed[] {
  const { perReading } = WAVEFORM_LIMITS
  let left = room
  return Object.entries(json).map(([name, raw], at) => {
    if (at >= perReading)
      return problemOf(name, `is beyond the ${perReading} waveforms that a reading may have`)
    const parsed = parseWaveform(raw, left)
    if (typeof parsed === 'string') return problemOf(name, parsed)
    left -= parsed.samples.length
    return { name, waveform: parsed }
  })
}

const problemOf = (name: string, what: string): Parsed => ({
  name,
  problem: `The waveform ${quoted(name)} ${what}; send ${RIGHT}.`,
})

function parseWaveform(raw: unknown, room: number): Waveform | string {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return `is ${kindOf(raw)}`
  const { sampleHz, speedHz, values, base64 } = raw as Record<string, unknown>
  const { lowestHz, highestHz, fewestSamples, mostSamples, samplesPerMessage } = WAVEFORM_LIMITS
  if (!(typeof sampleHz === 'number' && sampleHz >= lowestHz && sampleHz <= highestHz))
    return `has no "sampleHz" between ${lowestHz} and ${highestHz}`
  if (
    speedHz !== undefined &&
    speedHz !== null &&
    !(typeof speedHz === 'number' && speedHz >= 0 && speedHz < 1e5)
  )
    return 'has a "speedHz" that is no number of revolutions a second'
  if ((values === undefined) === (base64 === undefined)) return 'has not one of "values" and "base64"'
  const count = Array.isArray(values) ? values.length : typeof base64 === 'string' ? float32Count(base64) : 0
  if (values !== undefined && !Array.isArray(values)) return `has "values" that are ${kindOf(values)}`
  if (base64 !== undefined && typeof base64 !== 'string') return `has "base64" that is ${kindOf(base64)}`
  if (count < fewestSamples || count > mostSamples)
    return `has ${count} values, not ${fewestSamples} to ${mostSamples}`
  if (count > room) return `would be more than ${samplesPerMessage} values in one message`
  const samples = Array.isArray(values) ? fromNumbers(values) : fromBase64(String(base64))
  if (typeof samples === 'string') return samples
  return { sampleHz, samples, ...(typeof speedHz === 'number' && { speedHz }) }
}

function fromNumbers(values: readonly unknown[]): Float64Array | string {
  const samples = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (typeof value !== 'number' || !(Math.abs(value) <= LARGEST)) return `has no number at ${i}`
    samples[i] = value
  }
  return samples
}

/** Larger ones are no acceleration, and their fourth powers no numbers. */
const LARGEST = 1e9
const FLOAT_BYTES = 4
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

const float32Count = (base64: string): number =>
  Math.floor((base64.replace(/(?<!=)=+$/, '').length * 3) / 4 / FLOAT_BYTES)

function fromBase64(base64: string): Float64Array | string {
  if (!BASE64.test(base64)) return 'has "base64" that is not Base64'
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length % FLOAT_BYTES !== 0) return `has ${bytes.length} bytes, which are no whole float32 values`
  const samples = new Float64Array(bytes.length / FLOAT_BYTES)
  for (let i = 0; i < samples.length; i++) {
    const value = bytes.readFloatLE(FLOAT_BYTES * i)
    if (!(Math.abs(value) <= LARGEST)) return `has no number at ${i}`
    samples[i] = value
  }
  return samples
}
