import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import type { InboxEntry } from '../domain/inbox.ts'
import { notFound } from '../domain/refusals.ts'
import type { Db } from './database.ts'

/** Carries the recipient who has something new, or has read something; a trigger sends the former. */
export const INBOX_CHANNEL = 'ticketing_inbox'

const MOST_COUNTED = 1000

/** Who it is, and of which sites they may hear; null: of all. What is of no site is for everybody. */
export interface Reader {
  recipient: string
  sites: Sites
}

const isHeard = ({ sites }: Reader) =>
  sites === null ? sql<boolean>`true` : sql<boolean>`(n.site is null or n.site = any(${sites}::text[]))`

const entries = (db: Db, { recipient, ...reader }: Reader) =>
  db
    .selectFrom('deliveries as d')
    .innerJoin('notices as n', 'n.id', 'd.notice')
    .where('d.recipient', '=', recipient)
    .where('d.channel', '=', 'app')
    .where('d.state', '=', 'sent')
    .where(isHeard({ recipient, ...reader }))
    .select(['d.id', 'd.readAtMs', 'd.createdAtMs', 'n.type', 'n.ticket', 'n.title', 'n.body', 'n.severity'])
    .select(['n.site', 'n.asset'])

/** What somebody was told, newest first. */
export function listInbox(
  db: Db,
  reader: Reader,
  { limit, before, unread }: { limit: number; before?: number | undefined; unread?: boolean | undefined },
): Promise<InboxEntry[]> {
  let query = entries(db, reader).orderBy('d.id', 'desc').limit(limit)
  if (before !== undefined) query = query.where('d.id', '<', before)
  if (unread !== undefined) query = query.where('d.readAtMs', unread ? 'is' : 'is not', null)
  return query.execute()
}

/** What they have not read, counted up to 1000. */
export async function countUnread(db: Db, { recipient, ...reader }: Reader): Promise<number> {
  const { count } = await db
    .selectFrom(
      db
        .selectFrom('deliveries as d')
        .innerJoin('notices as n', 'n.id', 'd.notice')
        .select('d.id')
        .where('d.recipient', '=', recipient)
        .where('d.channel', '=', 'app')
        .where('d.state', '=', 'sent')
        .where('d.readAtMs', 'is', null)
        .where(isHeard({ recipient, ...reader }))
        .limit(MOST_COUNTED)
        .as('unread'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Reading twice is the same as once. Error: `not_found`, also for what is somebody else's. */
export async function markRead(db: Db, reader: Reader, id: number, nowMs: number): Promise<InboxEntry> {
  const { recipient } = reader
  await db
    .updateTable('deliveries')
    .set({ readAtMs: nowMs })
    .where('id', '=', id)
    .where('recipient', '=', recipient)
    .where('channel', '=', 'app')
    .where('readAtMs', 'is', null)
    .execute()
  const found = await entries(db, reader).where('d.id', '=', id).executeTakeFirst()
  if (!found) throw notFound(`There is no notification ${id} of yours.`)
  return found
}

/** Everything up to this one. Resolves with how many were not read before. */
export async function markAllRead(db: Db, recipient: string, upTo: number, nowMs: number): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ readAtMs: nowMs })
    .where('recipient', '=', recipient)
    .where('channel', '=', 'app')
    .where('state', '=', 'sent')
    .where('readAtMs', 'is', null)
    .where('id', '<=', upTo)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
