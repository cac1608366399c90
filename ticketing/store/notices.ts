import { type RawBuilder, sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import type { Db, Trx } from './database.ts'
import { within } from './site-of.ts'

/** Something that somebody should hear of: written with the change, and delivered from then on. */
export interface NewNotice {
  type: string
  ticket: number | null
  /**
   * Technicians (`technician:anna`), a team (`team:mechanics`), planners of a site (`planners:plant-1`), an account
   * (`account:7`), a requester (`requester:12`).
   */
  recipients: readonly string[]
  title: string
  body: string
  data?: Record<string, unknown>
}

/** A trigger makes its deliveries, in the same transaction. */
export async function addNotice(trx: Trx, notice: NewNotice, nowMs: number): Promise<void> {
  const { recipients, data = {}, ...rest } = notice
  await trx
    .insertInto('notices')
    .values({
      ...rest,
      recipients: JSON.stringify(recipients),
      data: JSON.stringify(data),
      createdAtMs: nowMs,
    })
    .execute()
}

/**
 * The same as a statement that can be part of another, for what happens all the time: nothing is written where nobody
 * would get it. The ticket, and texts that name it, may be expressions of that statement.
 */
export const noticeForReaders = (
  {
    type,
    ticket,
    recipients,
    title,
    body,
    data = {},
  }: Omit<NewNotice, 'ticket' | 'title'> & {
    ticket: RawBuilder<number>
    title: RawBuilder<string>
  },
  nowMs: number,
) => {
  const to = JSON.stringify(recipients)
  return sql`insert into ticketing.notices (type, ticket, recipients, title, body, data, created_at_ms)
    select ${type}::text, ${ticket}, ${to}::jsonb, ${title}, ${body}::text, ${JSON.stringify(data)}::jsonb, ${nowMs}::bigint
    where ticketing.notice_has_reader(${type}, ${to}::jsonb)`
}

/** Notices, newest first; of one ticket where that is given, and of tickets of the sites. */
export function listNotices(
  db: Db,
  { limit, before }: { limit: number; before?: number | undefined },
  { ticket, sites }: { ticket?: number | undefined; sites: Sites },
) {
  return db
    .selectFrom('notices')
    .selectAll()
    .$if(ticket !== undefined, query => query.where('ticket', '=', ticket ?? 0))
    .$if(before !== undefined, query => query.where('id', '<', before ?? 0))
    .$if(sites !== null, query =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('tickets as t')
            .whereRef('t.number', '=', 'notices.ticket')
            .where(within('t.site', sites)),
        ),
      ),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
