import { sql } from 'kysely'
import type { Clocks } from '../domain/clock.ts'
import type { DueDate } from '../domain/due.ts'
import type { LedgerEvent } from '../domain/ledger.ts'
import { stateOf } from '../domain/workflow.ts'
import { asColumns, eventOf, keptOf, type TicketRecord } from './change-ticket.ts'
import { prepared, type Trx } from './database.ts'
import { insertDecision, type NewDecision } from './decisions.ts'
import { assigning, chooseAndHold, decisionOf, inputOf, routeFrom, tellHeads } from './dispatch.ts'
import { type Act, type Entry, entryOf, insertEvents, SYSTEM } from './ledger.ts'
import type { NewTicket } from './new-ticket.ts'
import { firstClocks } from './sla.ts'
import { wakingUp } from './sla-wakes.ts'
import { noticeOfNew } from './tell-changes.ts'

/** A ticket that was made in this transaction, with what was written beside it. */
export interface MadeTicket extends TicketRecord {
  events: LedgerEvent[]
  /** Why its team and assignee have it. */
  decision: string
  sla: { clocks: Clocks; due: DueDate }
}

/**
 * Makes a ticket of any intake: in the first state of its kind's workflow, given to a team and, once its clocks are
 * known, to somebody of it; with its first events. All of it is decided first and then written by one statement.
 * Two open tickets of one fault raised by findings are a unique violation.
 */
export async function createTicket(
  trx: Trx,
  { ground, ...given }: NewTicket,
  act: Act,
  why: { reason: string | null; data?: Record<string, unknown> },
): Promise<MadeTicket> {
  const { asset, site, workflow, criticality } = ground
  const { id: state, category } = stateOf(workflow.document, workflow.document.initial)
  const routed = routeFrom(ground, { ...given, asset })
  const blank: Unnumbered = {
    ...{ ...empty, ...given, asset, site, team: routed.team, workflow: workflow.id, state, category },
    ...{ createdAtMs: act.nowMs, updatedAtMs: act.nowMs },
  }
  const { projection, wakeAtMs, ...sla } = firstClocks(ground.sla, blank, { criticality, nowMs: act.nowMs })
  const clocked = { ...blank, ...projection }
  const input = await inputOf(trx, { ...clocked, number: 0 }, routed, { nowMs: act.nowMs })
  const chosen = await chooseAndHold(trx, input, 0)
  const choice = { team: routed.team, chosen, reason: chosen.reason }
  const change = assigning(clocked, choice)
  const assigned = change && eventOf(clocked, change).event
  const ticket = { ...clocked, ...change?.set, version: assigned ? 2 : 1 }
  const byRule = { actor: SYSTEM, nowMs: act.nowMs }
  const routing = { team: routed.team, path: routed.path }
  const entries = [
    entryOf({ type: 'created', ...why, after: keptOf(blank) }, act),
    entryOf({ type: 'routed', reason: routed.reason, data: routing }, act),
    ...(assigned ? [entryOf(assigned, byRule)] : []),
  ]
  const decision = decisionOf(routed, chosen)
  const { number, events } = await write(trx, { ticket, entries, decision, wakeAtMs }, byRule)
  if (chosen.assignee === null) await tellHeads(trx, { ...ticket, number }, { ...choice, nowMs: act.nowMs })
  return { ...ticket, number, events, decision: decision.reason, sla }
}

type Unnumbered = Omit<TicketRecord, 'number'>

interface Written {
  ticket: Unnumbered
  entries: readonly Entry[]
  decision: NewDecision
  /** When its alarm goes off; undefined: never. */
  wakeAtMs: number | undefined
}

/** The ticket with its events, the decision and its alarm, in one statement. */
async function write(
  trx: Trx,
  { ticket, entries, decision, wakeAtMs }: Written,
  byRule: Act,
): Promise<{ number: number; events: LedgerEvent[] }> {
  const number = sql<number>`(select number from ticket)`
  const of = { subject: 'ticket' as const, subjectId: sql<string>`(select number::text from ticket)` }
  const wakes = sql`select number as ticket, ${wakeAtMs ?? null}::bigint as at_ms from ticket
    where ${wakeAtMs !== undefined}`
  const { rows } = await sql<{ number: number; events: number[] }>`${prepared}
    with ticket as (${trx.insertInto('tickets').values(asColumns(ticket)).returning('number')}),
    history as (${insertEvents(trx, of, entries).returning('id')}),
    decision as (${insertDecision(trx, number, byRule, decision)}),
    notice as (${noticeOfNew(ticket, number, byRule.nowMs)}),
    ${wakingUp(wakes, byRule.nowMs)}
    select number, (select json_agg(id order by id) from history) as events, (select count(*) from alarms) from ticket`.execute(
    trx,
  )
  const [row] = rows
  if (!row) throw new Error('the new ticket has no number')
  const subject = { subject: 'ticket' as const, subjectId: String(row.number) }
  return {
    number: row.number,
    events: entries.map((entry, index) => ({ id: row.events[index] as number, ...subject, ...entry })),
  }
}

const empty = {
  version: 1,
  findingCount: 0,
  cleared: false,
  reworkCount: 0,
  fields: {},
  checklist: [],
  requiredSkills: [],
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
