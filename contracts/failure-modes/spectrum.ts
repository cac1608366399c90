import type { Sign } from './table.ts'

/*
 * What the spectrum shows where devices send waveforms under the name `vibration` (ISO 13373-3, Randall and Antoni 2011); a
 * class without them does not have these signs.
 */

const high = (suffix: string, weight: number): Sign => [`vibration.${suffix}`, 'high', weight]

/** The outer ring goes first, in the load zone; its debris damages the rest. */
export const bearing: readonly Sign[] = [
  high('bpfo', 0.9),
  high('bpfi', 0.6),
  high('bsf', 0.4),
  high('ftf', 0.2),
  high('band_1000_3500', 0.5),
]
export const unbalance: readonly Sign[] = [high('1x', 1), high('band_10_100', 0.4)]
export const misalignment: readonly Sign[] = [
  high('2x', 0.95),
  high('1x', 0.6),
  high('3x', 0.5),
  high('band_10_100', 0.5),
]
export const looseness: readonly Sign[] = [
  high('3x', 0.8),
  high('2x', 0.8),
  high('1x', 0.7),
  high('band_10_100', 0.5),
]
/** Bubbles, or air that leaves the blades: noise without lines. */
export const cavitation: readonly Sign[] = [high('band_100_1000', 0.9), high('band_10_100', 0.5)]
export const crackedTooth: readonly Sign[] = [
  high('impact_1x', 0.95),
  high('1x', 0.5),
  high('band_1000_3500', 0.4),
]
/** Flanks that are worn or run dry sound at the multiples of the mesh. */
export const toothWear: readonly Sign[] = [high('band_100_1000', 0.8), high('band_1000_3500', 0.8)]
