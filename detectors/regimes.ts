import type { Regime } from '../contracts/detector.ts'

/** Of a machine of which nothing tells how it is run, and of every machine before that is learned. */
export const UNKNOWN_REGIME: Regime = { name: 'unknown', sinceMs: 0, settled: true }
