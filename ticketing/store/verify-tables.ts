import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Period, WatchState } from '../domain/verification.ts'

/** How repairs are proven. */
export interface VerifyTables {
  /** One row a ticket, of its newest repair. */
  verifications: {
    ticket: number
    round: number
    state: WatchState
    sentence: string
    /** What is watched; all three or none. */
    device: string | null
    metric: string | null
    class: string | null
    fromMs: number
    untilMs: number
    giveUpAtMs: number
    stepMs: number
    observedMs: Generated<number>
    /** Kept when it is decided: samples are given up some day. */
    before: JSONColumnType<Period> | null
    after: JSONColumnType<Period> | null
    decidedAtMs: number | null
    askedAtMs: number | null
    /** When the job looks at it next; null: only a person can go on. */
    dueAtMs: number | null
  }
  confirmations: {
    id: ColumnType<number, never, never>
    ticket: number
    round: number
    requester: number
    fixed: boolean
    rating: number | null
    comment: string | null
    atMs: number
  }
}
