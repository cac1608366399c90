import {
  BAND_EDGES_HZ,
  type Bearing,
  bearingOrders,
  type WaveformDeclaration,
} from '../../contracts/waveform.ts'
import { envelopeSpectrum, ringingBand, USABLE } from './envelope.ts'
import { BEARING_TOLERANCE, prominence } from './lines.ts'
import { lineVelocity, meanOf, type Spectrum, spectrumOf, sumOver, toVelocity } from './spectrum.ts'
import { shaftSpeed, type ToldSpeed } from './speed.ts'

/** One recording of an accelerometer. */
export interface Waveform {
  sampleHz: number
  /** Finite. */
  samples: Float64Array
  /** Revolutions a second of the shaft then, where the device knows. */
  speedHz?: number | undefined
}

const M_S2_PER_G = 9.80665
/** The band of the velocity that ISO 20816-1 judges. */
const VELOCITY_HZ = [10, 1_000] as const
/** Slower than this a shaft stands, or is not to be found in seconds. */
const SLOWEST_HZ = 0.5
/** The lines of the shaft are where it turns: within this share, or a bin. */
const SHAFT_TOLERANCE = 0.004

/**
 * What a waveform says, by the suffixes of `contracts/waveform.ts`; what it cannot say is left out: lines of a shaft that
 * stands still, bands above what the sample rate holds, the crest factor of a signal that is constant.
 */
export function featuresOf(
  waveform: Waveform,
  { unit, bearing, envelopeHz }: Pick<WaveformDeclaration, 'unit' | 'bearing' | 'envelopeHz'>,
  told: ToldSpeed | undefined,
): Record<string, number> {
  const { sampleHz } = waveform
  const samples = unit === 'g' ? waveform.samples.map(value => value * M_S2_PER_G) : waveform.samples
  const found: Record<string, number> = momentsOf(samples)
  if (!(found.rms && found.rms > 0)) return found
  const spectrum = spectrumOf(samples, sampleHz)
  const top = USABLE * sampleHz
  if (top >= VELOCITY_HZ[1]) found.velocity = Math.sqrt(sumOver(spectrum, VELOCITY_HZ, toVelocity))
  for (const [i, high] of BAND_EDGES_HZ.slice(1).entries()) {
    const low = BAND_EDGES_HZ[i] ?? 0
    if (high <= top) found[`band_${low}_${high}`] = Math.sqrt(sumOver(spectrum, [low, high]))
  }
  if (told === undefined || told.hz < SLOWEST_HZ) return found
  const shaftHz = shaftSpeed(spectrum, told)
  const band = ringingBand(sampleHz, envelopeHz)
  const envelope = band && envelopeSpectrum(samples, sampleHz, band)
  return {
    ...found,
    ...shaftFeatures(shaftHz, spectrum, envelope),
    ...bearingFeatures(bearing, { shaftHz, spectrum, envelope }),
  }
}

function momentsOf(samples: Float64Array): { rms: number; peak: number; crest?: number; kurtosis?: number } {
  const mean = meanOf(samples)
  let square = 0
  let fourth = 0
  let peak = 0
  for (let i = 0; i < samples.length; i++) {
    const value = (samples[i] ?? 0) - mean
    const squared = value * value
    square += squared
    fourth += squared * squared
    peak = Math.max(peak, Math.abs(value))
  }
  const meanSquare = square / samples.length
  const rms = Math.sqrt(meanSquare)
  const kurtosis = fourth / samples.length / (meanSquare * meanSquare)
  return Number.isFinite(kurtosis) && rms > 0 ? { rms, peak, crest: peak / rms, kurtosis } : { rms, peak }
}

function shaftFeatures(
  shaftHz: number,
  spectrum: Spectrum,
  envelope: Spectrum | undefined,
): Record<string, number> {
  const found: Record<string, number> = { speed: shaftHz }
  for (const times of [1, 2, 3]) {
    const hz = times * shaftHz
    if (hz < USABLE * sampleHzOf(spectrum)) found[`${times}x`] = Math.sqrt(lineVelocity(spectrum, hz))
  }
  const lines = multiplesOf(shaftHz, [1, 2, 3, 4])
  const impacts = envelope && prominence(envelope, { lines, tolerance: SHAFT_TOLERANCE, shaftHz: 0 })
  if (impacts !== undefined) found.impact_1x = impacts
  return found
}

const sampleHzOf = ({ power, binHz }: Spectrum): number => 2 * (power.length - 1) * binHz
const multiplesOf = (hz: number, times: readonly number[]): number[] => times.map(each => each * hz)

/** The lines that a damaged part makes, Hz (Randall and Antoni 2011, table 1). */
function bearingLines(bearing: Bearing, shaftHz: number): Record<string, number[]> {
  const { bpfo, bpfi, bsf, ftf } = bearingOrders(bearing)
  const orders = {
    bpfo: multiplesOf(bpfo, [1, 2, 3, 4]),
    // A spot of the inner ring goes through the load zone once a revolution.
    bpfi: [...multiplesOf(bpfi, [1, 2, 3]), bpfi - 1, bpfi + 1],
    // A damaged roller hits a ring twice a turn, and goes through the load zone with the cage.
    bsf: [...multiplesOf(bsf, [2, 4, 6]), 2 * bsf - ftf, 2 * bsf + ftf],
    ftf: multiplesOf(ftf, [1, 2, 3, 4]),
  }
  return Object.fromEntries(
    Object.entries(orders).map(([part, lines]) => [part, multiplesOf(shaftHz, lines)]),
  )
}

function bearingFeatures(
  bearing: Bearing | undefined,
  where: { shaftHz: number; spectrum: Spectrum; envelope: Spectrum | undefined },
): Record<string, number> {
  if (!bearing) return {}
  const { shaftHz, spectrum, envelope } = where
  const found: Record<string, number> = {}
  for (const [part, lines] of Object.entries(bearingLines(bearing, shaftHz))) {
    const wanted = { lines, tolerance: BEARING_TOLERANCE, shaftHz }
    const heights = [spectrum, envelope].flatMap(each => (each && prominence(each, wanted)) ?? [])
    if (heights.length > 0) found[part] = Math.max(...heights)
  }
  return found
}
