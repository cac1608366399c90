import type { Severity } from '../../contracts/finding.ts'
import type { Category } from './category.ts'
import type { Priority } from './priority.ts'

/** An episode ends when no finding said "deviates" for this long, in event time. */
export const QUIET_MS = 24 * 3_600_000

export type EpisodeEnd = 'quiet' | 'closed' | 'cancelled'

/** All findings of one fault on one asset while it lasts, with its one ticket. */
export interface Episode {
  id: number
  /** Undefined while it is open. */
  ended: EpisodeEnd | undefined
  /** Event time of the newest raised or continuing finding. */
  lastDeviationAtMs: number
  /** Event time of the newest finding of any phase. */
  lastFindingAtMs: number
  ticket: {
    number: number
    category: Category
    priority: Priority
    severity: Severity
    cleared: boolean
  }
}

/** Whether the deviation was absent so long before this event time that what comes now is another episode. */
export const wasQuiet = (episode: Pick<Episode, 'lastDeviationAtMs'>, observedAtMs: number): boolean =>
  observedAtMs - episode.lastDeviationAtMs > QUIET_MS
