import type { Criticality } from '../../contracts/registry.ts'
import type { RouteTree } from '../domain/route-tree.ts'
import type { Technician } from '../domain/technician.ts'
import type { Candidate, Shift } from './candidate.ts'
import type { Routable } from './matchers.ts'

/** Who has a ticket. */
export interface Assignment {
  team: string
  assignee: string | null
}

/** A ticket of the period, as it was when it was made. */
export interface PastTicket {
  number: number
  createdAtMs: number
  /** When it was resolved or over; null: it still fills somebody's time. */
  doneAtMs: number | null
  routable: Routable
  asset: string
  site: string
  timeZone: string
  faultKey: string | null
  criticality: Criticality
  /** Those that the ticket itself requires. */
  skills: readonly string[]
  respondByMs: number | null
  /** The tree that counted when it was made. */
  tree: RouteTree
  /** What the rules decided then; null where no decision is stored. */
  decided: Assignment | null
  /** Who resolved it. */
  resolvedBy: { team: string | null; technician: string } | null
}

/** What happened in the period, and what there was before it. People and their skills are those of today. */
export interface Past {
  /** By the time at which they were made. */
  tickets: readonly PastTicket[]
  technicians: readonly (Technician & Pick<Candidate, 'reach'>)[]
  distanceKm(from: string | null, to: string): number | null
  calendars: ReadonlyMap<string, Shift>
  /** Tickets from before the period that were unfinished at its begin. */
  carried: readonly { technician: string; untilMs: number | null }[]
  /** Tickets that were resolved before the period. */
  jobs: readonly { technician: string; of: 'asset' | 'fault'; key: string; count: number }[]
}
