import type { Criticality } from '../../contracts/registry.ts'
import type { ScoreParts } from '../domain/dispatch.ts'
import type { Technician } from '../domain/technician.ts'

/** Working hours: a calendar's `workingTime` has this form. */
export interface Shift {
  isOpen(ms: number): boolean
  nextOpen(ms: number): number | undefined
}

/** What a choice has to know of the ticket. */
export interface Job {
  team: string
  site: string
  /** Required, by the routes and by the ticket itself. */
  skills: readonly string[]
  criticality: Criticality
  /** By when somebody must have begun; null: within a day. */
  respondByMs: number | null
  /** In which reasons name times. */
  timeZone: string
}

/** A technician of the team, with what they have done and have to do. */
export interface Candidate extends Omit<Technician, 'team' | 'name'> {
  /** Unfinished tickets, this one not counted. */
  openTickets: number
  jobsOnAsset: number
  jobsOfFault: number
  distanceKm: number | null
  /** The only sites at which their account has a role; null where it has one everywhere, or they have no account. */
  reach?: readonly string[] | null
}

/** Why somebody cannot have it. The sentence is made only where somebody reads it: a what-if makes millions of these. */
export interface Refusal {
  rule: Rule
  words(): string
}
export type Rule = 'inactive' | 'role' | 'site' | 'skill' | 'absent' | 'shift' | 'full'

export interface Judged {
  candidate: Candidate
  score: number
  parts: ScoreParts
  refusals: readonly Refusal[]
}

/** What everybody is judged by. */
export interface Context {
  ticket: Job
  nowMs: number
  /** Whose shift begins after this is too late. */
  limitMs: number
}
