import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Severity } from '../../contracts/finding.ts'
import type { Attempt, ChannelName, DeliveryState } from '../domain/delivery.ts'
import type { NotificationPreferences } from '../domain/notification-preferences.ts'
import type { TargetFacts } from '../domain/notification-target.ts'
import type { PartRequest } from '../domain/part-request.ts'
import type { Digest, QuietHours } from '../domain/quiet-hours.ts'

type Identity = ColumnType<number, never, never>

/** Given by a trigger, from the ticket. */
type Completed<T> = ColumnType<T | null, never, never>

export interface NotificationTables {
  notices: {
    id: Identity
    eventId: ColumnType<string, never, never>
    type: string
    ticket: number | null
    recipients: JSONColumnType<string[]>
    title: string
    body: string
    data: ColumnType<Record<string, unknown>, string | undefined, string>
    severity: Completed<Severity>
    site: Completed<string>
    asset: Completed<string>
    team: Completed<string>
    createdAtMs: number
  }
  notificationTargets: TargetFacts & { origin: string; signed: boolean; sealed: Buffer }
  notificationPreferences: {
    recipient: string
    email: string | null
    timeZone: string
    rules: JSONColumnType<NotificationPreferences['rules']>
    quietHours: JSONColumnType<QuietHours> | null
    digest: JSONColumnType<Digest> | null
  }
  deliveries: {
    id: Identity
    notice: number
    recipient: string
    channel: ChannelName
    lane: string
    state: DeliveryState
    digest: Generated<boolean>
    reason: string | null
    attempts: Generated<number>
    dueAtMs: number | null
    createdAtMs: number
    /** When it was last begun anew: its age counts from here. */
    begunAtMs: number
    sentAtMs: number | null
    readAtMs: Generated<number | null>
    log: ColumnType<Attempt[], string | undefined, string>
  }
  deliveryLanes: { lane: string; failures: number; openUntilMs: number; reason: string | null }
  partRequests: Omit<PartRequest, 'id'> & { id: Identity }
}
