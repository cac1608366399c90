import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import { type Attainment, type AttainmentBy, countAttainment } from '../domain/attainment.ts'
import { invalid } from '../domain/refusals.ts'
import type { Db } from './database.ts'
import { within } from './site-of.ts'
import { casesOf, judgeCase, lastNumber, readCases } from './sla-cases.ts'
import { readSla } from './sla-policies.ts'

/** Tickets that one answer may count: some seconds of work. */
const MAX_TICKETS = 200_000
const CHUNK = 2_000

/** How well the tickets that were made in a period kept their targets, as of now. Error: `invalid` where it is too much. */
export async function attainmentOf(
  db: Db,
  { fromMs, toMs, by, sites }: { fromMs: number; toMs: number; by: AttainmentBy; sites: Sites },
  nowMs: number,
): Promise<Attainment> {
  const made = sql`t.created_at_ms >= ${fromMs} and t.created_at_ms < ${toMs} and ${within('t.site', sites)}`
  const { rows } = await sql<{ tickets: number; first: number | null; last: number | null }>`
    select count(*) as tickets, min(number) as first, max(number) as last
    from ticketing.tickets t where ${made}`.execute(db)
  const { tickets = 0, first = null, last = null } = rows[0] ?? {}
  if (tickets > MAX_TICKETS) {
    const message = `${tickets} tickets were made in this time; ask for a shorter one, of ${MAX_TICKETS} at most.`
    throw invalid('/query/from', message)
  }
  const sla = await readSla(db)
  const counted = countAttainment()
  for (let from = first ?? 1; from <= (last ?? 0); ) {
    const which = sql`${made} and t.number between ${from} and ${last}`
    const read = await readCases(db, which, { limit: CHUNK })
    for (const ticket of casesOf(read)) counted.add(ticket[by], judgeCase(sla, ticket, nowMs).clocks)
    if (read.lines.length < CHUNK) break
    from = lastNumber(read) + 1
  }
  return { fromMs, toMs, by, ...counted.result() }
}
