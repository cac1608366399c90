import { forward, inverse, powerOfTwo } from './fft.ts'
import { meanOf, type Spectrum, spectrumOf } from './spectrum.ts'

/** Share of the sample rate up to which a converter passes everything. */
export const USABLE = 0.45
const LEAST_HZ = 1_000
/** Share of the sample rate above which the housing rings, where nobody says. */
const LEAST_SHARE = 0.1

/** The band that is demodulated where the class names none, or undefined where the sample rate leaves none. */
export function ringingBand(
  sampleHz: number,
  [low, high]: readonly [number, number] = [Math.max(LEAST_HZ, LEAST_SHARE * sampleHz), USABLE * sampleHz],
): [number, number] | undefined {
  const top = Math.min(high, USABLE * sampleHz)
  // An octave or so: what is hit rings in more than a line.
  return top > 1.3 * low ? [low, top] : undefined
}

/**
 * Spectrum of the squared envelope of what rings in the band (Randall and Antoni, Mechanical Systems and Signal Processing
 * 25, 2011): each time a damaged part is hit the housing rings, and how loud it rings tells how often that is. The band is
 * moved to 0 Hz by taking its half of the spectrum alone, which makes the analytic signal at a lower rate.
 */
export function envelopeSpectrum(
  values: Float64Array,
  sampleHz: number,
  [lowHz, highHz]: readonly [number, number],
): Spectrum {
  const size = powerOfTwo(values.length)
  const padded = new Float64Array(size)
  const mean = meanOf(values)
  for (let i = 0; i < values.length; i++) padded[i] = (values[i] ?? 0) - mean
  const bins = forward(padded)
  const first = Math.ceil((lowHz * size) / sampleHz)
  const count = Math.min(size / 2, Math.floor((highHz * size) / sampleHz)) - first
  const width = powerOfTwo(count)
  const band = new Float64Array(2 * width)
  band.set(bins.subarray(2 * first, 2 * (first + count)))
  const analytic = inverse(band)
  const rate = (sampleHz * width) / size
  // What stands for the zeros at the end is no signal.
  const envelope = new Float64Array(Math.floor((values.length * width) / size))
  const scale = width / size
  for (let i = 0; i < envelope.length; i++) {
    const re = 2 * scale * (analytic[2 * i] ?? 0)
    const im = 2 * scale * (analytic[2 * i + 1] ?? 0)
    envelope[i] = re * re + im * im
  }
  return spectrumOf(envelope, rate)
}
