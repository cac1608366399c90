import { isOpen } from '../domain/category.ts'
import { changedFields, requireFields, type TicketFields } from '../domain/custom-fields.ts'
import { priorityOf } from '../domain/priority.ts'
import { conflict, invalid } from '../domain/refusals.ts'
import { requireParent } from '../domain/relations.ts'
import type { TicketDetail, TicketKind } from '../domain/ticket.ts'
import { draftOf, kindOf, type NewTicketRequest, type TicketPatch } from '../domain/ticket-work.ts'
import { lockTicket, type TicketChange, type TicketRecord } from './change-ticket.ts'
import { changeAndFollow } from './consequences.ts'
import { createTicket } from './create-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Ground, groundOf } from './ground.ts'
import type { Act } from './ledger.ts'
import { lineOf, lockRelations, placed } from './placed.ts'
import { insertRequester } from './requesters.ts'
import { getTemplate } from './ticket-templates.ts'
import { detailOfNew, ticketDetail } from './tickets.ts'

/** What a ticket that people make stands on. Error: `invalid`. */
export async function groundForWork(trx: Trx, on: { asset: string; kind: TicketKind }): Promise<Ground> {
  const ground = await groundOf(trx, on)
  if (ground) return ground
  throw invalid('/asset', `Asset ${on.asset} is not known; create it with POST /api/v1/assets.`)
}

/**
 * Makes a ticket that a planner or another system asks for. Errors: `invalid` with the field; `conflict` where a parent
 * is over.
 */
export function createWork(db: Db, request: NewTicketRequest, act: Act): Promise<TicketDetail> {
  return transact(db, async trx => {
    const template = request.template === undefined ? undefined : await templateNamed(trx, request.template)
    const ground = await groundForWork(trx, { asset: request.asset, kind: kindOf(request, template) })
    const draft = draftOf(request, template, ground.assetName)
    requireFields(ground.ticketFields, draft.fields)
    if (draft.parent !== undefined) await requirePlace(trx, undefined, draft.parent)
    const { requester, source = 'planner', asset: _, priority, ...rest } = draft
    const byMatrix = priorityOf(rest.severity, ground.criticality, ground.matrix)
    const ticket = await createTicket(trx, { ...rest, source, ground, priority: priority ?? byMatrix }, act, {
      reason: null,
      ...(request.template !== undefined && { data: { template: request.template } }),
    })
    if (requester) await insertRequester(trx, { ticket: ticket.number, ...requester, nowMs: act.nowMs })
    return detailOfNew(ticket, ground, act.roles)
  })
}

/** Changes what people write on a ticket. Errors: as of `createWork`, `not_found`, `precondition_failed`. */
export function patchWork(
  db: Db,
  { number, ifVersion }: { number: number; ifVersion?: readonly number[] | undefined },
  patch: TicketPatch,
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    if (patch.parent !== undefined) await lockRelations(trx)
    const ticket = await lockTicket(trx, number, ifVersion)
    requireOpen(ticket)
    const { reason, ...set } = await patched(trx, ticket, patch)
    await changeAndFollow(trx, ticket, act, {
      type: set.priority !== undefined && set.priority !== ticket.priority ? 'priority' : 'changed',
      set,
      ...(reason !== undefined && { reason }),
    })
    return ticketDetail(trx, number, act.roles)
  })
}

/** Over is over: what was done stays as it was written, until somebody reopens it. */
export function requireOpen({ number, state, category, mergedInto }: TicketRecord): void {
  if (isOpen(category)) return
  const goesOn = mergedInto === null ? 'reopen it first.' : 'its `mergedInto` goes on for it.'
  throw conflict(`Ticket ${number} is ${state}; ${goesOn}`)
}

async function patched(
  trx: Trx,
  ticket: TicketRecord,
  { fields, reason, ...patch }: TicketPatch,
): Promise<TicketChange & { reason?: string }> {
  if (patch.priority !== undefined && patch.priority !== ticket.priority && reason === undefined) {
    throw invalid('/reason', 'reason is missing: say in words why the priority changes.')
  }
  if (patch.parent) await requirePlace(trx, ticket.number, patch.parent)
  const set: TicketChange = { ...patch }
  if (fields !== undefined) {
    set.fields = changedFields(ticket.fields, fields)
    requireFields(await fieldsOf(trx, ticket.asset), set.fields)
  }
  return { ...set, ...(reason !== undefined && { reason }) }
}

/** Custom fields that the class of an asset asks for. */
async function fieldsOf(trx: Trx, asset: string): Promise<TicketFields | null> {
  const { ticketFields } = await trx
    .selectFrom('assets as a')
    .innerJoin('classes as c', 'c.id', 'a.class')
    .select('c.ticketFields')
    .where('a.id', '=', asset)
    .executeTakeFirstOrThrow()
  return ticketFields
}

async function requirePlace(trx: Trx, number: number | undefined, parent: number): Promise<void> {
  const found = await placed(trx, parent)
  if (!found) throw invalid('/parent', `There is no ticket ${parent}.`)
  requireParent(number, found, await lineOf(trx, parent))
}

async function templateNamed(trx: Trx, id: string) {
  return getTemplate(trx, id).catch(error => {
    throw invalid('/template', error.message)
  })
}
