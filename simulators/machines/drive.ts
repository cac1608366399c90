/** No-load current of an induction motor of tens of kW against its rated current: it magnetises. */
const MAGNETISING = 0.4

/**
 * Mean of the phase currents in A: what magnetises and what makes torque stand at right angles. By the torque, not the
 * power, because a frequency converter keeps the flux. Starts are soft: no inrush is seen.
 */
export const motorCurrent = (torqueShare: number, ratedA: number): number =>
  ratedA * Math.sqrt(MAGNETISING ** 2 + (1 - MAGNETISING ** 2) * torqueShare * torqueShare)

/** Below this the process wants nothing and the machine is switched off. */
export const isRunning = (demand: number): boolean => demand > 0.02

/** The first step of a machine: as if it had been running like this for long. */
export const LONG_MS = 30 * 24 * 3_600_000

/** mm/s RMS that come through the floor from the neighbours. */
export const NEIGHBOURS_MM_S = 0.15
