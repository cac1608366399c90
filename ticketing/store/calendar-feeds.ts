import type { CalendarFeed, NewFeed } from '../domain/calendar-feed.ts'
import { notFound } from '../domain/refusals.ts'
import { isLive } from '../domain/request-link.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents, type Kept } from './ledger.ts'
import { newLinkToken } from './request-links.ts'
import { hashSecret } from './secrets.ts'
import { getTeam } from './teams.ts'
import { getTechnician } from './technicians.ts'

/** Whose tickets a feed shows. */
export type FeedOf = { technician: string } | { team: string }

const selectFeeds = (db: Db | Trx) =>
  db
    .selectFrom('calendarFeeds as f')
    .select(['f.id', 'f.technician', 'f.team', 'f.shifts', 'f.label', 'f.createdBy', 'f.createdAtMs'])
    .select(['f.expiresAtMs', 'f.revokedAtMs'])

/** Makes a feed; its token is in nobody's hands but the caller's. Error: `not_found`. */
export function makeFeed(db: Db, of: FeedOf, given: NewFeed, act: Act) {
  return transact(db, async trx => {
    await requireOwner(trx, of)
    const token = newLinkToken()
    const { id } = await trx
      .insertInto('calendarFeeds')
      .values({
        tokenHash: hashSecret(token),
        technician: 'technician' in of ? of.technician : null,
        team: 'team' in of ? of.team : null,
        shifts: given.shifts ?? false,
        label: given.label ?? null,
        createdBy: act.actor,
        createdAtMs: act.nowMs,
        expiresAtMs: given.expiresAtMs ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const feed = await selectFeeds(trx).where('f.id', '=', id).executeTakeFirstOrThrow()
    const { label, shifts, expiresAtMs } = feed
    await appendEvents(trx, keptOf(feed), act, [
      { type: 'calendar_feed', data: { feed: id, label, shifts, expiresAtMs } },
    ])
    return { token, feed }
  })
}

/** Feeds of a technician or a team, the newest first. Error: `not_found`. */
export async function listFeeds(
  db: Db,
  of: FeedOf,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<CalendarFeed[]> {
  await requireOwner(db, of)
  const own =
    'team' in of
      ? selectFeeds(db).where('f.team', '=', of.team)
      : selectFeeds(db).where('f.technician', '=', of.technician)
  const listed = own.orderBy('f.id', 'desc').limit(limit)
  return (before === undefined ? listed : listed.where('f.id', '<', before)).execute()
}

/** Error: `not_found`. */
export async function getFeed(db: Db | Trx, id: number): Promise<CalendarFeed> {
  const feed = await selectFeeds(db).where('f.id', '=', id).executeTakeFirst()
  if (!feed) throw notFound(`There is no calendar feed ${id}.`)
  return feed
}

/** Makes a feed useless. Revoking it twice is the same as once. Error: `not_found`. */
export function revokeFeed(db: Db, id: number, act: Act): Promise<CalendarFeed> {
  return transact(db, async trx => {
    const revoked = await trx
      .updateTable('calendarFeeds')
      .set({ revokedAtMs: act.nowMs, revokedBy: act.actor })
      .where('id', '=', id)
      .where('revokedAtMs', 'is', null)
      .returning('id')
      .executeTakeFirst()
    const feed = await getFeed(trx, id)
    if (revoked) {
      await appendEvents(trx, keptOf(feed), act, [{ type: 'calendar_feed_revoked', data: { feed: id } }])
    }
    return feed
  })
}

/** The feed that has this token; undefined where it is unknown, over or revoked, or its technician has left. */
export async function feedOfToken(db: Db, token: string, nowMs: number) {
  const feed = await selectFeeds(db)
    .leftJoin('technicians as w', 'w.id', 'f.technician')
    .leftJoin('teams as t', 't.id', 'f.team')
    .select(['w.active', 'w.shift', 'w.absences', 't.name as teamName'])
    .where('f.tokenHash', '=', hashSecret(token))
    .executeTakeFirst()
  return feed && isLive(feed, nowMs) && feed.active !== false ? feed : undefined
}
export type LiveFeed = NonNullable<Awaited<ReturnType<typeof feedOfToken>>>

const keptOf = ({ technician, team }: Pick<CalendarFeed, 'technician' | 'team'>): Kept =>
  technician === null ? { subject: 'team', id: team ?? '' } : { subject: 'technician', id: technician }

async function requireOwner(db: Db | Trx, of: FeedOf): Promise<void> {
  if ('team' in of) await getTeam(db, of.team)
  else await getTechnician(db, of.technician)
}
