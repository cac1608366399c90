import { sql } from 'kysely'
import { difference } from '../domain/ledger.ts'
import { notFound, requireVersion } from '../domain/refusals.ts'
import { record, type Ticket, type TicketEventType } from '../domain/ticket.ts'
import type { Trx } from './database.ts'
import { type Act, appendEvents, type NewEvent } from './ledger.ts'

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
  change: Change,
): Promise<TicketRecord> {
  const { set } = change
  const { event, isNothing } = eventOf(ticket, change)
  if (isNothing) return ticket
  const row = await trx
    .updateTable('tickets')
    .set(({ eb }) => ({
      ...asColumns(set),
      updatedAtMs: act.nowMs,
      ...(event && { version: eb('version', '+', 1) }), // what followed from another change may have raised it
    }))
    .where('number', '=', ticket.number)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (event) await appendEvents(trx, { subject: 'ticket', id: ticket.number }, act, [event])
  return row
}

export interface Change {
  type: TicketEventType
  set: TicketChange
  reason?: string | null
  data?: Record<string, unknown>
}

/** The event of a change, where the ledger keeps anything of it; nothing: the ticket stays as it is. */
export function eventOf(
  ticket: Omit<TicketRecord, 'number'>,
  { type, set, reason = null, data }: Change,
): { event: NewEvent | undefined; isNothing: boolean } {
  const changed = difference({ ...ticket }, { ...set })
  const [before, after] = [kept(changed.before), kept(changed.after)]
  const isEvent = Object.keys(after).length > 0 || data !== undefined || reason !== null
  return {
    event: isEvent ? { type, reason, before, after, ...(data && { data }) } : undefined,
    isNothing: !isEvent && Object.keys(changed.after).length === 0,
  }
}

const kept = (properties: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => KEPT.has(name)))

/** What the ledger keeps of a ticket, as its first event has it. */
export const keptOf = (ticket: Omit<TicketRecord, 'number'>): Record<string, unknown> => kept({ ...ticket })

/** The driver would write arrays as PostgreSQL arrays; these columns are jsonb. */
export function asColumns<Set extends TicketChange>({ fields, checklist, requiredSkills, ...rest }: Set) {
  return {
    ...rest,
    ...(fields && { fields: JSON.stringify(fields) }),
    ...(checklist && { checklist: JSON.stringify(checklist) }),
    ...(requiredSkills && { requiredSkills: JSON.stringify(requiredSkills) }),
  }
}
