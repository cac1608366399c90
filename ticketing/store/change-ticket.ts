import { sql } from 'kysely'
import { difference } from '../domain/ledger.ts'
import { notFound, requireVersion } from '../domain/refusals.ts'
import { record, type Ticket, type TicketEventType } from '../domain/ticket.ts'
import type { Trx } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'

/** A ticket as its table has it. */
export type TicketRecord = Omit<Ticket, 'assetName' | 'criticality'> & {
  episode: number | null
  workflow: number
  firstFinding: string | null
  lastFinding: string | null
}

/** What can be set; the rest is given once, or counted. */
export type TicketChange = Partial<
  Omit<TicketRecord, 'number' | 'version' | 'workflow' | 'createdAtMs' | 'updatedAtMs'>
>

/** Properties that the ledger keeps. What is counted or computed from elsewhere changes without an event. */
const KEPT = new Set(Object.keys(record))

/**
 * The ticket, locked with its episode in the order in which every other writer locks them, so that a person's change
 * and a finding never cross. Errors: `not_found`; `precondition_failed` where it has another version.
 */
export async function lockTicket(
  trx: Trx,
  number: number,
  ifVersion?: number | readonly number[],
): Promise<TicketRecord> {
  await sql`select 1 from ticketing.episodes where id =
    (select episode from ticketing.tickets where number = ${number}) for update`.execute(trx)
  const row = await trx
    .selectFrom('tickets')
    .selectAll()
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound(`There is no ticket ${number}.`)
  requireVersion(`Ticket ${number}`, row.version, typeof ifVersion === 'number' ? [ifVersion] : ifVersion)
  return row
}

/**
 * The one place that writes to a ticket after it was made: sets what differs, and appends one event with the difference.
 * Where nothing differs that the ledger keeps there is no event and no new version, unless the change carries `data` or
 * a reason. The caller holds the lock; what follows from a change (clocks, dispatch) is `changeAndFollow`'s.
 */
export async function changeTicket(
  trx: Trx,
  ticket: TicketRecord,
  act: Act,
  change: {
    type: TicketEventType
    set: TicketChange
    reason?: string | null
    data?: Record<string, unknown>
  },
): Promise<TicketRecord> {
  const { type, set, reason = null, data } = change
  const changed = difference({ ...ticket }, { ...set })
  const before = kept(changed.before)
  const after = kept(changed.after)
  const isEvent = Object.keys(after).length > 0 || data !== undefined || reason !== null
  if (!isEvent && Object.keys(changed.after).length === 0) return ticket
  const row = await trx
    .updateTable('tickets')
    .set(({ eb }) => ({
      ...asColumns(set),
      updatedAtMs: act.nowMs,
      ...(isEvent && { version: eb('version', '+', 1) }), // what followed from another change may have raised it
    }))
    .where('number', '=', ticket.number)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (isEvent) {
    const event = { type, reason, before, after, ...(data && { data }) }
    await appendEvents(trx, { subject: 'ticket', id: ticket.number }, act, [event])
  }
  return row
}

const kept = (properties: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => KEPT.has(name)))

/** What the ledger keeps of a ticket, as its first event has it. */
export const keptOf = (ticket: TicketRecord): Record<string, unknown> => kept({ ...ticket })

/** The driver would write arrays as PostgreSQL arrays; these columns are jsonb. */
export function asColumns<Set extends TicketChange>({ fields, checklist, requiredSkills, ...rest }: Set) {
  return {
    ...rest,
    ...(fields && { fields: JSON.stringify(fields) }),
    ...(checklist && { checklist: JSON.stringify(checklist) }),
    ...(requiredSkills && { requiredSkills: JSON.stringify(requiredSkills) }),
  }
}
