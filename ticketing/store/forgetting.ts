import { type RawBuilder, sql } from 'kysely'
import { KEPT_MS } from '../domain/retention.ts'
import type { Db } from './database.ts'
import { forgetOldKeys } from './idempotency.ts'
import { forgetArrivals } from './intakes/arrivals.ts'
import { forgetCases } from './intakes/cases.ts'
import { forgetEndedSessions } from './sessions.ts'

/*
 * Every table that grows without being part of the record, with what takes the old rows out of it. Others keep to bounds by
 * themselves: browsers and sessions of one account, failed sign-ins, strangers, lanes of targets.
 */

/** Rows of one statement: it is short, and others get their turn. */
const FORGOTTEN_AT_ONCE = 1_000

interface Forgettable {
  what: string
  /** Deletes so many at the most; resolves with how many. */
  forget(db: Db, nowMs: number): Promise<number>
}

export const forgettable: readonly Forgettable[] = [
  { what: 'answers under an Idempotency-Key', forget: forgetOldKeys },
  { what: 'arrivals', forget: (db, nowMs) => forgetArrivals(db, nowMs - KEPT_MS.arrivals) },
  { what: 'cases of intakes', forget: (db, nowMs) => forgetCases(db, nowMs - KEPT_MS.cases) },
  { what: 'sessions', forget: forgetEndedSessions },
  // With their deliveries; one that somebody has sent again waits, and keeps its notice.
  {
    what: 'notices',
    forget: (db, nowMs) =>
      deleted(
        db,
        sql`delete from ticketing.notices where id in (select n.id from (
          select id, created_at_ms from ticketing.notices order by id limit ${FORGOTTEN_AT_ONCE}) n
          where n.created_at_ms < ${nowMs - KEPT_MS.notices}
            and not exists (select from ticketing.deliveries d where d.notice = n.id and d.state = 'waiting'))`,
      ),
  },
  {
    what: 'access tokens',
    forget: (db, nowMs) =>
      deleted(
        db,
        sql`delete from ticketing.access_tokens where id in (select id from ticketing.access_tokens
          where least(expires_at_ms, revoked_at_ms) < ${nowMs - KEPT_MS.tokens} limit ${FORGOTTEN_AT_ONCE})`,
      ),
  },
  {
    what: 'backtests',
    forget: (db, nowMs) =>
      deleted(
        db,
        sql`delete from ticketing.backtests where id in (select id from ticketing.backtests
          where ended_at_ms < ${nowMs - KEPT_MS.backtests} limit 10)`, // each has thousands of findings
      ),
  },
]

async function deleted(db: Db, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows = 0n } = await statement.execute(db)
  return Number(numAffectedRows)
}
