import type { NewPartRequest, PartAnswer, PartRequest } from '../domain/part-request.ts'
import { isSettled } from '../domain/part-request.ts'
import { conflict, invalid, notFound } from '../domain/refusals.ts'
import { lockTicket, type TicketRecord } from './change-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { addNotice } from './notices.ts'
import { requireOpen } from './ticket-work.ts'

const MOST_OF_A_TICKET = 200

const columns = [
  'id',
  'ticket',
  'part',
  'quantity',
  'unit',
  'neededByMs',
  'note',
  'state',
  'reference',
  'expectedAtMs',
  'requestedBy',
  'createdAtMs',
  'updatedAtMs',
] as const

/** What a ticket asks for, oldest first. */
export const listPartRequests = (
  db: Db,
  ticket: number,
  { limit, after = 0 }: { limit: number; after?: number | undefined },
): Promise<PartRequest[]> =>
  db
    .selectFrom('partRequests')
    .select(columns)
    .where('ticket', '=', ticket)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()

/** Asks for a part; targets of `parts.*` are told. Errors: `not_found`; `conflict` where the ticket is over. */
export function requestPart(db: Db, number: number, given: NewPartRequest, act: Act): Promise<PartRequest> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number)
    requireOpen(ticket)
    await requireRoom(trx, number)
    const made = await trx
      .insertInto('partRequests')
      .values({
        ...{ ticket: number, unit: 'pcs', neededByMs: null, note: null, ...given, state: 'requested' },
        ...{ reference: null, expectedAtMs: null, requestedBy: act.actor },
        ...{ createdAtMs: act.nowMs, updatedAtMs: act.nowMs },
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    const { id, part, quantity, unit } = made
    await appendEvents(trx, { subject: 'ticket', id: number }, act, [
      { type: 'part_requested', data: { request: id, part, quantity, unit } },
    ])
    await tell(trx, ticket, made, act, 'parts.requested')
    return made
  })
}

/**
 * Keeps what an ERP, or a person, says of it. Errors: `not_found`; `conflict` where nothing more can happen to it;
 * `invalid` where a refusal says not why.
 */
export function answerPartRequest(db: Db, id: number, answer: PartAnswer, act: Act): Promise<PartRequest> {
  return transact(db, async trx => {
    const { state, reference, expectedAtMs, reason } = answer
    if (state === 'refused' && reason === undefined)
      throw invalid('/reason', 'reason is missing: say in words why it is refused.')
    const known = await partRequest(trx, id)
    const ticket = await lockTicket(trx, known.ticket)
    const before = await partRequest(trx, id)
    if (isSettled(before.state)) {
      if (before.state === state) return before
      throw conflict(`Part request ${id} is ${before.state}; ask for the part anew.`)
    }
    const after = await trx
      .updateTable('partRequests')
      .set({ state, reference, expectedAtMs, updatedAtMs: act.nowMs })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirstOrThrow()
    await appendEvents(trx, { subject: 'ticket', id: ticket.number }, act, [
      {
        type: 'part_answered',
        reason: reason ?? null,
        data: { request: id, part: after.part, from: before.state, to: state, reference: after.reference },
      },
    ])
    await tell(trx, ticket, after, act, state === 'withdrawn' ? 'parts.withdrawn' : 'parts.answered')
    return after
  })
}

/** Error: `not_found`. */
export async function partRequest(db: Db | Trx, id: number): Promise<PartRequest> {
  const found = await db.selectFrom('partRequests').select(columns).where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound(`There is no part request ${id}.`)
  return found
}

async function requireRoom(trx: Trx, ticket: number): Promise<void> {
  const rows = await trx
    .selectFrom('partRequests')
    .select('id')
    .where('ticket', '=', ticket)
    .limit(MOST_OF_A_TICKET)
    .execute()
  if (rows.length < MOST_OF_A_TICKET) return
  throw conflict(`Ticket ${ticket} asks for ${MOST_OF_A_TICKET} parts already, which is the most.`)
}

/** People hear of what others said of their parts; targets of everything. */
async function tell(
  trx: Trx,
  ticket: TicketRecord,
  request: PartRequest,
  act: Act,
  type: string,
): Promise<void> {
  const { part, quantity, unit, state, reference } = request
  const isForPeople = type === 'parts.answered' && ticket.assignee !== null && ticket.assignee !== act.actor
  const notice = {
    type,
    ticket: ticket.number,
    recipients: isForPeople ? [`technician:${ticket.assignee}`] : [],
    title: `Ticket ${ticket.number}: ${part} is ${state}`,
    body: [`${quantity} ${unit} of ${part}`, reference, ticket.title].filter(Boolean).join('\n'),
    data: { request },
  }
  await addNotice(trx, notice, act.nowMs)
}
