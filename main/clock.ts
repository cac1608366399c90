import type { Clock } from '../contracts/clock.ts'

/** The one place where the project reads the wall clock. */
export const systemClock: Clock = { nowMs: () => Date.now() }
