import { DELETED } from '../domain/ledger.ts'
import { conflict, invalid, notFound } from '../domain/refusals.ts'
import type { TicketTemplate } from '../domain/ticket-template.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import type { KeyRange } from './list.ts'

export async function listTemplates(db: Db, { limit, after = '' }: KeyRange): Promise<TicketTemplate[]> {
  const rows = await db
    .selectFrom('ticketTemplates')
    .select('template')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(row => row.template)
}

export async function getTemplate(db: Db | Trx, id: string): Promise<TicketTemplate> {
  const row = await db
    .selectFrom('ticketTemplates')
    .select('template')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw noTemplate(id)
  return row.template
}

export function createTemplate(db: Db, template: TicketTemplate, act: Act): Promise<TicketTemplate> {
  return transact(db, async trx => {
    const made = await trx
      .insertInto('ticketTemplates')
      .values({ id: template.id, template: JSON.stringify(template), updatedAtMs: act.nowMs })
      .onConflict(conflict => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw conflict(`Template ${template.id} exists already; replace it with PUT.`)
    await appendEvents(trx, kept(template.id), act, [{ type: 'created', after: template }])
    return template
  })
}

/** Replaces the whole template; tickets that were made from it stay as they are. */
export function replaceTemplate(
  db: Db,
  id: string,
  template: TicketTemplate,
  act: Act,
): Promise<TicketTemplate> {
  if (template.id !== id) {
    throw invalid('/id', `The id must be ${id}, as in the path; a template cannot be renamed.`)
  }
  return transact(db, async trx => {
    const before = await getTemplate(trx, id)
    await trx
      .updateTable('ticketTemplates')
      .set({ template: JSON.stringify(template), updatedAtMs: act.nowMs })
      .where('id', '=', id)
      .execute()
    await appendEvents(trx, kept(id), act, [{ type: 'changed', before, after: template }])
    return template
  })
}

export function deleteTemplate(db: Db, id: string, act: Act): Promise<void> {
  return transact(db, async trx => {
    const deleted = await trx
      .deleteFrom('ticketTemplates')
      .where('id', '=', id)
      .returning('template')
      .executeTakeFirst()
    if (!deleted) throw noTemplate(id)
    await appendEvents(trx, kept(id), act, [{ type: DELETED, before: deleted.template }])
  })
}

const kept = (id: string) => ({ subject: 'ticket_template' as const, id })

const noTemplate = (id: string) => notFound(`There is no ticket template ${id}.`)
