import { sql } from 'kysely'
import type { ChannelName, Delivery, DeliveryState } from '../domain/delivery.ts'
import { conflict, notFound } from '../domain/refusals.ts'
import { type Db, type Trx, transact } from './database.ts'
import { OUTBOX_CHANNEL } from './outbox.ts'

export interface DeliveryFilter {
  state?: DeliveryState | undefined
  channel?: ChannelName | undefined
  recipient?: string | undefined
  ticket?: number | undefined
  notice?: number | undefined
}

const selectDeliveries = (db: Db | Trx) =>
  db
    .selectFrom('deliveries as d')
    .innerJoin('notices as n', 'n.id', 'd.notice')
    .select(['d.id', 'd.notice', 'd.recipient', 'd.channel', 'd.state', 'd.reason', 'd.attempts'])
    .select([
      'd.dueAtMs',
      'd.createdAtMs',
      'd.sentAtMs',
      'd.log',
      'n.eventId',
      'n.type',
      'n.ticket',
      'n.title',
    ])

/** The delivery log, newest first. */
export function listDeliveries(
  db: Db,
  { limit, before }: { limit: number; before?: number | undefined },
  { state, channel, recipient, ticket, notice }: DeliveryFilter,
): Promise<Delivery[]> {
  let query = selectDeliveries(db).orderBy('d.id', 'desc').limit(limit)
  if (before !== undefined) query = query.where('d.id', '<', before)
  if (state !== undefined) query = query.where('d.state', '=', state)
  if (channel !== undefined) query = query.where('d.channel', '=', channel)
  if (recipient !== undefined) query = query.where('d.recipient', '=', recipient)
  if (ticket !== undefined) query = query.where('n.ticket', '=', ticket)
  if (notice !== undefined) query = query.where('d.notice', '=', notice)
  return query.execute()
}

/** Error: `not_found`. */
export async function getDelivery(db: Db | Trx, id: number): Promise<Delivery> {
  const found = await selectDeliveries(db).where('d.id', '=', id).executeTakeFirst()
  if (!found) throw notFound(`There is no delivery ${id}.`)
  return found
}

/**
 * Sends it again, also where it has arrived: with the id that it had, so that the other side knows it. Errors: `not_found`;
 * `conflict` for what is not sent anywhere.
 */
export function replayDelivery(db: Db, id: number, nowMs: number): Promise<Delivery> {
  return transact(db, async trx => {
    const { channel, state, reason } = await getDelivery(trx, id)
    if (channel === 'app') throw conflict('What is for the app is there already; it is not sent.')
    if (state === 'skipped') throw conflict(`Delivery ${id} was never to be sent: ${reason}`)
    await again(trx, nowMs).where('id', '=', id).execute()
    await ring(trx)
    return getDelivery(trx, id)
  })
}

export interface ReplayRequest {
  recipient?: string | undefined
  channel?: ChannelName | undefined
  fromMs: number
  toMs: number
}

const MOST_REPLAYED = 10_000

/** Sends what has failed again, the oldest first. Resolves with how many. */
export function replayFailed(
  db: Db,
  { recipient, channel, fromMs, toMs }: ReplayRequest,
  nowMs: number,
): Promise<number> {
  return transact(db, async trx => {
    const failed = trx
      .selectFrom('deliveries')
      .select('id')
      .where('state', '=', 'failed')
      .where('createdAtMs', '>=', fromMs)
      .where('createdAtMs', '<', toMs)
      .$if(recipient !== undefined, query => query.where('recipient', '=', recipient ?? ''))
      .$if(channel !== undefined, query => query.where('channel', '=', channel ?? 'app'))
      .orderBy('id')
      .limit(MOST_REPLAYED)
    const { numUpdatedRows } = await again(trx, nowMs).where('id', 'in', failed).executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await ring(trx)
    return Number(numUpdatedRows)
  })
}

/** As if it had just been written; what was tried stays in its log. */
const again = (trx: Trx, nowMs: number) =>
  trx
    .updateTable('deliveries')
    .set({ state: 'waiting', reason: null, attempts: 0, dueAtMs: nowMs, begunAtMs: nowMs, sentAtMs: null })

const ring = (trx: Trx) => sql`select pg_notify(${OUTBOX_CHANNEL}, '')`.execute(trx)
