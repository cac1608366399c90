import { sql } from 'kysely'
import { priorityOf } from '../domain/priority.ts'
import { conflict, invalid } from '../domain/refusals.ts'
import type { TicketDetail } from '../domain/ticket.ts'
import type { SplitRequest } from '../domain/ticket-work.ts'
import { changeTicket, lockTicket, type TicketRecord } from './change-ticket.ts'
import { changeAndFollow } from './consequences.ts'
import { createTicket } from './create-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { Act } from './ledger.ts'
import { evidence } from './merge.ts'
import { groundForWork, requireOpen } from './ticket-work.ts'
import { ticketDetail } from './tickets.ts'

/**
 * Makes a second ticket of a part of the work, with the findings that belong to it. The episode stays, so what the
 * detector says next goes on to the first ticket. Answers the new ticket.
 */
export function splitTicket(
  db: Db,
  { number, ifVersion }: { number: number; ifVersion?: readonly number[] | undefined },
  request: SplitRequest,
  act: Act,
): Promise<TicketDetail> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number, ifVersion)
    requireOpen(ticket)
    const made = await partOf(trx, ticket, request, act)
    const findings = request.findings ?? []
    if (findings.length > 0) await moveFindings(trx, ticket, made, { findings, act })
    await changeAndFollow(trx, ticket, act, {
      type: 'split',
      set: findings.length > 0 ? await evidence(trx, number) : {},
      reason: request.reason,
      data: { into: made.number, findings },
    })
    return ticketDetail(trx, made.number, act.roles)
  })
}

/** Its faults are a person's matter: without a fault key it stands beside whatever detectors raise. */
async function partOf(
  trx: Trx,
  ticket: TicketRecord,
  { title, description, reason, kind = 'corrective', asset: elsewhere, severity, asChild }: SplitRequest,
  act: Act,
): Promise<TicketRecord> {
  const ground = await groundForWork(trx, { asset: elsewhere ?? ticket.asset, kind })
  const bad = severity ?? ticket.severity
  const source = act.roles === undefined ? 'api' : 'planner'
  return createTicket(
    trx,
    {
      kind,
      source: ticket.source === 'finding' ? source : ticket.source,
      title,
      severity: bad,
      priority: priorityOf(bad, ground.criticality, ground.matrix),
      ground,
      ...(description !== undefined && { description }),
      ...(asChild && { parent: ticket.number }),
    },
    act,
    { reason, data: { splitFrom: ticket.number } },
  )
}

async function moveFindings(
  trx: Trx,
  ticket: TicketRecord,
  made: TicketRecord,
  { findings, act }: { findings: readonly string[]; act: Act },
): Promise<void> {
  const rows = await trx
    .selectFrom('findings')
    .select('id')
    .where('ticketNumber', '=', ticket.number)
    .where('id', 'in', findings)
    .execute()
  const own = new Set(rows.map(row => row.id))
  const index = findings.findIndex(id => !own.has(id))
  if (index >= 0) {
    throw invalid(`/findings/${index}`, `It is no finding of ticket ${ticket.number}.`)
  }
  if (own.size === ticket.findingCount) {
    throw conflict(`At least one finding must stay with ticket ${ticket.number}, which keeps the episode.`)
  }
  await sql`update ticketing.findings set ticket_number = ${made.number}
    where id in (${sql.join(findings)})`.execute(trx)
  await changeTicket(trx, made, act, { type: 'changed', set: await evidence(trx, made.number) })
}
