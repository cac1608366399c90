import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Visibility } from '../domain/comment.ts'
import type { PriorityMatrix } from '../domain/priority-matrix.ts'
import type { TicketTemplate } from '../domain/ticket-template.ts'

type Identity = ColumnType<number, never, never>

/** What people add to tickets. */
export interface PeopleTables {
  requesters: {
    id: Identity
    ticket: number
    name: string | null
    contact: string | null
    /** What they said, as they said it; null where a planner wrote the ticket for them. */
    report: string | null
    createdAtMs: number
  }
  requestLinks: {
    id: Identity
    tokenHash: Buffer
    asset: string | null
    requester: number | null
    label: string | null
    createdBy: string
    createdAtMs: number
    expiresAtMs: number | null
    revokedAtMs: Generated<number | null>
    revokedBy: Generated<string | null>
  }
  comments: {
    id: Identity
    ticket: number
    /** Where it was written, when a merge has moved it. */
    writtenOn: Generated<number | null>
    body: string
    visibility: Visibility
    mentions: JSONColumnType<string[]>
    author: string
    requester: number | null
    createdAtMs: number
  }
  watchers: { ticket: number; watcher: string; sinceMs: number }
  attachments: {
    id: Identity
    ticket: number
    sha256: string
    name: string
    mediaType: string
    bytes: number
    visibility: Visibility
    author: string
    requester: number | null
    createdAtMs: number
  }
  priorityMatrix: {
    version: Identity
    matrix: JSONColumnType<PriorityMatrix>
    createdBy: string
    createdAtMs: number
  }
  ticketTemplates: { id: string; template: JSONColumnType<TicketTemplate>; updatedAtMs: number }
}
