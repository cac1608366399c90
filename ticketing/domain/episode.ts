import type { Severity } from '../../contracts/finding.ts'
import type { Category } from './category.ts'
import type { Priority } from './priority.ts'
import type { TicketSource } from './ticket.ts'

/** An episode ends when no finding said "deviates" for this long, in event time. */
export const QUIET_MS = 24 * 3_600_000

export type EpisodeEnd = 'quiet' | 'closed' | 'cancelled'

/** What the stages may know of an episode's ticket. Times without another word are server time. */
export interface EpisodeTicket {
  number: number
  source: TicketSource
  category: Category
  priority: Priority
  severity: Severity
  cleared: boolean
  outcome: string | null
  createdAtMs: number
  resolvedAtMs: number | null
  closedAtMs: number | null
}

/** All findings of one fault on one asset while it lasts, with its one ticket. */
export interface Episode {
  id: number
  /** Undefined while it is open. */
  ended: EpisodeEnd | undefined
  /** Event time of the finding that began it. */
  beganAtMs: number
  /** Event time of the newest raised or continuing finding. */
  lastDeviationAtMs: number
  /** Event time of the newest finding of any phase. */
  lastFindingAtMs: number
  ticket: EpisodeTicket
}

/** Whether the deviation was absent so long before this event time that what comes now is another episode. */
export const wasQuiet = (episode: Pick<Episode, 'lastDeviationAtMs'>, observedAtMs: number): boolean =>
  observedAtMs - episode.lastDeviationAtMs > QUIET_MS

/**
 * Whether the deviation came after a moment of the ticket's life (its resolution, its closing), which is server time.
 * Where the ticket was made of history (a replay of 2013, judged now) the two clocks say nothing of each other: then
 * whatever is newer in event time came after.
 */
export function isAfter(episode: Episode, momentMs: number, observedAtMs: number): boolean {
  const isHistory = episode.ticket.createdAtMs - episode.beganAtMs > QUIET_MS
  return observedAtMs > (isHistory ? episode.lastFindingAtMs : momentMs)
}

/**
 * From when the rework window counts, in event time: the newest finding, or the closing where that was before this
 * finding by its own clock too.
 */
export function reworkSinceMs(episode: Episode, observedAtMs: number): number {
  const { closedAtMs } = episode.ticket
  const closed = closedAtMs !== null && closedAtMs <= observedAtMs ? closedAtMs : episode.lastFindingAtMs
  return Math.max(episode.lastFindingAtMs, closed)
}
