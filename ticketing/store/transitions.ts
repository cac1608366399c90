import { invalid, notFound } from '../domain/refusals.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import {
  checkTransition,
  episodeEndingStates,
  type TicketState,
  type TransitionRequest,
} from '../domain/workflow.ts'
import type { Db, Trx } from './database.ts'
import { endEpisode } from './episodes.ts'
import { type Act, appendTicketEvents } from './ticket-events.ts'
import { ticketDetail } from './tickets.ts'

/**
 * Makes one transition of a ticket, with its event and the end of its episode, in one transaction.
 * Errors: `not_found`; `conflict` with the open transitions; `invalid` with the field.
 */
export function transitionTicket(
  db: Db,
  number: number,
  request: TransitionRequest,
  act: Act,
): Promise<TicketDetail> {
  return db.transaction().execute(async trx => {
    const ticket = await lockTicket(trx, number)
    checkTransition(ticket.state, request)
    if (request.failureCode !== undefined) await requireFailureCode(trx, request.failureCode)
    await trx
      .updateTable('tickets')
      .set({
        state: request.to,
        updatedAtMs: act.nowMs,
        ...(request.failureCode !== undefined && { failureCode: request.failureCode }),
        ...(request.resolution !== undefined && { resolution: request.resolution }),
        ...(request.to === 'resolved' && { resolvedAtMs: act.nowMs }),
        ...(isNotFixed(ticket.state, request.to) && notResolved),
        ...(request.to === 'closed' && { closedAtMs: act.nowMs }),
      })
      .where('number', '=', number)
      .execute()
    const ended = episodeEndingStates.find(state => state === request.to)
    if (ended === 'closed' || ended === 'cancelled') await endEpisode(trx, ticket.episode, ended)
    const { failureCode, resolution } = request
    await appendTicketEvents(trx, number, act, [
      {
        type: 'transition',
        from: ticket.state,
        to: request.to,
        reason: request.reason ?? null,
        data: { ...(failureCode && { failureCode }), ...(resolution && { resolution }) },
      },
    ])
    return existing(await ticketDetail(trx, number), number)
  })
}

/** What was said of a repair that did not help stays in the events. */
const notResolved = { resolvedAtMs: null, failureCode: null, resolution: null }

const isNotFixed = (from: TicketState, to: TicketState) => from === 'resolved' && to !== 'closed'

/** Locks the ticket and its episode in the order in which `latestEpisode` does. */
async function lockTicket(trx: Trx, number: number) {
  const row = await trx
    .selectFrom('episodes as e')
    .innerJoin('tickets as t', 't.episode', 'e.id')
    .select(['t.state', 't.episode'])
    .where('t.number', '=', number)
    .forUpdate(['e', 't'])
    .executeTakeFirst()
  return existing(row, number)
}

function existing<T>(row: T | undefined, number: number): T {
  if (row === undefined) throw notFound(`There is no ticket ${number}.`)
  return row
}

async function requireFailureCode(trx: Trx, code: string): Promise<void> {
  const rows = await trx.selectFrom('failureCodes').select('code').orderBy('code').execute()
  const codes = rows.map(row => row.code)
  if (codes.includes(code)) return
  throw invalid('/failureCode', `Failure code ${code} is not known; use one of ${codes.join(', ')}.`)
}
