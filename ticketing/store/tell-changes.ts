import { type RawBuilder, sql } from 'kysely'
import type { TicketRecord } from './change-ticket.ts'
import type { Trx } from './database.ts'
import type { Act } from './ledger.ts'
import { noticeForReaders } from './notices.ts'
import { watchersOf } from './watchers.ts'

const MOST_WATCHERS = 200

/** Planners of the site hear of what waits for review, and whoever was chosen that it will be theirs; targets hear of all. */
export function noticeOfNew(ticket: Omit<TicketRecord, 'number'>, number: RawBuilder<number>, nowMs: number) {
  const { category, site, assignee, title: body, kind, source, priority, state } = ticket
  const isForReview = category === 'review'
  const recipients = [
    ...(isForReview ? [`planners:${site}`] : []),
    ...(assignee === null ? [] : [`technician:${assignee}`]),
  ]
  const title = sql<string>`'Ticket ' || ${number} || ${isForReview ? ' waits for review' : ' was made'}::text`
  const data = { kind, source, priority, state, assignee }
  return noticeForReaders({ type: 'ticket.created', ticket: number, recipients, title, body, data }, nowMs)
}

/** Watchers hear of another state, but for whoever made it so; planners where it waits for them again. */
export async function tellOfState(
  trx: Trx,
  { before, after, act }: { before: TicketRecord; after: TicketRecord; act: Act },
): Promise<void> {
  if (before.state === after.state) return
  const { number, state, category, site, title: body } = after
  const watchers = (await watchersOf(trx, number)).filter(id => id !== act.actor).slice(0, MOST_WATCHERS)
  const recipients = [
    ...watchers.map(id => `technician:${id}`),
    ...(category === 'review' ? [`planners:${site}`] : []),
  ]
  const ticket = sql<number>`${number}::bigint`
  const title = sql<string>`${`Ticket ${number} is ${state.replaceAll('_', ' ')}`}::text`
  const data = { from: before.state, to: state, category, actor: act.actor }
  await noticeForReaders({ type: 'ticket.state', ticket, recipients, title, body, data }, act.nowMs).execute(
    trx,
  )
}
