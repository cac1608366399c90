import { sql } from 'kysely'
import type { RouteTree } from '../domain/route-tree.ts'
import type { Candidate } from '../routing/candidate.ts'
import { type DispatchDecision, type DispatchInput, dispatch } from '../routing/dispatch.ts'
import { type RoutingDecision, route } from '../routing/route.ts'
import { type Change, changeTicket, type TicketRecord } from './change-ticket.ts'
import { type Db, prepared, type Trx } from './database.ts'
import { type NewDecision, storeDecision } from './decisions.ts'
import {
  membersOf,
  routableOf,
  type Surroundings,
  surroundingsOf,
  type TicketFacts,
} from './dispatch-facts.ts'
import { type Act, SYSTEM } from './ledger.ts'
import { addNotice } from './notices.ts'

/** A ticket's team, with what the choice inside of it needs to know. */
export interface Routed extends RoutingDecision {
  version: number | null
  weights: RouteTree['weights']
  around: Surroundings
}

/** Which team gets a ticket. */
export async function routeTicket(trx: Db | Trx, ticket: TicketFacts): Promise<Routed> {
  const around = await surroundingsOf(trx, ticket)
  if (!around) throw new Error(`the asset ${ticket.asset} of the ticket is gone`)
  return routeFrom(around, ticket)
}

export function routeFrom(around: Surroundings, ticket: TicketFacts): Routed {
  const { tree, version } = around
  return { ...route(tree, routableOf(ticket, around)), version, weights: tree.weights, around }
}

/** Chooses somebody of the team for a ticket, and gives it to them. */
async function assignByRule(trx: Trx, ticket: TicketRecord, routed: Routed, act: Act): Promise<TicketRecord> {
  const chosen = await chooseAndHold(
    trx,
    await inputOf(trx, ticket, routed, { nowMs: act.nowMs }),
    ticket.number,
  )
  await storeDecision(trx, ticket.number, act, decisionOf(routed, chosen))
  return handOver(trx, ticket, { team: routed.team, chosen, reason: chosen.reason }, act)
}

/** What is kept of a choice by the rules. */
export const decisionOf = ({ reason, team, version }: Routed, chosen: DispatchDecision): NewDecision => ({
  ...chosen,
  reason: `${reason} ${chosen.reason}`,
  team,
  routeVersion: version,
  manual: false,
})

interface Choice {
  team: string
  chosen: DispatchDecision
  reason: string
}

/** Gives the ticket to whom the rules chose, or leaves it in the team's queue and says so. */
export async function handOver(
  trx: Trx,
  ticket: TicketRecord,
  choice: Choice,
  act: Act,
): Promise<TicketRecord> {
  if (choice.chosen.assignee === null) await tellHeads(trx, ticket, { ...choice, nowMs: act.nowMs })
  const change = assigning(ticket, choice)
  return change ? changeTicket(trx, ticket, act, change) : ticket
}

/** How a choice changes the ticket; undefined: not at all. */
export function assigning(
  ticket: Pick<TicketRecord, 'team' | 'assignee'>,
  { team, chosen: { assignee, candidates }, reason }: Choice,
): Change | undefined {
  const isSame = ticket.team === team && ticket.assignee === assignee
  if (isSame && (assignee !== null || candidates.length === 0)) return undefined
  const set = { team, assignee, assignment: assignee === null ? null : ('rule' as const) }
  return { type: 'assigned', reason, set }
}

export async function inputOf(
  trx: Db | Trx,
  ticket: Pick<TicketRecord, 'number' | 'asset' | 'faultKey' | 'requiredSkills' | 'respondByMs'>,
  { team, skills, weights, around }: Routed,
  { nowMs, also }: { nowMs: number; also?: string },
): Promise<DispatchInput> {
  const { candidates, calendars, respondByMs = null } = await membersOf(trx, { team, also }, ticket, around)
  return {
    ticket: {
      team,
      site: around.site,
      skills: [...new Set([...skills, ...ticket.requiredSkills])],
      criticality: around.criticality,
      respondByMs: respondByMs ?? ticket.respondByMs,
      timeZone: around.timeZone,
    },
    candidates,
    weights,
    nowMs,
    calendars,
  }
}

/**
 * Nobody is given more than they have room for, whatever happens at once: who is chosen is held until this transaction
 * ends, and their tickets are counted again. Whoever another transaction holds counts as having one more, so that many
 * tickets at once spread over the team instead of waiting for each other; only who is the best all the same is waited for.
 */
export async function chooseAndHold(
  trx: Trx,
  input: DispatchInput,
  number: number,
): Promise<DispatchDecision> {
  const candidates = input.candidates.map(candidate => ({ ...candidate }))
  const beingGiven = new Set<string>()
  for (;;) {
    const decision = dispatch({ ...input, candidates })
    const chosen = candidates.find(({ id }) => id === decision.assignee)
    if (!chosen) return decision
    const openTickets = await holdTechnician(trx, chosen, number, beingGiven.has(chosen.id))
    if (openTickets === chosen.openTickets) return decision
    chosen.openTickets = openTickets ?? chosen.openTickets + 1
    if (openTickets === null) beingGiven.add(chosen.id)
  }
}

/** Unfinished tickets beside this one (`hold_technician` in the migration); null where somebody else holds them. */
async function holdTechnician(
  trx: Trx,
  { id, openTickets }: Pick<Candidate, 'id' | 'openTickets'>,
  beside: number,
  wait: boolean,
): Promise<number | null> {
  const { rows } = await sql<{
    open: number | null
  }>`${prepared} select ticketing.hold_technician(${id}, ${beside}, ${openTickets}, ${wait}) as open`.execute(
    trx,
  )
  return rows[0]?.open ?? null
}

/** Who leads the team hears that nobody can have the ticket; a team that has nobody works from its queue. */
export async function tellHeads(
  trx: Trx,
  ticket: Pick<TicketRecord, 'number' | 'title'>,
  { team, chosen, nowMs }: { team: string; chosen: DispatchDecision; nowMs: number },
): Promise<void> {
  const heads = await trx
    .selectFrom('teams')
    .select(['lead', 'manager'])
    .where('id', '=', team)
    .executeTakeFirst()
  const head = heads?.lead ?? heads?.manager
  if (!head && chosen.candidates.length === 0) return
  await addNotice(
    trx,
    {
      type: 'dispatch.unassigned',
      ticket: ticket.number,
      recipients: [head ? `technician:${head}` : `team:${team}`],
      title: `Ticket ${ticket.number} waits in the queue of team ${team}`,
      body: `${ticket.title}. ${chosen.reason}`,
      data: { team },
    },
    nowMs,
  )
}

/** The rules decide again when a ticket is handed out, for time has passed; what a person decided stands. */
async function afterChange(
  trx: Trx,
  { before, after, act }: { before: TicketRecord; after: TicketRecord; act: Act },
): Promise<void> {
  if (after.category !== 'assigned' || before.category === 'assigned') return
  const byRule = { actor: SYSTEM, nowMs: act.nowMs }
  const { assignee, title, number } =
    after.assignment === 'person'
      ? after
      : await assignByRule(trx, after, await routeAgain(trx, after), byRule)
  if (assignee !== null) await tellAssignee(trx, { assignee, title, number }, act.nowMs)
}

export const dispatching = { afterChange }

/** By the tree, unless a person has transferred the ticket: then it stays in that team. */
async function routeAgain(trx: Trx, ticket: TicketRecord): Promise<Routed> {
  const routed = await routeTicket(trx, ticket)
  const row = await trx
    .selectFrom('dispatchDecisions')
    .select('team')
    .where('ticket', '=', ticket.number)
    .where('manual', '=', true)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return inTeam(routed, row?.team ?? routed.team)
}

/** As routed, but in a team that a person chose. Certificates are for safety: what the route requires holds in any team. */
export function inTeam(routed: Routed, team: string): Routed {
  if (routed.team === team) return routed
  return { ...routed, team, path: [], version: null, reason: `A person transferred it to team ${team}.` }
}

/** Somebody is asked to do it. */
export const tellAssignee = (
  trx: Trx,
  { assignee, title, number }: { assignee: string; title: string; number: number },
  nowMs: number,
): Promise<void> =>
  addNotice(
    trx,
    {
      type: 'dispatch.assigned',
      ticket: number,
      recipients: [`technician:${assignee}`],
      title: `Ticket ${number} is yours`,
      body: title,
    },
    nowMs,
  )
