import { sql } from 'kysely'
import { notFound, requireVersion } from '../domain/refusals.ts'
import type { TicketKind } from '../domain/ticket.ts'
import type { Workflow } from '../domain/workflow.ts'
import type { Db, Trx } from './database.ts'
import { keptDocuments } from './kept-documents.ts'
import { appendEvents } from './ledger.ts'
import type { Edit } from './registry-ledger.ts'

/** A version of the workflow of a kind of ticket. */
export interface KeptWorkflow {
  id: number
  kind: TicketKind
  version: number
  document: Workflow
}

const columns = ['id', 'kind', 'version', 'document'] as const

export const keptWorkflows = keptDocuments<Workflow>()

/** The newest version, which new tickets of the kind begin with, or the one asked for. */
export async function workflowOf(db: Db | Trx, kind: TicketKind, version?: number): Promise<KeptWorkflow> {
  const found = await db
    .selectFrom('workflows')
    .select(columns)
    .where('kind', '=', kind)
    .$if(version !== undefined, query => query.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!found) throw notFound(`There is no version ${version} of the workflow of ${kind} tickets.`)
  return found
}

/** The version that a ticket began with. */
export const workflowById = (db: Db | Trx, id: number): Promise<KeptWorkflow> =>
  db.selectFrom('workflows').select(columns).where('id', '=', id).executeTakeFirstOrThrow()

/** The newest version for each kind. */
export const listWorkflows = (db: Db): Promise<KeptWorkflow[]> =>
  db
    .selectFrom('workflows')
    .select(columns)
    .distinctOn('kind')
    .orderBy('kind')
    .orderBy('version', 'desc')
    .execute()

/** Makes the document the newest version; tickets that began with an earlier one keep that. */
export async function saveWorkflow(
  trx: Trx,
  kind: TicketKind,
  document: Workflow,
  edit: Edit,
): Promise<KeptWorkflow> {
  await sql`lock table ticketing.workflows in share row exclusive mode`.execute(trx)
  const before = await workflowOf(trx, kind)
  requireVersion(`The workflow of ${kind} tickets`, before.version, edit.ifVersion)
  const saved = await trx
    .insertInto('workflows')
    .values({
      kind,
      version: before.version + 1,
      document: JSON.stringify(document),
      createdAtMs: edit.nowMs,
      actor: edit.actor,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await appendEvents(trx, { subject: 'workflow', id: kind }, edit, [
    {
      type: 'changed',
      before: { ...before.document },
      after: { ...document },
      data: { version: saved.version },
    },
  ])
  return saved
}
