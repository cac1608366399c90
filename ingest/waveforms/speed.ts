import { floorAround, peakIn, type Spectrum } from './spectrum.ts'

/** What is said of the speed of the shaft, Hz, and by which share it may be off. */
export interface ToldSpeed {
  hz: number
  tolerance: number
}

/** By how much what is told may be off: a tachometer, a metric that was read at another moment, the name plate. */
export const TOLD = { waveform: 0.003, metric: 0.01, plate: 0.04 } as const

/** How far above the floor a line is one, as a ratio. */
const CLEAR = 15
const MOST_TIMES = 4

/**
 * The speed of the shaft by its own lines, near what is told: of once to four times the speed the clearest line of each counts,
 * and the highest that is clear tells it best. As it is told where no line is clear.
 */
export function shaftSpeed(spectrum: Spectrum, { hz, tolerance }: ToldSpeed): number {
  let speed = hz
  let off = Math.max(tolerance, spectrum.resolutionHz / hz)
  for (let times = 1; times <= MOST_TIMES; times++) {
    const at = times * speed
    const peak = peakIn(spectrum, [at * (1 - off), at * (1 + off)])
    if (!peak || peak.power < CLEAR * floorAround(spectrum, at)) continue
    speed = peak.hz / times
    // From here on it is known to half a resolution of this line.
    off = Math.min(off, (0.5 * spectrum.resolutionHz) / peak.hz)
  }
  return speed
}
