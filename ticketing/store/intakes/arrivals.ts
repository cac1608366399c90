import { sql } from 'kysely'
import { ForewarnError } from '../../../contracts/errors.ts'
import type { ArrivalHead, ArrivalResult, ArrivalState } from '../../domain/arrival.ts'
import type { IntakeKind, IntakeSettings } from '../../domain/intake.ts'
import { conflict, notFound } from '../../domain/refusals.ts'
import type { Letter } from '../../domain/signal.ts'
import { type Db, type Trx, transact } from '../database.ts'
import { type Act, appendEvents } from '../ledger.ts'

/*
 * What an intake takes is a row before the sender is answered. A worker claims it by moving its due time ahead: where it
 * dies, the row comes back by itself. Every claim counts, so that a body that kills its worker is given up after so many.
 *
 *   waiting ─claim─▶ (waiting, due later) ─▶ done · ignored · failed
 *   failed · ignored · done ─replay─▶ waiting        failed · waiting ─discard─▶ discarded
 */

/** Wakes the worker; what there is to do is read from the table. */
export const ARRIVALS_CHANNEL = 'ticketing_arrivals'
/** So many of an intake may wait or have failed; then it takes no more until somebody has looked. */
const MAX_KEPT = 10_000
/** Longer than any work on one takes. */
const LEASE_MS = 5 * 60_000

export interface NewArrival {
  intake: string
  mediaType: string
  headers: Record<string, string>
  body: Buffer
  /** By what the sender says that it was sent before. */
  senderKey: string | undefined
  nowMs: number
}

/** Keeps it for good when the promise resolves. What was sent before is the same arrival. Error: `overloaded`. */
export async function keepArrival(
  db: Db | Trx,
  { intake, mediaType, headers, body, senderKey, nowMs }: NewArrival,
): Promise<{ id: number; isNew: boolean }> {
  const { rows } = await sql<{ id: number | null }>`
    with kept as (
      insert into ticketing.arrivals (intake, received_at_ms, media_type, headers, body, sender_key, due_at_ms)
      select ${intake}, ${nowMs}, ${mediaType}, ${JSON.stringify(headers)}::jsonb, ${body}, ${senderKey ?? null}, ${nowMs}
      where (select count(*) from (select 1 from ticketing.arrivals
        where intake = ${intake} and state in ('waiting', 'failed') limit ${MAX_KEPT}) kept_ones) < ${MAX_KEPT}
      on conflict (intake, sender_key) do nothing
      returning id)
    select id, pg_notify(${ARRIVALS_CHANNEL}, '') from kept`.execute(db)
  const id = rows[0]?.id
  if (typeof id === 'number') return { id, isNew: true }
  const former = senderKey === undefined ? undefined : await arrivalOfSender(db, intake, senderKey)
  if (former !== undefined) return { id: former, isNew: false }
  const message = `Intake ${intake} has ${MAX_KEPT} arrivals that wait or failed, and takes no more until some are replayed or discarded.`
  throw new ForewarnError('overloaded', message, { retryable: true })
}

async function arrivalOfSender(db: Db | Trx, intake: string, senderKey: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('arrivals')
    .select('id')
    .where('intake', '=', intake)
    .where('senderKey', '=', senderKey)
    .executeTakeFirst()
  return row?.id
}

export interface ClaimedArrival {
  letter: Letter
  intake: IntakeSettings
  attempts: number
}

/** The one of these kinds that waits longest and is due, for this worker only until its lease is over. */
export async function claimArrival(
  db: Db,
  kinds: readonly IntakeKind[],
  nowMs: number,
): Promise<ClaimedArrival | undefined> {
  const { rows } = await sql<Letter & { intake: IntakeSettings; attempts: number }>`
    update ticketing.arrivals a set attempts = attempts + 1, due_at_ms = ${nowMs + LEASE_MS}
    from ticketing.intakes i
    where i.id = a.intake and a.id = (
      select w.id from ticketing.arrivals w join ticketing.intakes k on k.id = w.intake
      where w.state = 'waiting' and w.due_at_ms <= ${nowMs} and k.kind = any(${kinds})
      order by w.id limit 1 for update of w skip locked)
    returning a.id, a.media_type as "mediaType", a.headers, a.body, a.received_at_ms as "receivedAtMs", a.attempts,
      i.settings || jsonb_build_object('id', i.id, 'kind', i.kind) as intake`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { intake, attempts, ...letter } = row
  return { letter, intake, attempts }
}

/** Gives it back as if it had not been claimed: whoever is next goes on with it at once. */
export async function releaseArrival(db: Db, id: number, nowMs: number): Promise<void> {
  await sql`update ticketing.arrivals set attempts = attempts - 1, due_at_ms = ${nowMs}
    where id = ${id} and state = 'waiting'`.execute(db)
}

/** What became of it. */
export interface Finished {
  state: 'done' | 'ignored' | 'failed'
  reason: string | null
  result: ArrivalResult | null
}

/** Nothing where somebody has discarded it meanwhile. */
export async function finishArrival(
  db: Db | Trx,
  id: number,
  { state, reason, result }: Finished,
): Promise<void> {
  await db
    .updateTable('arrivals')
    .set({
      state,
      reason: reason?.slice(0, 2_000).toWellFormed() ?? null,
      result: result && JSON.stringify(result),
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

/** Puts it off after something that may be over later. */
export async function putOffArrival(
  db: Db,
  id: number,
  { dueAtMs, reason }: { dueAtMs: number; reason: string },
) {
  await db
    .updateTable('arrivals')
    .set({ dueAtMs, reason: reason.slice(0, 2_000).toWellFormed() })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

const selectHeads = (db: Db | Trx) =>
  db
    .selectFrom('arrivals')
    .select(['id', 'intake', 'state', 'receivedAtMs', 'mediaType', 'attempts', 'reason'])
    .select(sql<number>`length(body)`.as('bytes'))
    .select(sql<number | null>`case when state = 'waiting' then due_at_ms end`.as('nextAttemptAtMs'))

/** Arrivals of an intake, newest first. */
export const listArrivals = (
  db: Db,
  { intake, state }: { intake: string; state?: ArrivalState | undefined },
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<ArrivalHead[]> =>
  selectHeads(db)
    .where('intake', '=', intake)
    .$if(state !== undefined, query => query.where('state', '=', state ?? 'failed'))
    .$if(before !== undefined, query => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Of a body that much is shown. */
const SHOWN_BYTES = 200_000

export interface ArrivalAddress {
  intake: string
  id: number
}

export async function getArrival(db: Db | Trx, { intake, id }: ArrivalAddress) {
  const found = await selectHeads(db)
    .select(['headers', 'result'])
    .select(sql<Buffer>`substr(body, 1, ${sql.lit(SHOWN_BYTES)})`.as('body'))
    .where('id', '=', id)
    .where('intake', '=', intake)
    .executeTakeFirst()
  if (!found) throw noArrival(intake, id)
  return found
}

const noArrival = (intake: string, id: number) => notFound(`Intake ${intake} has no arrival ${id}.`)

/** Has it worked on again, soon, whatever became of it. */
export function replayArrival(db: Db, at: ArrivalAddress, act: Act): Promise<ArrivalHead> {
  return transact(db, async trx => {
    await lockArrival(trx, at)
    await trx
      .updateTable('arrivals')
      .set({ state: 'waiting', attempts: 0, dueAtMs: act.nowMs, reason: null, result: null })
      .where('id', '=', at.id)
      .execute()
    await tell(trx, at, act, { type: 'arrival_replayed' })
    await sql`select pg_notify(${ARRIVALS_CHANNEL}, '')`.execute(trx)
    return head(trx, at)
  })
}

/** Has every arrival of the intake that failed worked on again; resolves with how many. */
export function replayFailed(db: Db, intake: string, act: Act): Promise<number> {
  return transact(db, async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('arrivals')
      .set({ state: 'waiting', attempts: 0, dueAtMs: act.nowMs, reason: null, result: null })
      .where('intake', '=', intake)
      .where('state', '=', 'failed')
      .executeTakeFirst()
    const count = Number(numUpdatedRows)
    if (count === 0) return 0
    const event = { type: 'arrival_replayed', data: { count } }
    await appendEvents(trx, { subject: 'intake', id: intake }, act, [event])
    await sql`select pg_notify(${ARRIVALS_CHANNEL}, '')`.execute(trx)
    return count
  })
}

/** Says that it is not needed. Its raw content goes with the others after a month. Error: `conflict`. */
export function discardArrival(db: Db, at: ArrivalAddress, reason: string, act: Act): Promise<ArrivalHead> {
  return transact(db, async trx => {
    const state = await lockArrival(trx, at)
    if (state === 'discarded') return head(trx, at)
    if (state !== 'failed' && state !== 'waiting') {
      throw conflict(`Arrival ${at.id} is ${state}; only what waits or failed can be discarded.`)
    }
    await trx.updateTable('arrivals').set({ state: 'discarded', reason }).where('id', '=', at.id).execute()
    await tell(trx, at, act, { type: 'arrival_discarded', reason })
    return head(trx, at)
  })
}

async function lockArrival(trx: Trx, { intake, id }: ArrivalAddress): Promise<ArrivalState> {
  const row = await trx
    .selectFrom('arrivals')
    .select('state')
    .where('id', '=', id)
    .where('intake', '=', intake)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw noArrival(intake, id)
  return row.state
}

const tell = (trx: Trx, { intake, id }: ArrivalAddress, act: Act, event: { type: string; reason?: string }) =>
  appendEvents(trx, { subject: 'intake', id: intake }, act, [{ ...event, data: { arrival: id } }])

const head = (trx: Trx, { id }: ArrivalAddress): Promise<ArrivalHead> =>
  selectHeads(trx).where('id', '=', id).executeTakeFirstOrThrow()

/** Removes what is over and came before then; resolves with how many. What failed stays. */
export async function forgetArrivals(db: Db, beforeMs: number): Promise<number> {
  const { numAffectedRows } = await sql`delete from ticketing.arrivals where id in (
    select id from ticketing.arrivals where state in ('done', 'ignored', 'discarded') and received_at_ms < ${beforeMs}
    limit 1000)`.execute(db)
  return Number(numAffectedRows ?? 0)
}
