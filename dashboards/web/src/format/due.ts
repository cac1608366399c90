import type { Category, SlaClock } from '../api/types.ts'
import { dateTime, dayOf, span } from './time.ts'

/** From here on there is hardly time left to do something about it. */
const SOON_MS = 60 * 60_000

/** How a planner sees an instant until when something must be done. */
export interface Due {
  text: string
  urgency: 'late' | 'soon' | 'later'
}

/** `in 3 h 5 min`, `in 20 min` with the last hour as `soon`, `2 h late`. */
export function dueIn(atMs: number, nowMs: number): Due {
  const leftMs = atMs - nowMs
  if (leftMs < 0) return { text: `${span(-leftMs)} late`, urgency: 'late' }
  return { text: `in ${span(leftMs)}`, urgency: leftMs <= SOON_MS ? 'soon' : 'later' }
}

/** Nobody is late with what is done or given up. */
const AHEAD: readonly Category[] = ['review', 'planned', 'assigned', 'active', 'paused']

export const isAhead = (category: Category): boolean => AHEAD.includes(category)

/** Where a clock stands; a running one is read anew as the page stays open. */
export function clockWords(clock: SlaClock, done: string, nowMs: number): Due {
  const { state, dueAtMs, metAtMs, remainingMs, elapsedMs } = clock
  const later = (text: string): Due => ({ text, urgency: 'later' })
  switch (state) {
    case 'running':
    case 'breached':
      return dueAtMs === null ? later('without an end in working time') : dueIn(dueAtMs, nowMs)
    case 'paused':
      return later(`waits, ${span(Math.max(0, remainingMs))} left`)
    case 'met':
      return later(`${done} in time, after ${span(elapsedMs)}`)
    case 'missed': {
      const lateMs = metAtMs !== null && dueAtMs !== null ? metAtMs - dueAtMs : -remainingMs
      return { text: `${done} ${span(Math.max(0, lateMs))} late`, urgency: 'late' }
    }
    case 'void':
      return later('does not count: the ticket ended before')
  }
}

/** `of 4 h`, with the calendar where that is not simply every hour. */
export const targetWords = ({ targetMs, calendar }: SlaClock): string =>
  `of ${span(targetMs)}${calendar === 'always' ? '' : ` in calendar ${calendar}`}`

/**
 * A sentence of the service with its instants (`2026-11-22T06:12Z`, `2026-11-22 06:12 UTC`) as the reader's clock shows them,
 * and its days (`2026-11-22`) as one writes them.
 */
export function localTimes(text: string, timeZone?: string): string {
  return text
    .replaceAll(/(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?:Z| UTC)/g, (_, day: string, time: string) =>
      dateTime(Date.parse(`${day}T${time}Z`), timeZone),
    )
    .replaceAll(/\b\d{4}-\d\d-\d\d\b(?!T)/g, dayOf)
}
