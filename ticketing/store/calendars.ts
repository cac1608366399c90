import { sql } from 'kysely'
import { type Calendar, requireSoundCalendar, workingTime } from '../domain/calendar.ts'
import { conflict, invalid, notFound, requireVersion } from '../domain/refusals.ts'
import { ALWAYS } from '../domain/sla.ts'
import type { WorkingTime } from '../domain/working-time.ts'
import { type Db, type Trx, transact } from './database.ts'
import type { KeyRange } from './list.ts'
import { type Edit, recordChange, type Versioned, versionOf } from './registry-ledger.ts'
import { sweepSoon } from './sla-wakes.ts'
import { refuseIfUsed } from './usage.ts'

const columns = ['id', 'timeZone', 'weekly', 'holidays', 'exceptions'] as const

export function listCalendars(db: Db, { limit, after }: KeyRange): Promise<Calendar[]> {
  return db
    .selectFrom('calendars')
    .select(columns)
    .$if(after !== undefined, query => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function getCalendar(db: Db | Trx, id: string): Promise<Versioned<Calendar>> {
  const found = await findCalendar(db, id)
  if (!found) throw notFound(`There is no calendar ${id}.`)
  return found
}

const findCalendar = (db: Db | Trx, id: string): Promise<Versioned<Calendar> | undefined> =>
  db
    .selectFrom('calendars')
    .select(columns)
    .select(versionOf('calendar', 'calendars.id'))
    .where('id', '=', id)
    .executeTakeFirst()

/**
 * Adds the calendar or replaces it; the clocks that go by it are computed anew. Errors: `invalid`; `conflict`;
 * `precondition_failed`.
 */
export function putCalendar(
  db: Db,
  id: string,
  calendar: Calendar,
  edit: Edit,
): Promise<Versioned<Calendar>> {
  if (calendar.id !== id) throw invalid('/id', `The id must be ${id}, as in the path.`)
  if (id === ALWAYS) throw conflict(`Calendar ${ALWAYS} is what its name says; make another one.`)
  requireSoundCalendar(calendar)
  return transact(db, async trx => {
    await lockCalendars(trx)
    const before = await findCalendar(trx, id)
    requireVersion(`Calendar ${id}`, before?.version ?? 0, edit.ifVersion)
    const { weekly, holidays, exceptions, timeZone } = calendar
    const content = {
      timeZone,
      weekly: JSON.stringify(weekly),
      holidays: JSON.stringify(holidays),
      exceptions: JSON.stringify(exceptions),
    }
    await trx
      .insertInto('calendars')
      .values({ id, ...content })
      .onConflict(taken => taken.column('id').doUpdateSet(content))
      .execute()
    await recordChange(trx, { subject: 'calendar', id }, edit, { before, after: calendar })
    if (before) await sweepSoon(trx)
    return getCalendar(trx, id)
  })
}

/** Errors: `not_found`; `precondition_failed`; `conflict` where a policy or a shift goes by it. */
export function deleteCalendar(db: Db, id: string, edit: Edit): Promise<void> {
  return transact(db, async trx => {
    await lockCalendars(trx)
    const before = await getCalendar(trx, id)
    requireVersion(`Calendar ${id}`, before.version, edit.ifVersion)
    if (id === ALWAYS) throw conflict(`Calendar ${ALWAYS} is what rules without a calendar go by.`)
    const { rows } = await sql<{ version: number }>`
      select version from ticketing.sla_policies
      where policy @> ${JSON.stringify({ rules: [{ calendar: id }] })}::jsonb
      order by version desc limit 1`.execute(trx)
    if (rows[0]) throw conflict(`Calendar ${id} is used by version ${rows[0].version} of the SLA policy.`)
    await refuseIfUsed(trx, { what: 'Calendar', id }, [...shifts])
    await trx.deleteFrom('calendars').where('id', '=', id).execute()
    await recordChange(trx, { subject: 'calendar', id }, edit, { before })
  })
}

/** What else goes by a calendar. */
const shifts: Parameters<typeof refuseIfUsed>[2] = [
  { table: 'technicians', column: 'shift', names: 'id', what: 'technicians, as their shift:' },
]

/** Taken by whoever names a calendar in a document, or deletes one: no foreign key guards what is JSON. */
export const lockCalendars = (trx: Trx) =>
  sql`lock table ticketing.calendars in share row exclusive mode`.execute(trx)

/** Working times by what is in the calendar, as they take some ms to compute and are asked for at every change. */
const computed = new Map<string, WorkingTime>()
const MAX_COMPUTED = 500

/**
 * The working time of every calendar by its id. Those that nobody asks cost next to nothing. For the given ones, whose
 * digests the caller has read, nothing is asked of the database where they were computed before.
 */
export async function workingTimes(
  db: Db | Trx,
  given?: readonly { id: string; digest: string }[],
): Promise<ReadonlyMap<string, WorkingTime>> {
  const rows = given ?? (await db.selectFrom('calendars').select(['id', 'digest']).execute())
  const missing = rows.filter(({ digest }) => !computed.has(digest)).map(({ id }) => id)
  if (computed.size > MAX_COMPUTED) computed.clear()
  if (missing.length > 0) {
    const read = await db
      .selectFrom('calendars')
      .select([...columns, 'digest'])
      .where('id', 'in', missing)
      .execute()
    for (const { digest, ...calendar } of read) computed.set(digest, workingTime(calendar))
  }
  const found = rows.map(({ id, digest }) => [id, computed.get(digest)] as const)
  return new Map(found.filter((entry): entry is [string, WorkingTime] => entry[1] !== undefined))
}
