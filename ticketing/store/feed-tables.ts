import type { ColumnType, Generated } from 'kysely'

type Identity = ColumnType<number, never, never>

/** Calendars by link. */
export interface FeedTables {
  calendarFeeds: {
    id: Identity
    tokenHash: Buffer
    technician: string | null
    team: string | null
    shifts: boolean
    label: string | null
    createdBy: string
    createdAtMs: number
    expiresAtMs: number | null
    revokedAtMs: Generated<number | null>
    revokedBy: Generated<string | null>
  }
  calendarEntries: { ticket: number; digest: Buffer; sequence: Generated<number>; changedAtMs: number }
  installation: { id: ColumnType<string, never, never> }
}
