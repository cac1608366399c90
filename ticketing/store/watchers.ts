import { lockTicket, type TicketRecord } from './change-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { requireTechnicians } from './people.ts'

/** Who is told of what happens to the ticket, in the order of their ids. */
export async function watchersOf(db: Db | Trx, ticket: number): Promise<string[]> {
  const rows = await db
    .selectFrom('watchers')
    .select('watcher')
    .where('ticket', '=', ticket)
    .orderBy('watcher')
    .execute()
  return rows.map(row => row.watcher)
}

/** Watching twice is the same as once. The caller holds the ticket's lock. */
export async function addWatcher(trx: Trx, ticket: TicketRecord, watcher: string, act: Act): Promise<void> {
  const added = await trx
    .insertInto('watchers')
    .values({ ticket: ticket.number, watcher, sinceMs: act.nowMs })
    .onConflict(conflict => conflict.doNothing())
    .returning('watcher')
    .executeTakeFirst()
  if (!added) return
  await appendEvents(trx, { subject: 'ticket', id: ticket.number }, act, [
    { type: 'watched', data: { watcher } },
  ])
}

export function watch(db: Db, number: number, watcher: string, act: Act): Promise<string[]> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number)
    await requireTechnicians(trx, [watcher], '/params/watcher')
    await addWatcher(trx, ticket, watcher, act)
    return watchersOf(trx, number)
  })
}

/** Not watching any more; whoever did not is none the worse. */
export function unwatch(db: Db, number: number, watcher: string, act: Act): Promise<string[]> {
  return transact(db, async trx => {
    await lockTicket(trx, number)
    const removed = await trx
      .deleteFrom('watchers')
      .where('ticket', '=', number)
      .where('watcher', '=', watcher)
      .returning('watcher')
      .executeTakeFirst()
    if (removed) {
      await appendEvents(trx, { subject: 'ticket', id: number }, act, [
        { type: 'unwatched', data: { watcher } },
      ])
    }
    return watchersOf(trx, number)
  })
}
