import type { Sites } from '../domain/access.ts'
import type { Db, Trx } from './database.ts'
import { within } from './site-of.ts'

/** Something that somebody should hear of: written with the change, delivered by the channels. */
export interface NewNotice {
  type: string
  ticket: number | null
  /** Technicians (`technician:anna`), a team (`team:mechanics`), or a requester (`requester:12`). */
  recipients: readonly string[]
  title: string
  body: string
  data?: Record<string, unknown>
}

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
