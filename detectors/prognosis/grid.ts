/**
 * Time before a failure on a logarithmic scale: what happened an hour before it is told apart by minutes, what happened a
 * month before by days. The first cell is from 0 to `unitMs`; each further one is longer by the same ratio.
 */

/** Of the remaining life that is asked for, and of the stretch of time between two machines: 19 %. */
export const RATIO = 2 ** 0.25
/** Trajectories are kept twice as fine. */
export const FINE = 2
const LOG_FINE = Math.log(RATIO) / FINE

/** Number of cells that reach to `spanMs`. */
export function cellsFor(spanMs: number, unitMs: number): number {
  return Math.max(2, Math.ceil(Math.log(Math.max(spanMs / unitMs, 1)) / Math.log(RATIO)) + 1)
}

/** Where cell `i` begins. */
export function cellStart(i: number, unitMs: number): number {
  return i === 0 ? 0 : unitMs * RATIO ** (i - 1)
}

export function cellMiddle(i: number, unitMs: number): number {
  return i === 0 ? unitMs / 2 : unitMs * RATIO ** (i - 0.5)
}

export function fineMiddle(i: number, unitMs: number): number {
  return i === 0 ? unitMs / 2 : unitMs * Math.exp(LOG_FINE * (i - 0.5))
}

/** The fine cell in which `ms` before the failure lies; not bounded above. */
export function fineCell(ms: number, unitMs: number): number {
  return ms <= unitMs ? 0 : 1 + Math.floor(Math.log(ms / unitMs) / LOG_FINE)
}
