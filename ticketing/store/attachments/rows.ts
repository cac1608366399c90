import { sql } from 'kysely'
import { ForewarnError } from '../../../contracts/errors.ts'
import {
  type Attachment,
  type AttachmentStore,
  type StoredContent,
  safeFileName,
} from '../../domain/attachment.ts'
import { REQUESTER, type Visibility } from '../../domain/comment.ts'
import { notFound } from '../../domain/refusals.ts'
import { lockTicket } from '../change-ticket.ts'
import { type Db, type Trx, transact } from '../database.ts'
import { type Act, appendEvents } from '../ledger.ts'

const columns = [
  'id',
  'ticket',
  'name',
  'mediaType',
  'bytes',
  'sha256',
  'visibility',
  'author',
  'createdAtMs',
] as const

export interface NewAttachment {
  ticket: number
  content: StoredContent
  /** As the sender called it. */
  fileName: string | undefined
  visibility: Visibility
  requester: number | null
}

/**
 * Hangs content that the store has taken on a ticket, whose lock the caller holds. The shared lock keeps the sweep away
 * until this commits, and then the sweep sees the row.
 */
export async function insertAttachment(
  trx: Trx,
  { store, ...given }: NewAttachment & { store: AttachmentStore },
  act: Act,
): Promise<Attachment> {
  const { sha256, bytes, mediaType, extension } = given.content
  await sql`select pg_advisory_xact_lock_shared(${SWEEP})`.execute(trx)
  if (!(await isKept(store, sha256))) {
    throw new ForewarnError('overloaded', 'The content was swept before it could be used; send it again.', {
      retryable: true,
    })
  }
  const made = await trx
    .insertInto('attachments')
    .values({
      ticket: given.ticket,
      sha256,
      bytes,
      mediaType,
      name: safeFileName(given.fileName, extension),
      visibility: given.visibility,
      author: given.requester === null ? act.actor : REQUESTER,
      requester: given.requester,
      createdAtMs: act.nowMs,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  const { id, name, visibility } = made
  await appendEvents(trx, { subject: 'ticket', id: given.ticket }, act, [
    { type: 'attachment', data: { attachment: id, name, mediaType, bytes, sha256, visibility } },
  ])
  return made
}

/** Key of the advisory lock between adding and sweeping. */
const SWEEP = sql`hashtextextended('ticketing.attachments', 0)`

const isKept = async (store: AttachmentStore, sha256: string) => (await store.sizeOf(sha256)) !== undefined

export function addAttachment(
  db: Db,
  attachment: NewAttachment & { store: AttachmentStore },
  act: Act,
): Promise<Attachment> {
  return transact(db, async trx => {
    await lockTicket(trx, attachment.ticket)
    return insertAttachment(trx, attachment, act)
  })
}

/** Attachments of a ticket, oldest first. */
export const listAttachments = (
  db: Db,
  ticket: number,
  {
    limit,
    after = 0,
    visibility,
  }: { limit: number; after?: number | undefined; visibility?: Visibility | undefined },
): Promise<Attachment[]> =>
  db
    .selectFrom('attachments')
    .select(columns)
    .where('ticket', '=', ticket)
    .where('id', '>', after)
    .$if(visibility !== undefined, query => query.where('visibility', '=', visibility ?? 'public'))
    .orderBy('id')
    .limit(limit)
    .execute()

export async function getAttachment(db: Db, ticket: number, id: number): Promise<Attachment> {
  const found = await db
    .selectFrom('attachments')
    .select(columns)
    .where('ticket', '=', ticket)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw noAttachment(ticket, id)
  return found
}

/** Takes the attachment off its ticket; the sweep takes the content when nothing else names it. */
export function removeAttachment(db: Db, ticket: number, id: number, act: Act): Promise<void> {
  return transact(db, async trx => {
    await lockTicket(trx, ticket)
    const removed = await trx
      .deleteFrom('attachments')
      .where('ticket', '=', ticket)
      .where('id', '=', id)
      .returning(['name', 'sha256'])
      .executeTakeFirst()
    if (!removed) throw noAttachment(ticket, id)
    await appendEvents(trx, { subject: 'ticket', id: ticket }, act, [
      { type: 'attachment_removed', data: { attachment: id, ...removed } },
    ])
  })
}

export const noAttachment = (ticket: number, id: number) =>
  notFound(`Ticket ${ticket} has no attachment ${id}.`)

/** Content that is asked about in one statement. */
const SWEPT_AT_ONCE = 100

/**
 * Removes content that no ticket names and that was last put before `beforeMs`, and what broken uploads left. Returns how
 * much was removed. Nobody can add content while a handful of it is judged and removed.
 */
export async function sweepAttachments(db: Db, store: AttachmentStore, beforeMs: number): Promise<number> {
  await store.discardUnfinished(beforeMs)
  let removed = 0
  let old: string[] = []
  for await (const sha256 of store.unusedSince(beforeMs)) {
    old.push(sha256)
    if (old.length < SWEPT_AT_ONCE) continue
    removed += await sweepSome(db, store, old)
    old = []
  }
  return removed + (old.length > 0 ? await sweepSome(db, store, old) : 0)
}

function sweepSome(db: Db, store: AttachmentStore, old: readonly string[]): Promise<number> {
  return db.transaction().execute(async trx => {
    await sql`select pg_advisory_xact_lock(${SWEEP})`.execute(trx)
    const rows = await trx.selectFrom('attachments').select('sha256').where('sha256', 'in', old).execute()
    const named = new Set(rows.map(row => row.sha256))
    const orphans = old.filter(sha256 => !named.has(sha256))
    for (const sha256 of orphans) await store.remove(sha256)
    return orphans.length
  })
}
