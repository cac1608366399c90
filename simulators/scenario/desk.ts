import type { OutcomeCode } from '../../contracts/outcome.ts'

/** A ticket as far as the crew looks at it. */
export interface DeskTicket {
  number: number
  asset: string
  kind: 'predictive' | 'preventive' | 'corrective' | 'inspection' | 'instrumentation'
  /** A state of the shipped workflow. */
  state: string
  priority: 'P1' | 'P2' | 'P3' | 'P4'
  /** Technician who is asked; null: it waits in the team's queue. */
  assignee: string | null
  team: string | null
  /** Of its first finding; null where only people have seen the fault. */
  metric: string | null
  /** Event time at which the deviation began; null where only people have seen it. */
  observedAtMs: number | null
  createdAtMs: number
  outcome: OutcomeCode | null
}

/** What goes with a transition, as POST /tickets/{number}/transitions takes it. */
export interface Move {
  deviceTimeMs?: number
  reason?: string
  rejectionCode?: string
  failureCode?: string
  outcome?: OutcomeCode
  resolution?: string
}

/**
 * The ticket service as people use it. Every call answers plain values; what the service refuses is thrown with the
 * problem's text as its message.
 */
export interface TicketDesk {
  /**
   * Tickets that are open (in any category that is not closed, rejected or cancelled), in any order. A desk on which
   * others work too also answers those that have ended since the call before, once.
   */
  open(): Promise<DeskTicket[]>
  move(number: number, to: string, body: Move): Promise<void>
  /** Somebody takes a ticket out of the team's queue. */
  assign(number: number, technician: string, reason: string): Promise<void>
  /** A breakdown, seen by people: a corrective ticket. */
  report(asset: string, what: string, deviceTimeMs: number): Promise<void>
}
