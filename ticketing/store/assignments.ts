import { isOpen } from '../domain/category.ts'
import type { AssignmentRequest } from '../domain/dispatch.ts'
import { conflict, invalid } from '../domain/refusals.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import { dispatch } from '../routing/dispatch.ts'
import { lockTicket, type TicketRecord } from './change-ticket.ts'
import { changeAndFollow } from './consequences.ts'
import { type Db, type Trx, transact } from './database.ts'
import { storeDecision } from './decisions.ts'
import { chooseAndHold, handOver, inputOf, inTeam, routeTicket, tellAssignee } from './dispatch.ts'
import type { Act } from './ledger.ts'
import { requireTeam, requireTechnician } from './technicians.ts'
import { ticketDetail } from './tickets.ts'
import type { SeenTicket } from './transitions.ts'

/**
 * A person decides: gives the ticket to somebody, whatever the rules say, back into the team's queue, or to another
 * team, where the rules choose. Errors: `not_found`, `precondition_failed`, `conflict` where it is over, `invalid`.
 */
export function assignByPerson(
  db: Db,
  { number, ifVersion }: SeenTicket,
  request: AssignmentRequest,
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number, ifVersion)
    if (!isOpen(ticket.category)) {
      throw conflict(`Ticket ${number} is ${ticket.state}; nobody has anything to do for it.`)
    }
    const { assignee, team, reason } = request
    if (team !== undefined) await requireTeam(trx, team)
    if (assignee) await giveTo(trx, ticket, { assignee, team, reason }, act)
    else if (assignee === null) await putBack(trx, ticket, { team, reason }, act)
    else if (team !== undefined) await transfer(trx, ticket, { team, reason }, act)
    else
      throw invalid('/assignee', 'Give a technician, null for the team’s queue, or a team to transfer it to.')
    return ticketDetail(trx, number, act.roles, act.nowMs)
  })
}

/** To another team, where the rules choose; also to the same one, to have them choose again. */
async function transfer(
  trx: Trx,
  ticket: TicketRecord,
  { team, reason }: { team: string; reason: string },
  act: Act,
): Promise<void> {
  const routed = inTeam(await routeTicket(trx, ticket), team)
  const input = await inputOf(trx, ticket, routed, { nowMs: act.nowMs })
  const chosen = await chooseAndHold(trx, input, ticket.number)
  const said = `${act.actor} transferred it to team ${team}: ${reason}`
  const why = `${sentence(said)} ${chosen.reason}`
  await storeDecision(trx, ticket.number, act, {
    ...chosen,
    reason: why,
    team,
    routeVersion: null,
    manual: true,
  })
  await handOver(trx, ticket, { team, chosen, reason: why }, act)
  if (chosen.assignee !== null && ticket.category === 'assigned') {
    await tellAssignee(trx, { ...ticket, assignee: chosen.assignee }, act.nowMs)
  }
}

/** To somebody in person. What the rules would have said is kept with it. */
async function giveTo(
  trx: Trx,
  ticket: TicketRecord,
  request: { assignee: string; team: string | undefined; reason: string },
  act: Act,
): Promise<void> {
  const { assignee, reason } = request
  const technician = await requireTechnician(trx, assignee, '/assignee')
  if (!technician.active) throw invalid('/assignee', `Technician ${assignee} is not active.`)
  const routed = await routeTicket(trx, ticket)
  const team = request.team ?? technician.team ?? ticket.team ?? routed.team
  const input = await inputOf(trx, ticket, inTeam(routed, team), { nowMs: act.nowMs, also: assignee })
  const byRule = dispatch(input)
  const rejected = byRule.candidates.find(({ technician }) => technician === assignee)?.rejected
  const otherwise =
    byRule.assignee === assignee
      ? 'The rules would have chosen the same.'
      : rejected
        ? `By the rules ${assignee} could not have it: ${rejected}`
        : `The rules would have chosen ${byRule.assignee}.`
  await storeDecision(trx, ticket.number, act, {
    ...{ assignee, team, candidates: byRule.candidates, routeVersion: null, manual: true },
    reason: `${sentence(`${act.actor} gave it to ${assignee}: ${reason}`)} ${otherwise}`,
  })
  await changeAndFollow(trx, ticket, act, {
    type: 'assigned',
    reason,
    set: { team, assignee, assignment: 'person' },
  })
  await tellAssignee(trx, { ...ticket, assignee }, act.nowMs)
}

async function putBack(
  trx: Trx,
  ticket: TicketRecord,
  request: { team: string | undefined; reason: string },
  act: Act,
): Promise<void> {
  const { reason } = request
  const team = request.team ?? ticket.team
  await storeDecision(trx, ticket.number, act, {
    ...{ assignee: null, team, candidates: [], routeVersion: null, manual: true },
    reason: sentence(`${act.actor} put it into the queue of team ${team}: ${reason}`),
  })
  const set = { team, assignee: null, assignment: 'person' as const }
  await changeAndFollow(trx, ticket, act, { type: 'assigned', reason, set })
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
