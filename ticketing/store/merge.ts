import { sql } from 'kysely'
import type { Category } from '../domain/category.ts'
import { isOpen } from '../domain/category.ts'
import { isMoreUrgent, isWorse } from '../domain/priority.ts'
import { conflict } from '../domain/refusals.ts'
import { type MergeRequest, requireMergeable } from '../domain/relations.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import { stateIn, type Workflow } from '../domain/workflow.ts'
import { changeTicket, lockTicket, type TicketChange, type TicketRecord } from './change-ticket.ts'
import { changeAndFollow } from './consequences.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import { childrenOf, lineOf, lockRelations } from './placed.ts'
import { ticketDetail } from './tickets.ts'
import { moveTicket } from './transitions.ts'
import { workflowById } from './workflows.ts'

/**
 * Makes one ticket of two: the source is cancelled and says where it goes on, and everything that hangs on it moves to
 * the target, which is as urgent as the more urgent of the two. Answers the target. Errors: `not_found`,
 * `precondition_failed` (the source's version), `conflict` where one is over, `invalid` for a ticket and itself.
 */
export function mergeTickets(
  db: Db,
  { number, ifVersion }: { number: number; ifVersion?: readonly number[] | undefined },
  { into, reason }: MergeRequest,
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    await lockRelations(trx)
    const { source, target } = await lockBoth(trx, { number, ifVersion }, into)
    requireMergeable(placeOf(source), placeOf(target), await lineOf(trx, into))
    await requireOneSite(trx, source, target)
    const { document } = await workflowById(trx, source.workflow)
    const moved = await moveWhatHangs(trx, source, target)
    await moveChildren(trx, source, target, act)
    await endSource(trx, source, document, { into, reason, moved }, act)
    await changeAndFollow(trx, target, act, {
      type: 'merged',
      set: await together(trx, source, target),
      reason,
      data: { source: source.number, startedAtMs: source.createdAtMs, ...moved },
    })
    return ticketDetail(trx, into, act.roles)
  })
}

/** In the order of their numbers, so that two merges of the same tickets wait for each other. */
async function lockBoth(
  trx: Trx,
  { number, ifVersion }: { number: number; ifVersion?: readonly number[] | undefined },
  into: number,
) {
  const locked = new Map<number, TicketRecord>()
  for (const one of [...new Set([number, into])].sort((a, b) => a - b)) {
    locked.set(one, await lockTicket(trx, one, one === number ? ifVersion : undefined))
  }
  const source = locked.get(number)
  const target = locked.get(into)
  if (!source || !target) throw new Error('both were locked just now')
  return { source, target }
}

const placeOf = ({ number, category, parent }: TicketRecord) => ({
  number,
  open: isOpen(category),
  parent,
})

/** What people wrote on a ticket is for its site: nothing carries it to another, unless the asset itself has moved. */
async function requireOneSite(trx: Trx, source: TicketRecord, target: TicketRecord): Promise<void> {
  if (source.site === target.site) return
  const at = trx
    .selectFrom('assets')
    .select('site')
    .where('id', 'in', [source.asset, target.asset])
    .distinct()
  if ((await at.execute()).length === 1) return
  throw conflict(
    `Ticket ${source.number} is of site ${source.site} and ticket ${target.number} of site ${target.site}; only tickets of one site are merged. Make one the parent of the other.`,
  )
}

/** Moves rows that hang on the source, and says how many. */
async function moveWhatHangs(trx: Trx, { number }: TicketRecord, { number: into }: TicketRecord) {
  const count = async (query: ReturnType<typeof sql>) =>
    Number((await query.execute(trx)).numAffectedRows ?? 0)
  const moved = {
    findings: await count(
      sql`update ticketing.findings set ticket_number = ${into} where ticket_number = ${number}`,
    ),
    comments: await count(
      sql`update ticketing.comments set ticket = ${into}, written_on = coalesce(written_on, ticket)
        where ticket = ${number}`,
    ),
    attachments: await count(sql`update ticketing.attachments set ticket = ${into} where ticket = ${number}`),
    requesters: await count(sql`update ticketing.requesters set ticket = ${into} where ticket = ${number}`),
    watchers: await count(
      sql`insert into ticketing.watchers (ticket, watcher, since_ms)
        select ${into}, watcher, since_ms from ticketing.watchers where ticket = ${number}
        on conflict do nothing`,
    ),
  }
  await trx.deleteFrom('watchers').where('ticket', '=', number).execute()
  return moved
}

async function moveChildren(trx: Trx, source: TicketRecord, target: TicketRecord, act: Act): Promise<void> {
  for (const child of await childrenOf(trx, source.number)) {
    if (child === target.number) continue // `requireMergeable` refuses this
    const locked = await lockTicket(trx, child)
    const reason = `Its parent was merged into ticket ${target.number}.`
    await changeTicket(trx, locked, act, { type: 'changed', set: { parent: target.number }, reason })
  }
}

/** Its episode goes on all the same: `latestEpisode` asks the ticket that goes on. */
async function endSource(
  trx: Trx,
  source: TicketRecord,
  workflow: Workflow,
  { into, reason, moved }: { into: number; reason: string; moved: object },
  act: Act,
): Promise<void> {
  const to = endState(workflow)
  await moveTicket(
    trx,
    source,
    workflow,
    {
      to,
      reason,
      set: { mergedInto: into, snoozedUntilMs: null, findingCount: 0 },
      data: { into, ...moved },
    },
    act,
  )
}

/** A workflow of a plant's own need not have a state for what is not needed any more. */
function endState(workflow: Workflow): string {
  const ends: readonly Category[] = ['cancelled', 'rejected', 'closed']
  const found = ends.map(category => stateIn(workflow, category)).find(state => state !== undefined)
  if (found === undefined) throw conflict('The workflow of the ticket has no end, so it cannot be merged.')
  return found
}

/** What the target is after the merge: as bad as the worse, as urgent as the more urgent, as old as the older. */
async function together(trx: Trx, source: TicketRecord, target: TicketRecord): Promise<TicketChange> {
  return {
    ...(isMoreUrgent(source.priority, target.priority) && { priority: source.priority }),
    ...(isWorse(source.severity, target.severity) && { severity: source.severity }),
    ...(await evidence(trx, target.number)),
    ...earliest(source, target),
    snoozedUntilMs: null,
    cleared: source.cleared && target.cleared,
  }
}

function earliest(source: TicketRecord, target: TicketRecord): TicketChange {
  const times = [source.observedAtMs, target.observedAtMs].filter(ms => ms !== null)
  const crossings = [source.predictedCrossingAtMs, target.predictedCrossingAtMs].filter(ms => ms !== null)
  return {
    ...(times.length > 0 && { observedAtMs: Math.min(...times) }),
    ...(crossings.length > 0 && { predictedCrossingAtMs: Math.min(...crossings) }),
  }
}

/** First, last and number of the findings that a ticket has now. */
export async function evidence(trx: Trx, number: number): Promise<TicketChange> {
  const { rows } = await sql<{
    first: string | null
    last: string | null
    newestMs: number | null
    total: number
  }>`
    select count(*) as total, max(observed_at_ms) as "newestMs",
      (array_agg(id order by observed_at_ms, received_order))[1] as first,
      (array_agg(id order by observed_at_ms desc, received_order desc))[1] as last
    from ticketing.findings where ticket_number = ${number}`.execute(trx)
  const { first = null, last = null, newestMs = null, total = 0 } = rows[0] ?? {}
  return { firstFinding: first, lastFinding: last, lastFindingAtMs: newestMs, findingCount: Number(total) }
}
