import { floorAround, peakIn, type Spectrum } from './spectrum.ts'

/** Rollers slip, and the contact angle moves with the load: a line lies within this share of where it is computed. */
export const BEARING_TOLERANCE = 0.015
/** This near to a multiple of half the shaft's speed, in resolutions, a line is the shaft's. */
const OWN_HALF_WIDTH = 2.4

/** Where the lines of a damaged part are looked for. */
export interface Wanted {
  /** Where it is damaged, these lines stand out together, Hz. */
  lines: readonly number[]
  /** Share of each frequency by which it may be off. */
  tolerance: number
  /** The shaft, at whose multiples (and halves) is not looked; 0 looks everywhere. */
  shaftHz: number
}

/**
 * How far a family of lines stands above the floor around it, dB: the second highest of them, because one alone may be of
 * another part of the machine. About 7 where there is none, as of each the largest of some bins is taken. Undefined where the
 * spectrum tells of less than two: they are too high, or too near to the shaft's own lines for this resolution.
 */
export function prominence(spectrum: Spectrum, { lines, tolerance, shaftHz }: Wanted): number | undefined {
  const ratios = lines.flatMap(hz => ratioAt(spectrum, hz, { tolerance, shaftHz }) ?? [])
  const [, second] = ratios.sort((a, b) => b - a)
  return second === undefined ? undefined : 10 * Math.log10(second)
}

function ratioAt(
  spectrum: Spectrum,
  hz: number,
  { tolerance, shaftHz }: Pick<Wanted, 'tolerance' | 'shaftHz'>,
): number | undefined {
  const { resolutionHz, binHz, power } = spectrum
  const half = Math.max(tolerance * hz, resolutionHz)
  if (hz + half > (power.length - 1) * binHz) return undefined
  const parts = freeOf(shaftHz, [hz - half, hz + half], OWN_HALF_WIDTH * resolutionHz)
  const floor = floorAround(spectrum, hz)
  if (parts.length === 0 || floor <= 0) return undefined
  // Where nothing stands out it is the floor.
  return Math.max(1, ...parts.map(part => (peakIn(spectrum, part)?.power ?? 0) / floor))
}

/** The parts of a band that are further than `margin` from every multiple of half of `shaftHz`. */
export function freeOf(
  shaftHz: number,
  [low, high]: readonly [number, number],
  margin: number,
): [number, number][] {
  if (shaftHz <= 0) return [[low, high]]
  const step = shaftHz / 2
  const parts: [number, number][] = []
  let from = low
  for (let n = Math.max(1, Math.floor((low - margin) / step)); n * step - margin < high; n++) {
    const own = n * step
    if (own + margin <= from) continue
    if (own - margin > from) parts.push([from, own - margin])
    from = Math.max(from, own + margin)
  }
  if (from < high) parts.push([from, high])
  return parts
}
