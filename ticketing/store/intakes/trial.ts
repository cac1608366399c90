import { sql } from 'kysely'
import type { ArrivalItem } from '../../domain/arrival.ts'
import type { AttachmentStore } from '../../domain/attachment.ts'
import type { NewIntake } from '../../domain/intake.ts'
import type { Decoded } from '../../domain/signal.ts'
import { type Db, type Trx, transact } from '../database.ts'
import { type Finished, keepArrival, type NewArrival } from './arrivals.ts'
import { insertIntake } from './rows.ts'
import { workOn } from './work.ts'

export interface Trial {
  intake: NewIntake
  arrival: Omit<NewArrival, 'intake' | 'senderKey' | 'nowMs'>
  store: AttachmentStore
  nowMs: number
}

/**
 * Does everything that would be done, by the same code, and undoes it. Numbers of tickets that would be made are not told:
 * nobody will have them.
 */
export function tryArrival(
  db: Db,
  { intake, arrival, store, nowMs }: Trial,
  decode: (id: number) => Promise<Decoded> | Decoded,
): Promise<Finished> {
  return undone(db, async trx => {
    const { rows } = await sql`select 1 from ticketing.intakes where id = ${intake.id}`.execute(trx)
    if (rows.length === 0) await insertIntake(trx, intake)
    const { id } = await keepArrival(trx, { ...arrival, intake: intake.id, senderKey: undefined, nowMs })
    const done = await workOn(trx, await decode(id), { arrival: id, intake, store, nowMs })
    return { ...done, result: done.result && { ...done.result, items: withoutNew(done.result.items) } }
  })
}

function withoutNew(items: readonly ArrivalItem[]): ArrivalItem[] {
  const made = new Map<number, string>()
  return items.map(item => {
    const { outcome, ticket, at } = item
    if (ticket === null) return item
    if (outcome === 'created') {
      made.set(ticket, at)
      return { ...item, ticket: null }
    }
    const first = made.get(ticket)
    return first === undefined
      ? item
      : { ...item, ticket: null, detail: `The ticket that ${first || 'it'} would make.` }
  })
}

async function undone<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return transact(db, async trx => {
    await sql`savepoint trial`.execute(trx)
    try {
      return await work(trx)
    } finally {
      await sql`rollback to savepoint trial`.execute(trx)
    }
  })
}
