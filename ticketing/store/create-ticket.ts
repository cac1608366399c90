import { stateOf } from '../domain/workflow.ts'
import { asColumns, keptOf, type TicketRecord } from './change-ticket.ts'
import { followCreation } from './consequences.ts'
import type { Trx } from './database.ts'
import { assignByRule, routeTicket } from './dispatch.ts'
import { type Act, appendEvents, SYSTEM } from './ledger.ts'
import type { NewTicket } from './new-ticket.ts'
import { workflowOf } from './workflows.ts'

/**
 * Makes a ticket of any intake: in the first state of its kind's workflow, given to a team and, after its
 * clocks are known, to somebody of it; with its first events.
 * Two open tickets of one fault raised by findings are a unique violation.
 */
export async function createTicket(
  trx: Trx,
  { asset, ...given }: NewTicket,
  act: Act,
  why: { reason: string | null; data?: Record<string, unknown> },
): Promise<TicketRecord> {
  const workflow = await workflowOf(trx, given.kind)
  const { id: state, category } = stateOf(workflow.document, workflow.document.initial)
  const routed = await routeTicket(trx, { ...given, asset: asset.id })
  const ticket = await trx
    .insertInto('tickets')
    .values({
      ...empty,
      ...asColumns(given),
      kind: given.kind,
      source: given.source,
      title: given.title,
      priority: given.priority,
      severity: given.severity,
      asset: asset.id,
      site: asset.site,
      team: routed.team,
      workflow: workflow.id,
      state,
      category,
      createdAtMs: act.nowMs,
      updatedAtMs: act.nowMs,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await appendEvents(trx, { subject: 'ticket', id: ticket.number }, act, [
    { type: 'created', reason: why.reason, after: keptOf(ticket), data: why.data ?? {} },
    { type: 'routed', reason: routed.reason, data: { team: routed.team, path: routed.path } },
  ])
  await followCreation(trx, ticket, act)
  return assignByRule(trx, ticket, routed, { actor: SYSTEM, nowMs: act.nowMs })
}

const empty = {
  episode: null,
  description: null,
  faultKey: null,
  metric: null,
  unit: null,
  device: null,
  team: null,
  assignee: null,
  assignment: null,
  firstFinding: null,
  lastFinding: null,
  observedAtMs: null,
  lastFindingAtMs: null,
  failureCode: null,
  outcome: null,
  rejectionCode: null,
  resolution: null,
  repairMinutes: null,
  partLeadMinutes: null,
  predictedCrossingAtMs: null,
  respondByMs: null,
  resolveByMs: null,
  dueAtMs: null,
  parent: null,
  mergedInto: null,
  snoozedUntilMs: null,
  resolvedAtMs: null,
  closedAtMs: null,
}
