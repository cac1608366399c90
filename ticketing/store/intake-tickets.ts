import type { Finding } from '../../contracts/finding.ts'
import { isOpen } from '../domain/category.ts'
import { isMoreUrgent, isWorse } from '../domain/priority.ts'
import { STORM_FAULT, stormDescription, stormTitle } from '../domain/storm.ts'
import type { TicketKind } from '../domain/ticket.ts'
import { stateIn, stateOf, type Workflow } from '../domain/workflow.ts'
import type { AssetFacts, RollUp, TicketChange, Verdict } from '../stages/stage.ts'
import { changeTicket, lockTicket, type TicketRecord } from './change-ticket.ts'
import { changeAndFollow } from './consequences.ts'
import { createTicket } from './create-ticket.ts'
import { LostRace, type Trx } from './database.ts'
import { openEpisode, reopenEpisode } from './episodes.ts'
import { type Ground, groundOf } from './ground.ts'
import { SYSTEM } from './ledger.ts'
import { countFault, type RollUpAppend } from './roll-ups.ts'
import { moveTicket } from './transitions.ts'
import { workflowById } from './workflows.ts'

/** What a finding makes of tickets, written in the transaction of its verdict. */
interface Given {
  finding: Finding
  asset: AssetFacts
  nowMs: number
}

const bySystem = (nowMs: number) => ({ actor: SYSTEM, nowMs })

const kindOf = ({ faultKind }: Finding): TicketKind =>
  faultKind === 'sensor' ? 'instrumentation' : 'predictive'

/** The ticket of a new episode. */
export async function raiseTicket(
  trx: Trx,
  { finding, asset, nowMs }: Given,
  { priority, title, reason }: Extract<Verdict, { kind: 'created' }>,
): Promise<number> {
  const { severity, faultKey, unit, device, predictedCrossingAtMs } = finding
  const metric = finding.metric === '' ? null : finding.metric // of the device as a whole
  const kind = kindOf(finding)
  const episode = await openEpisode(trx, finding)
  const ground = await groundUnder(trx, { finding, asset, kind })
  const { number } = await createTicket(
    trx,
    {
      ...{ kind, ground, title, priority, severity, faultKey, metric, unit, device, episode },
      source: 'finding',
      ...evidenceOf(finding),
      findingCount: 1,
      predictedCrossingAtMs: predictedCrossingAtMs ?? null,
    },
    bySystem(nowMs),
    { reason, data: { finding: finding.id } },
  )
  return number
}

/** The roll-up ticket of an asset, or of a site: then on the asset of the fault that was the first too many. */
export async function raiseRollUp(
  trx: Trx,
  { finding, asset, nowMs }: Given,
  { scope, priority, severity, reason }: RollUp & { reason: string },
): Promise<number> {
  const fault = { asset: asset.id, faultKey: finding.faultKey, severity }
  const kind = 'predictive'
  const ground = await groundUnder(trx, { finding, asset, kind })
  const { number } = await createTicket(
    trx,
    {
      source: 'finding',
      ...{ kind, ground, priority, severity, faultKey: STORM_FAULT[scope] },
      title: stormTitle(scope === 'site' ? asset.site : asset.name, 1),
      description: stormDescription([fault], 1),
      ...evidenceOf(finding),
    },
    bySystem(nowMs),
    { reason, data: { finding: finding.id } },
  )
  return number
}

async function groundUnder(
  trx: Trx,
  { finding, asset, kind }: Pick<Given, 'finding' | 'asset'> & { kind: TicketKind },
): Promise<Ground> {
  const ground = await groundOf(trx, { asset: asset.id, kind, firstFinding: finding.id })
  if (!ground) throw new Error(`the asset ${asset.id} of finding ${finding.id} is gone`)
  return ground
}

const evidenceOf = ({ id, sinceMs, observedAtMs }: Finding) => ({
  firstFinding: id,
  lastFinding: id,
  observedAtMs: sinceMs,
  lastFindingAtMs: observedAtMs,
})

/** Writes what a finding says that is new to its ticket: one event, with the finding's words unless it is muted. */
export function tellTicket(
  trx: Trx,
  ticket: TicketRecord,
  {
    finding,
    change,
    muted,
    nowMs,
  }: { finding: Finding; change: TicketChange; muted: boolean; nowMs: number },
): Promise<TicketRecord> {
  const { cleared, worse } = change
  const { id, phase, severity, observedAtMs, explanation } = finding
  return changeAndFollow(trx, ticket, bySystem(nowMs), {
    type: 'finding',
    set: { ...(cleared !== undefined && { cleared }), ...(worse && ownWords(ticket, finding, worse)) },
    ...(!muted && { reason: explanation, data: { finding: id, phase, severity, observedAtMs } }),
  })
}

/** A ticket that goes on with another fault by a merge keeps its title: what a person wrote, or its own fault's. */
function ownWords(ticket: TicketRecord, { faultKey }: Finding, worse: NonNullable<TicketChange['worse']>) {
  const { title, ...rest } = worse
  return ticket.faultKey === faultKey ? { title, ...rest } : rest
}

/** Counts findings that the ticket has got; `last` is the newest that was not late. No event: they are its findings. */
export function countFindings(
  trx: Trx,
  ticket: TicketRecord,
  { findings, last, nowMs }: { findings: number; last: Finding | undefined; nowMs: number },
): Promise<TicketRecord> {
  const { predictedCrossingAtMs } = last ?? {}
  return changeAndFollow(trx, ticket, bySystem(nowMs), {
    type: 'finding',
    set: {
      findingCount: ticket.findingCount + findings,
      ...(last && { lastFinding: last.id, lastFindingAtMs: last.observedAtMs }),
      ...(predictedCrossingAtMs !== undefined && { predictedCrossingAtMs }),
    },
  })
}

/**
 * What a fault's findings are to a roll-up ticket. Throws `LostRace` where somebody has ended that meanwhile. The lock
 * comes first: the foreign key of the fault's row would take a weaker one, and two writers that both have that and
 * want more would wait for each other.
 */
export async function tellRollUp(
  trx: Trx,
  append: RollUpAppend,
  { asset, nowMs }: { asset: AssetFacts; nowMs: number },
): Promise<void> {
  const { findings, last, reopens } = append
  const ticket = await lockTicket(trx, append.ticket)
  if (!isOpen(ticket.category)) throw new LostRace(`roll-up ticket ${append.ticket} is over`)
  const told = await countFault(trx, asset, append)
  const isNewest = last.observedAtMs >= (ticket.lastFindingAtMs ?? last.observedAtMs)
  const changed = await changeAndFollow(trx, ticket, bySystem(nowMs), {
    type: 'finding',
    set: {
      findingCount: ticket.findingCount + findings,
      ...(isNewest && { lastFinding: last.id, lastFindingAtMs: last.observedAtMs }),
      // Another intake may have raised it since this one looked.
      priority: isMoreUrgent(append.priority, ticket.priority) ? append.priority : ticket.priority,
      severity: isWorse(append.severity, ticket.severity) ? append.severity : ticket.severity,
      ...told,
    },
  })
  if (reopens) await reopenTicket(trx, changed, { nowMs, reason: last.explanation })
}

/** The repair did not hold: the same ticket, the same people, and one more on its count of rework. */
export async function reopenTicket(
  trx: Trx,
  ticket: TicketRecord,
  { nowMs, reason, actor = SYSTEM }: { nowMs: number; reason: string; actor?: string },
): Promise<void> {
  const { document } = await workflowById(trx, ticket.workflow)
  const to = reopenedState(document, ticket.state)
  if (to === undefined) throw new Error(`the workflow of ticket ${ticket.number} has no state of work`)
  const set = { reworkCount: ticket.reworkCount + 1 }
  if (ticket.episode !== null) await reopenEpisode(trx, ticket.episode)
  await moveTicket(trx, ticket, document, { to, reason, set }, { actor, nowMs })
}

/** Where a person would take it back to work, else the workflow's first state in which work is done, or asked for. */
function reopenedState(workflow: Workflow, state: string): string | undefined {
  const back = workflow.transitions.find(
    ({ from, to }) => from.includes(state) && stateOf(workflow, to).category === 'active',
  )
  return back?.to ?? stateIn(workflow, 'active') ?? stateIn(workflow, 'assigned') ?? workflow.initial
}

/** Ends a proposal that nobody looked at before its fault went away; the next ticket of the fault goes on for it. */
export async function lapse(trx: Trx, number: number, nowMs: number): Promise<TicketRecord> {
  const ticket = await lockTicket(trx, number)
  const { document } = await workflowById(trx, ticket.workflow)
  const to = stateIn(document, 'cancelled') ?? stateIn(document, 'closed')
  if (to === undefined) throw new Error(`the workflow of ticket ${number} has no end`)
  const reason =
    'Lapsed: nobody took it before the fault went away; it has come back, and a new ticket goes on.'
  return moveTicket(trx, ticket, document, { to, reason }, bySystem(nowMs))
}

/** Says with a lapsed proposal which ticket goes on for it. */
export async function nameSuccessor(
  trx: Trx,
  lapsed: TicketRecord,
  number: number,
  nowMs: number,
): Promise<void> {
  const reason = `Ticket ${number} continues it.`
  await changeTicket(trx, lapsed, bySystem(nowMs), { type: 'changed', set: { mergedInto: number }, reason })
}
