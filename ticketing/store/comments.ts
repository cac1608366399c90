import type { Sites } from '../domain/access.ts'
import { type Comment, mentionsIn, type NewComment, REQUESTER, type Visibility } from '../domain/comment.ts'
import { lockTicket, type TicketRecord } from './change-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { addNotice } from './notices.ts'
import { existingTechnicians, requireTechnicians } from './people.ts'
import { addWatcher, watchersOf } from './watchers.ts'

const columns = [
  'id',
  'ticket',
  'body',
  'visibility',
  'mentions',
  'author',
  'createdAtMs',
  'writtenOn',
] as const

/** Comments of a ticket, oldest first. */
export const listComments = (
  db: Db,
  ticket: number,
  {
    limit,
    after = 0,
    visibility,
  }: { limit: number; after?: number | undefined; visibility?: Visibility | undefined },
): Promise<Comment[]> =>
  db
    .selectFrom('comments')
    .select(columns)
    .where('ticket', '=', ticket)
    .where('id', '>', after)
    .$if(visibility !== undefined, query => query.where('visibility', '=', visibility ?? 'public'))
    .orderBy('id')
    .limit(limit)
    .execute()

/**
 * Adds what somebody with an account says; whoever is mentioned, and of these sites or of none, watches the ticket from then
 * on, and is told.
 */
export function addComment(
  db: Db,
  number: number,
  { sites, ...comment }: NewComment & { sites: Sites },
  act: Act,
): Promise<Comment> {
  return transact(db, async trx => {
    const ticket = await lockTicket(trx, number)
    await requireTechnicians(trx, comment.mentions ?? [], '/mentions')
    const named = await existingTechnicians(trx, mentionsIn(comment.body), sites)
    const mentions = [...new Set([...(comment.mentions ?? []), ...named])]
    const { body, visibility = 'internal' } = comment
    const made = await insertComment(trx, ticket, { body, visibility, mentions, requester: null }, act)
    for (const watcher of mentions) await addWatcher(trx, ticket, watcher, act)
    return made
  })
}

interface Said {
  body: string
  visibility: Visibility
  mentions: readonly string[]
  /** Whose progress link it came by. */
  requester: number | null
}

/** Stores the comment with its event and its notices; the caller holds the ticket's lock. */
export async function insertComment(
  trx: Trx,
  ticket: TicketRecord,
  { body, visibility, mentions, requester }: Said,
  act: Act,
): Promise<Comment> {
  const made = await trx
    .insertInto('comments')
    .values({
      ticket: ticket.number,
      body,
      visibility,
      mentions: JSON.stringify(mentions),
      author: requester === null ? act.actor : REQUESTER,
      requester,
      createdAtMs: act.nowMs,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await appendEvents(trx, { subject: 'ticket', id: ticket.number }, act, [
    { type: 'comment', data: { comment: made.id, visibility, ...(mentions.length > 0 && { mentions }) } },
  ])
  await tell(trx, ticket, made, requester)
  return made
}

/** Those who are mentioned hear that; the other watchers, and the requesters of a public one, hear of the comment. */
async function tell(trx: Trx, ticket: TicketRecord, comment: Comment, by: number | null): Promise<void> {
  const { author, mentions, body, createdAtMs: nowMs } = comment
  const about = { ticket: ticket.number, body, data: { comment: comment.id } }
  const mentioned = mentions.filter(id => id !== author).map(id => `technician:${id}`)
  if (mentioned.length > 0) {
    const title = `${author} mentions you on ticket ${ticket.number}`
    await addNotice(trx, { ...about, type: 'comment.mention', recipients: mentioned, title }, nowMs)
  }
  const watchers = (await watchersOf(trx, ticket.number)).filter(
    id => id !== author && !mentions.includes(id),
  )
  const recipients = [...watchers.map(id => `technician:${id}`), ...(await asking(trx, comment, by))]
  if (recipients.length === 0) return
  const title = `${author} has commented on ticket ${ticket.number}`
  await addNotice(trx, { ...about, type: 'comment', recipients, title }, nowMs)
}

async function asking(trx: Trx, { ticket, visibility }: Comment, by: number | null): Promise<string[]> {
  if (visibility !== 'public' || by !== null) return [] // what one requester says is not for the others
  const rows = await trx.selectFrom('requesters').select('id').where('ticket', '=', ticket).execute()
  return rows.map(({ id }) => `requester:${id}`)
}
