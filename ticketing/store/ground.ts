import { sql } from 'kysely'
import type { Sla } from '../domain/clocks.ts'
import type { TicketFields } from '../domain/custom-fields.ts'
import type { PriorityMatrix } from '../domain/priority-matrix.ts'
import type { TicketKind } from '../domain/ticket.ts'
import type { Workflow } from '../domain/workflow.ts'
import { prepared, type Trx } from './database.ts'
import {
  type SurroundingRow,
  type Surroundings,
  surroundingColumns,
  surroundingsIn,
  surroundingTables,
} from './dispatch-facts.ts'
import { slaOf, slaSignature } from './sla-policies.ts'
import { type KeptWorkflow, keptWorkflows, workflowById } from './workflows.ts'

/** What a new ticket stands on: its asset, and the newest version of all that people have laid down for tickets. */
export interface Ground extends Surroundings {
  asset: string
  /** Custom fields that its class asks for. */
  ticketFields: TicketFields | null
  matrix: PriorityMatrix
  workflow: Pick<KeptWorkflow, 'id' | 'document'>
  sla: Sla
}

/**
 * In one query, in the transaction that makes the ticket. The large documents come by their keys and are sent only where
 * this process does not have them. Undefined where there is no such asset.
 */
export async function groundOf(
  trx: Trx,
  { kind, ...place }: { asset: string; kind: TicketKind; firstFinding?: string },
): Promise<Ground | undefined> {
  const { rows } = await sql<Row>`${prepared}
    select ${surroundingColumns(place)}, c.ticket_fields as "ticketFields",
      (select matrix from ticketing.priority_matrix order by version desc limit 1) as matrix,
      w.id as "workflowId", w.key as "workflowKey",
      case when w.key = any(${keptWorkflows.keys()}::uuid[]) then null else w.document end as document,
      ${slaSignature} as signature
    from ${surroundingTables(place)}
    join ticketing.classes c on c.id = a.class
    cross join (
      select id, key, document from ticketing.workflows where kind = ${kind} order by version desc limit 1
    ) w
    where a.id = ${place.asset}`.execute(trx)
  const [row] = rows
  if (!row) return undefined
  const { ticketFields, matrix, workflowId, workflowKey, document, signature, ...around } = row
  return {
    ...(await surroundingsIn(trx, around)),
    ...{ asset: place.asset, ticketFields, matrix },
    workflow: { id: workflowId, document: await workflowIn(trx, row) },
    sla: await slaOf(trx, signature),
  }
}

interface Row extends SurroundingRow {
  ticketFields: TicketFields | null
  matrix: PriorityMatrix
  workflowId: number
  workflowKey: string
  document: Workflow | null
  signature: string
}

async function workflowIn(trx: Trx, { workflowId, workflowKey, document }: Row): Promise<Workflow> {
  if (document) return keptWorkflows.keep(workflowKey, document)
  return keptWorkflows.get(workflowKey) ?? (await workflowById(trx, workflowId)).document
}
