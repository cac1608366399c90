import { sql } from 'kysely'
import type { Intervention } from '../../contracts/intervention.ts'
import { interventionsOf } from '../domain/intervention.ts'
import type { TicketRecord } from './change-ticket.ts'
import { asStore, openDb, type Pool, type Trx } from './database.ts'
import type { Act } from './ledger.ts'

/** Wakes whoever carries them into the message log. */
export const INTERVENTIONS_CHANNEL = 'ticketing_interventions'

/** A phone that was offline says when it really happened; one whose clock is wrong does not. */
const LONGEST_OFFLINE_MS = 7 * 24 * 3_600_000

/** Leaves a word for the detectors, in the transaction that changes the ticket. */
export async function tellDetectors(
  trx: Trx,
  { before, after, act }: { before: TicketRecord; after: TicketRecord; act: Act },
): Promise<void> {
  if (before.state === after.state) return
  const { rows } = await sql<{ id: string }>`
    select s.id from ticketing.workflows w, jsonb_to_recordset(w.document -> 'states') as s(id text, working boolean)
    where w.id = ${after.workflow} and s.working and s.id in (${before.state}, ${after.state})`.execute(trx)
  const isWorking = (state: string) => rows.some(({ id }) => id === state)
  const told = interventionsOf(
    { ...before, working: isWorking(before.state) },
    { ...after, working: isWorking(after.state) },
    whenOf(act),
  )
  if (told.length === 0) return
  await trx
    .insertInto('interventions')
    .values(told.map(({ faultKey = null, ...rest }) => ({ ...rest, faultKey })))
    .execute()
  await sql`select pg_notify(${INTERVENTIONS_CHANNEL}, '')`.execute(trx)
}

function whenOf({ nowMs, deviceAtMs = nowMs }: Act): number {
  const isPlausible = deviceAtMs <= nowMs && nowMs - deviceAtMs <= LONGEST_OFFLINE_MS
  return isPlausible ? deviceAtMs : nowMs
}

/** What is waiting for the message log. Errors: `store_unavailable`. */
export interface InterventionOutbox {
  /** The oldest, in the order in which they were told. */
  waiting(limit: number): Promise<{ id: number; intervention: Intervention }[]>
  /** They are in the log, durably. */
  sent(ids: readonly number[]): Promise<void>
}

/**
 * In the order of their ids: two transactions that overlap may come in either order, but what concerns one ticket is told
 * under its lock.
 */
export function openInterventionOutbox({ pool }: { pool: Pool }): InterventionOutbox {
  const db = openDb(pool)
  return {
    async waiting(limit) {
      const rows = await asStore(
        db
          .selectFrom('interventions')
          .select(['id', 'asset', 'kind', 'atMs', 'ticket', 'faultKey'])
          .orderBy('id')
          .limit(limit)
          .execute(),
      )
      return rows.map(({ id, faultKey, ...rest }) => {
        return { id, intervention: { ...rest, ...(faultKey !== null && { faultKey }) } }
      })
    },
    async sent(ids) {
      if (ids.length > 0) await asStore(db.deleteFrom('interventions').where('id', 'in', ids).execute())
    },
  }
}
