import { requireSoundFields, type TicketFields } from '../domain/custom-fields.ts'
import { notFound } from '../domain/refusals.ts'
import { type Db, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'

const none: TicketFields = { type: 'object', properties: {} }

/** Custom fields of the tickets of a class. */
export async function getTicketFields(db: Db, id: string): Promise<TicketFields> {
  const row = await db.selectFrom('classes').select('ticketFields').where('id', '=', id).executeTakeFirst()
  if (!row) throw noClass(id)
  return row.ticketFields ?? none
}

export function replaceTicketFields(
  db: Db,
  id: string,
  fields: TicketFields,
  act: Act,
): Promise<TicketFields> {
  requireSoundFields(fields, '')
  return transact(db, async trx => {
    const row = await trx
      .selectFrom('classes')
      .select('ticketFields')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw noClass(id)
    await trx
      .updateTable('classes')
      .set({ ticketFields: JSON.stringify(fields) })
      .where('id', '=', id)
      .execute()
    await appendEvents(trx, { subject: 'class', id }, act, [
      { type: 'changed', before: { ticketFields: row.ticketFields }, after: { ticketFields: fields } },
    ])
    return fields
  })
}

const noClass = (id: string) => notFound(`There is no equipment class ${id}.`)
