import { type Category, episodeEnding, isOpen } from '../domain/category.ts'
import { conflict, invalid } from '../domain/refusals.ts'
import { Role } from '../domain/roles.ts'
import type { Meaning } from '../domain/signature.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import {
  automaticNext,
  checkTransition,
  stateOf,
  type TransitionRequest,
  type Workflow,
} from '../domain/workflow.ts'
import { changeTicket, lockTicket, type TicketChange, type TicketRecord } from './change-ticket.ts'
import { changeAndFollow } from './consequences.ts'
import { type Db, type Trx, transact } from './database.ts'
import { endEpisode } from './episodes.ts'
import { type Act, SYSTEM } from './ledger.ts'
import { addSignature } from './signatures.ts'
import { standingOf } from './standing.ts'
import { ticketDetail } from './tickets.ts'
import { workflowById } from './workflows.ts'

/** A ticket, and the versions of it that the caller has seen; undefined: any will do. */
export interface SeenTicket {
  number: number
  ifVersion?: readonly number[] | undefined
}

/**
 * Makes one transition of a ticket that a person asks for, and the automatic ones after it, in one transaction.
 * Errors: `not_found`; `precondition_failed`; `conflict` with the open transitions; `invalid` with the field.
 */
export function transitionTicket(
  db: Db,
  { number, ifVersion }: SeenTicket,
  { deviceTimeMs, signature, ...request }: TransitionRequest,
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number, ifVersion)
    const { document } = await workflowById(trx, ticket.workflow)
    checkTransition(
      document,
      ticket,
      { ...request, ...(signature !== undefined && { signature }) },
      await standingOf(trx, ticket, document, act.roles),
    )
    if (request.failureCode !== undefined) await requireFailureCode(trx, request.failureCode)
    const happened = { ...act, deviceAtMs: boundedDeviceTime(deviceTimeMs, act.nowMs) }
    const moved = await moveTicket(trx, ticket, document, request, happened)
    const { category } = stateOf(document, request.to)
    if (signature !== undefined)
      await addSignature(trx, moved, { name: signature, meaning: meaningOf(category) }, happened)
    return ticketDetail(trx, number, act.roles)
  })
}

/** Whoever says that it is done has done it; whoever closes it accepts that. */
const meaningOf = (category: Category): Meaning => (category === 'closed' ? 'approved' : 'performed')

/** Moves a ticket that is locked, by whatever was decided, with what the state means for its episode and its times. */
export async function moveTicket(
  trx: Trx,
  ticket: TicketRecord,
  workflow: Workflow,
  move: Omit<TransitionRequest, 'deviceTimeMs' | 'signature'> & {
    set?: TicketChange
    data?: Record<string, unknown>
  },
  act: Act,
): Promise<TicketRecord> {
  const { to, reason, set, data, ...said } = move
  const { category } = stateOf(workflow, to)
  const moved = await changeAndFollow(trx, ticket, act, {
    type: 'transition',
    reason: reason ?? null,
    set: { ...set, ...said, state: to, category, ...timesOf(ticket, category, act) },
    ...(data && { data }),
  })
  if (episodeEnding(category) && ticket.episode !== null) await endEpisode(trx, ticket.episode, category)
  const next = automaticNext(workflow, to)
  if (next === undefined) return moved
  const byItself = { actor: SYSTEM, nowMs: act.nowMs }
  return moveTicket(trx, moved, workflow, { to: next, reason: `It follows from ${to} by itself.` }, byItself)
}

/**
 * What was said of a repair that did not help stays in the ledger. Whatever a phone's clock says, or ours where it was
 * set back: nothing is done before the ticket was made, nor closed before it was resolved.
 */
function timesOf(
  { category: from, createdAtMs, resolvedAtMs }: TicketRecord,
  to: Category,
  { nowMs, deviceAtMs }: Act,
): TicketChange {
  const atMs = Math.max(deviceAtMs ?? nowMs, createdAtMs, resolvedAtMs ?? createdAtMs)
  const was = isDone(from)
  if (to === 'closed') return { closedAtMs: atMs, ...(!was && { resolvedAtMs: atMs }) }
  if (isDone(to)) return was ? {} : { resolvedAtMs: atMs }
  const notDone = { resolvedAtMs: null, closedAtMs: null, failureCode: null, outcome: null, resolution: null }
  return was || from === 'closed' ? notDone : {}
}

const isDone = (category: Category) => category === 'resolved' || category === 'verifying'

/** Notes that somebody approves of the ticket's next step; a workflow can ask for it. */
export function approveTicket(
  db: Db,
  { number, ifVersion }: SeenTicket,
  reason: string | undefined,
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number, ifVersion)
    if (!isOpen(ticket.category))
      throw conflict(`Ticket ${number} is ${ticket.state}; there is nothing to approve.`)
    await changeTicket(trx, ticket, act, {
      type: 'approval',
      set: {},
      reason: reason ?? null,
      data: { state: ticket.state, roles: act.roles ?? Role.enum },
    })
    return ticketDetail(trx, number, act.roles)
  })
}

/** A clock that is ahead says when it was written. */
function boundedDeviceTime(deviceTimeMs: number | undefined, nowMs: number): number | undefined {
  return deviceTimeMs === undefined ? undefined : Math.min(deviceTimeMs, nowMs)
}

async function requireFailureCode(trx: Trx, code: string): Promise<void> {
  const rows = await trx.selectFrom('failureCodes').select('code').orderBy('code').execute()
  const codes = rows.map(row => row.code)
  if (codes.includes(code)) return
  throw invalid('/failureCode', `Failure code ${code} is not known; use one of ${codes.join(', ')}.`)
}
