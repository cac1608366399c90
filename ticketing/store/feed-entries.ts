import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { workingTime } from '../domain/calendar.ts'
import { entryOf, type FeedTicket, feedCategories } from '../domain/calendar-feed.ts'
import type { CalendarEntry } from '../domain/icalendar.ts'
import type { LiveFeed } from './calendar-feeds.ts'
import { getCalendar } from './calendars.ts'
import type { Db } from './database.ts'

const DAY_MS = 24 * 3_600_000
const AHEAD_DAYS = 28
/** Of more than anybody can look at, those that are due first. */
const MAX_TICKETS = 500

export interface Look {
  nowMs: number
  /** Where browsers reach us. */
  origin: string
}

/** What a feed shows now: tickets with a due date, absences, and shifts where it was made for them. */
export async function entriesOf(db: Db, feed: LiveFeed, look: Look): Promise<CalendarEntry[]> {
  const { id } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow()
  const known = (entry: Omit<CalendarEntry, 'uid'>, uid: string) => ({ uid: `${uid}@${id}`, ...entry })
  const tickets = await revised(db, await ticketsOf(db, feed), look.nowMs)
  const isTeam = feed.team !== null
  return [
    ...tickets.map(({ ticket, ...revision }) =>
      known({ ...revision, ...entryOf(ticket, { isTeam, origin: look.origin }) }, `ticket-${ticket.number}`),
    ),
    ...(await timesOf(db, feed, look.nowMs)).map(({ what, ...entry }) =>
      known(entry, `${what}-${feed.id}-${entry.fromMs}-${entry.toMs}`),
    ),
  ]
}

const ticketsOf = (db: Db, { team, technician }: LiveFeed): Promise<FeedTicket[]> =>
  db
    .selectFrom('tickets as t')
    .innerJoin('assets as a', 'a.id', 't.asset')
    .innerJoin('sites as s', 's.id', 't.site')
    .select(['t.number', 't.kind', 't.state', 't.category', 't.priority', 't.title', 't.asset'])
    .select(['t.repairMinutes', 't.predictedCrossingAtMs', 't.assignee'])
    .select(['a.name as assetName', 's.name as siteName'])
    .select(sql<number>`t.due_at_ms`.as('dueAtMs'))
    .where('t.dueAtMs', 'is not', null)
    .where(({ or, and, eb }) =>
      or([
        eb('t.category', 'in', feedCategories),
        and([eb('t.category', '=', 'review'), eb('t.assignee', 'is not', null)]),
      ]),
    )
    .where(team === null ? 't.assignee' : 't.team', '=', team ?? technician)
    .orderBy('t.dueAtMs')
    .orderBy('t.number')
    .limit(MAX_TICKETS)
    .execute()

type Revision = Pick<CalendarEntry, 'sequence' | 'changedAtMs'>

/** Counts what has changed since it was shown last. Tickets in one order, so that two who look never wait in a ring. */
async function revised(
  db: Db,
  tickets: readonly FeedTicket[],
  nowMs: number,
): Promise<(Revision & { ticket: FeedTicket })[]> {
  if (tickets.length === 0) return []
  const digests = new Map(tickets.map(ticket => [ticket.number, digestOf(ticket)]))
  const read = () =>
    db
      .selectFrom('calendarEntries')
      .selectAll()
      .where('ticket', 'in', [...digests.keys()])
      .execute()
  const before = new Map((await read()).map(entry => [entry.ticket, entry]))
  const changed = [...digests]
    .filter(([number, digest]) => before.get(number)?.digest.equals(digest) !== true)
    .map(([ticket, digest]) => ({ ticket, digest, changedAtMs: nowMs }))
    .toSorted((a, b) => a.ticket - b.ticket)
  if (changed.length > 0) await keep(db, changed)
  const after = changed.length > 0 ? new Map((await read()).map(entry => [entry.ticket, entry])) : before
  return tickets.map(ticket => {
    const { sequence = 0, changedAtMs = nowMs } = after.get(ticket.number) ?? {}
    return { ticket, sequence, changedAtMs }
  })
}

const keep = (db: Db, changed: { ticket: number; digest: Buffer; changedAtMs: number }[]) =>
  db
    .insertInto('calendarEntries')
    .values(changed)
    .onConflict(conflict =>
      conflict
        .column('ticket')
        .doUpdateSet(({ ref }) => ({
          digest: ref('excluded.digest'),
          changedAtMs: ref('excluded.changedAtMs'),
          sequence: sql`calendar_entries.sequence + 1`,
        }))
        .whereRef('calendarEntries.digest', '<>', 'excluded.digest'),
    )
    .execute()

const digestOf = (ticket: FeedTicket) =>
  createHash('sha256')
    .update(JSON.stringify(entryOf(ticket, { isTeam: true, origin: '' })))
    .digest()

type Time = Omit<CalendarEntry, 'uid'> & { what: 'absence' | 'shift' }

/**
 * When the technician is away, without saying why, and when they work. What moves is another entry: these have no number
 * to count. From midnight, so that a feed stays the same for a day.
 */
async function timesOf(db: Db, feed: LiveFeed, nowMs: number): Promise<Time[]> {
  const fromMs = Math.floor(nowMs / DAY_MS) * DAY_MS
  const toMs = fromMs + AHEAD_DAYS * DAY_MS
  const revision = { sequence: 0, changedAtMs: feed.createdAtMs }
  const absences = (feed.absences ?? [])
    .filter(absence => absence.toMs > fromMs)
    .map(({ fromMs, toMs }): Time => ({ what: 'absence', ...revision, fromMs, toMs, summary: 'Absent' }))
  if (!feed.shifts || feed.shift === null) return absences
  const shifts = workingTime(await getCalendar(db, feed.shift)).spans(fromMs, toMs)
  const shown = shifts.map(
    (span): Time => ({ what: 'shift', ...revision, ...span, summary: 'Shift', isFree: true }),
  )
  return [...absences, ...shown]
}
