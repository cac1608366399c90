import type { LedgerEvent } from '../domain/ledger.ts'
import type { Role } from '../domain/roles.ts'
import type { Standing, Workflow } from '../domain/workflow.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Db, Trx } from './database.ts'
import { listEvents } from './ledger.ts'

/** Events in which approvals are looked for. */
const RECENT_EVENTS = 200

/** Who asks, and the roles of those who have approved since the ticket came into its state. */
export async function standingOf(
  db: Db | Trx,
  ticket: Pick<TicketRecord, 'number' | 'state'>,
  workflow: Workflow,
  roles: readonly Role[] | undefined,
): Promise<Standing> {
  const asked = workflow.transitions.some(
    ({ from, approval }) => approval !== undefined && from.includes(ticket.state),
  )
  if (!asked) return { roles, approvedBy: [] }
  const events = await listEvents(db, { subject: 'ticket', id: ticket.number }, { limit: RECENT_EVENTS })
  return { roles, approvedBy: approvals(events) }
}

function approvals(events: readonly LedgerEvent[]): Role[] {
  const cameIn = events.findLastIndex(({ after }) => after.state !== undefined)
  return events
    .slice(cameIn + 1)
    .filter(({ type }) => type === 'approval')
    .flatMap(({ data }) => data.roles as Role[])
}
