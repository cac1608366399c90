import { completeMeans, DAY_MS, type Memory, SEGMENTS, segmentMs, segmentsOf } from './memory.ts'

/**
 * Usual is what the series has reached, its single most extreme segment left out; beyond the alarm edges a value is
 * abnormal.
 */
type Band = [lowAlarm: number, low: number, high: number, highAlarm: number]
export type Bands = [held: Band | null, mean: Band | null]

/** Fewer segments do not make a band. With the cells that wait this is 272 samples. */
const ENOUGH_SEGMENTS = SEGMENTS / 2
/** A hundredth of the level: nobody goes and looks at a machine for less. */
const LEAST_OF_LEVEL = 0.01
/** A mean hardly varies in a steady series; a shift that is lost in a twentieth of what single values do is no fault. */
const LEAST_OF_HELD = 0.05

/**
 * The normal band of each view, from the extremes of the segments.
 *
 * How far beyond the record the next record may lie is told by the tail of the extremes themselves (the mean excess
 * over a high order statistic, as in peaks over threshold: Pickands 1975; for streams Siffer et al., KDD 2017). An
 * exponential tail makes records rarer by e for each mean excess. Two things are added to the textbook:
 * - at least `share` of the usual range: less is no fault worth a journey, even if it is unusual;
 * - a young memory has seen short segments only. For the same number of false alarms per day, and because cycles
 *   longer than what was seen are still to come, margins grow with the logarithm of day over segment.
 *
 * The most extreme segment does not count: one spell outside the band is an event, two are how the series is.
 */
export function bandsOf(memory: Memory, config: Caution): Bands {
  const young = 1 + Math.max(0, Math.log(DAY_MS / Math.max(1, segmentMs(memory))))
  const segments = segmentsOf(memory)
  const held = bandOf(
    segments.map(segment => segment.held),
    { ...config, young, least: 0 },
  )
  const heldRange = held ? held[2] - held[1] : 0
  const mean = bandOf(segments.map(completeMeans), {
    ...config,
    young,
    least: LEAST_OF_HELD * heldRange,
  })
  return [held, mean]
}

interface Caution {
  caution: number
  share: number
}

function bandOf(
  valuesOfSegments: readonly (readonly number[])[],
  { caution, share, young, least }: Caution & { young: number; least: number },
): Band | null {
  const known = valuesOfSegments.filter(values => values.length > 0)
  if (known.length < ENOUGH_SEGMENTS) return null
  const high = tail(known.map(values => Math.max(...values)))
  const low = tail(known.map(values => -Math.min(...values)))
  const range = high.usual + low.usual
  const level = LEAST_OF_LEVEL * Math.max(Math.abs(high.usual), Math.abs(low.usual))
  const margin = (excess: number) =>
    Math.max(young * caution * excess, young * (share * range + least) + level)
  // A series that never moved has no spread to be far from.
  if (!(range > 0) || !(margin(0) > 0)) return null
  return [-low.usual - margin(low.excess), -low.usual, high.usual, high.usual + margin(high.excess)]
}

/** The second largest, and by how much the quarter from there exceeds the next one on average. */
function tail(extremes: number[]): { usual: number; excess: number } {
  extremes.sort((a, b) => b - a)
  const count = extremes.length >> 2
  let mean = 0
  for (let i = 1; i <= count; i++) mean += (extremes[i] ?? 0) / count
  return { usual: extremes[1] ?? 0, excess: mean - (extremes[count + 1] ?? 0) }
}

/** How far outside, in margins: 0 within the usual, 1 at the alarm edge. */
export function distance(band: Band, value: number): number {
  const [lowAlarm, low, high, highAlarm] = band
  if (value > high) return (value - high) / (highAlarm - high)
  if (value < low) return (low - value) / (low - lowAlarm)
  return 0
}
