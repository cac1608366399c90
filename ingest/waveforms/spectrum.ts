import { forward, powerOfTwo } from './fft.ts'

/** Mean squares by frequency, one side. */
export interface Spectrum {
  /** Mean square of the signal around `i × binHz`; the sum over a band is the square of the RMS in the band. */
  power: Float64Array
  binHz: number
  /** What two lines must be apart to be told from each other: the inverse of the length in time. */
  resolutionHz: number
}

/**
 * Of values that are `sampleHz` a second, without their mean, under a Hann window, filled up with zeros to a power of two.
 * By Parseval: mean square = Σ|X|² ÷ (N Σw²).
 */
export function spectrumOf(values: Float64Array, sampleHz: number): Spectrum {
  const n = values.length
  const size = powerOfTwo(n)
  const mean = meanOf(values)
  const windowed = new Float64Array(size)
  let squares = 0
  for (let i = 0; i < n; i++) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / n)
    windowed[i] = weight * ((values[i] ?? 0) - mean)
    squares += weight * weight
  }
  const bins = forward(windowed)
  const power = new Float64Array(size / 2 + 1)
  const scale = 2 / (size * squares)
  for (let i = 0; i < power.length; i++) {
    const re = bins[2 * i] ?? 0
    const im = bins[2 * i + 1] ?? 0
    power[i] = scale * (re * re + im * im)
  }
  return { power, binHz: sampleHz / size, resolutionHz: sampleHz / n }
}

export function meanOf(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0
  return sum / values.length
}

/** The sum of `weigh` × power from `lowHz` to below `highHz`. */
export function sumOver(
  { power, binHz }: Spectrum,
  [lowHz, highHz]: readonly [number, number],
  weigh: (hz: number) => number = () => 1,
): number {
  let sum = 0
  const last = Math.min(power.length, Math.ceil(highHz / binHz))
  for (let i = Math.max(1, Math.ceil(lowHz / binHz)); i < last; i++) sum += weigh(i * binHz) * (power[i] ?? 0)
  return sum
}

/** m/s² to mm/s at a frequency, squared. */
export const toVelocity = (hz: number): number => (1_000 / (2 * Math.PI * hz)) ** 2

/** Of a Hann window almost all of a line is within so many times the resolution of its middle. */
const LOBE = 2

/**
 * The highest summit between two frequencies, its frequency told apart by a parabola through its neighbours. The flank of a
 * higher one outside is none.
 */
export function peakIn(
  { power, binHz }: Spectrum,
  [lowHz, highHz]: readonly [number, number],
): { hz: number; power: number } | undefined {
  const first = Math.max(1, Math.ceil(lowHz / binHz))
  const last = Math.min(power.length - 2, Math.floor(highHz / binHz))
  let at = 0
  for (let i = first; i <= last; i++) {
    const here = power[i] ?? 0
    const isSummit = here > (power[i - 1] ?? 0) && here >= (power[i + 1] ?? 0)
    if (isSummit && (at === 0 || here > (power[at] ?? 0))) at = i
  }
  if (at === 0) return undefined
  const [before = 0, here = 0, after = 0] = [power[at - 1], power[at], power[at + 1]]
  const bend = before - 2 * here + after
  const shift = bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0
  return { hz: (at + shift) * binHz, power: here }
}

/** Mean square of the line in the middle, without the floor around it, in velocity (mm/s)². */
export function lineVelocity(spectrum: Spectrum, hz: number): number {
  const half = LOBE * spectrum.resolutionHz
  const band = [hz - half, hz + half + spectrum.binHz] as const
  const bins = Math.max(1, Math.round((2 * half) / spectrum.binHz))
  const floor = floorAround(spectrum, hz)
  return Math.max(0, sumOver(spectrum, band) - bins * floor) * toVelocity(hz)
}

/** Bins of noise are exponentially distributed: their median is ln 2 of their mean. */
const MEDIAN_OF_MEAN = Math.LN2
/** The floor is looked for within this share of the frequency, and so many times the resolution at least. */
const AROUND = 0.08
const AROUND_RESOLUTIONS = 15

/** Mean power of a bin around a frequency, lines left out: by the median. */
export function floorAround({ power, binHz, resolutionHz }: Spectrum, hz: number): number {
  const half = Math.max(AROUND * hz, AROUND_RESOLUTIONS * resolutionHz)
  const first = Math.max(1, Math.floor((hz - half) / binHz))
  const around = power.slice(first, Math.min(power.length, Math.ceil((hz + half) / binHz) + 1)).sort()
  return (around[around.length >> 1] ?? 0) / MEDIAN_OF_MEAN
}
