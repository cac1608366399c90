import type { Db, Trx } from './database.ts'

export interface NewRequester {
  ticket: number
  name?: string | undefined
  contact?: string | undefined
  report?: string | undefined
  nowMs: number
}

/** Notes who asked for the work. Names stand here and not in the ledger, so that they can be forgotten. */
export async function insertRequester(
  trx: Trx,
  { ticket, name, contact, report, nowMs }: NewRequester,
): Promise<number> {
  const { id } = await trx
    .insertInto('requesters')
    .values({
      ticket,
      name: name ?? null,
      contact: contact ?? null,
      report: report ?? null,
      createdAtMs: nowMs,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Whoever asked for this work, the first one first. */
export const listRequesters = (db: Db, ticket: number) =>
  db
    .selectFrom('requesters')
    .select(['id', 'name', 'contact', 'report', 'createdAtMs'])
    .where('ticket', '=', ticket)
    .orderBy('id')
    .execute()
