import type { Category } from '../api/types.ts'
import { duration } from './time.ts'

/** From here on there is hardly time left to do something about it. */
const SOON_MS = 60 * 60_000

/** How a planner sees an instant until when something must be done. */
export interface Due {
  text: string
  urgency: 'late' | 'soon' | 'later'
}

/** `in 3 h`, `in 20 min` with the last hour as `soon`, `2 h late`. */
export function dueIn(atMs: number, nowMs: number): Due {
  const leftMs = atMs - nowMs
  if (leftMs < 0) return { text: `${duration(-leftMs)} late`, urgency: 'late' }
  return { text: `in ${duration(leftMs)}`, urgency: leftMs <= SOON_MS ? 'soon' : 'later' }
}

/** Nobody is late with what is done or given up. */
const AHEAD: readonly Category[] = ['review', 'planned', 'assigned', 'active', 'paused']

export const isAhead = (category: Category): boolean => AHEAD.includes(category)
