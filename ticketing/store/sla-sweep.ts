import { sql } from 'kysely'
import { openCategories } from '../domain/category.ts'
import type { Sla } from '../domain/clocks.ts'
import { type Db, type Trx, transact } from './database.ts'
import { isProjected, type Judged, judgeCase, readCases, type SlaCase } from './sla-cases.ts'
import { readSla } from './sla-policies.ts'
import { type Wake, wakeLater } from './sla-wakes.ts'

/** Tickets that are computed at once: bounds memory, and for how long nothing else gets this thread. */
const CHUNK = 2_000

export interface Swept {
  tickets: number
  /** Tickets whose clocks say something else than before. */
  moved: number
  /** Tickets that have crossed something which has not been fired: their alarms go off at once. */
  crossed: number
}

/**
 * Computes the clocks of all open tickets anew: at start, and when a policy or a calendar has changed. Only what differs
 * is written, and nothing is fired here: where something is to be fired, the alarm of that ticket goes off. A ticket
 * that changes meanwhile is left to its own transaction.
 */
export async function sweepClocks(
  db: Db,
  nowMs: number,
  { signal, chunk = CHUNK }: { signal?: AbortSignal; chunk?: number } = {},
): Promise<Swept> {
  const sla = await readSla(db)
  const swept: Swept = { tickets: 0, moved: 0, crossed: 0 }
  const open = sql`t.category in (${sql.join(openCategories.map(category => sql.lit(category)))})`
  let after = 0
  for (;;) {
    signal?.throwIfAborted()
    const cases = await readCases(db, sql`${open} and t.number > ${after}`, chunk)
    await sweepChunk(db, sla, { cases, swept }, nowMs)
    const last = cases.at(-1)
    if (!last || cases.length < chunk) return swept
    after = last.number
  }
}

async function sweepChunk(
  db: Db,
  sla: Sla,
  { cases, swept }: { cases: readonly SlaCase[]; swept: Swept },
  nowMs: number,
): Promise<void> {
  const judged = cases.map(ticket => ({ ticket, judged: judgeCase(sla, ticket, nowMs) }))
  const unfired = await unfiredAmong(db, judged)
  const moved = judged.filter(({ ticket, judged }) => !isProjected(ticket, judged))
  const wakes: Wake[] = []
  for (const { ticket, judged: now } of judged) {
    const atMs = unfired.has(ticket.number) ? nowMs : now.nextAtMs
    if (atMs !== undefined && atMs !== ticket.wakeAtMs) wakes.push({ ticket: ticket.number, atMs })
  }
  swept.tickets += cases.length
  swept.moved += moved.length
  swept.crossed += unfired.size
  if (moved.length === 0 && wakes.length === 0) return
  await transact(db, async trx => {
    await projectAll(trx, moved)
    await wakeLater(trx, wakes, nowMs)
  })
}

/** Tickets with something crossed that has not been fired, or fired that is not crossed. */
async function unfiredAmong(
  db: Db,
  judged: readonly { ticket: SlaCase; judged: Judged }[],
): Promise<Set<number>> {
  const numbers = judged.map(({ ticket }) => ticket.number)
  if (numbers.length === 0) return new Set()
  const { rows } = await sql<{ ticket: number; fired: string }>`
    select ticket, string_agg(clock || ' ' || threshold, ',' order by clock, threshold) as fired
    from ticketing.sla_firings where lapsed_at_ms is null and ticket = any(${numbers}::bigint[])
    group by ticket`.execute(db)
  const fired = new Map(rows.map(row => [row.ticket, new Set(row.fired.split(','))]))
  const differs = ({ ticket, judged: { crossed } }: { ticket: SlaCase; judged: Judged }) => {
    const names = fired.get(ticket.number)
    if (crossed.length !== (names?.size ?? 0)) return true
    return crossed.some(({ clock, name }) => !names?.has(`${clock} ${name}`))
  }
  return new Set(judged.filter(differs).map(({ ticket }) => ticket.number))
}

async function projectAll(trx: Trx, moved: readonly { ticket: SlaCase; judged: Judged }[]): Promise<void> {
  if (moved.length === 0) return
  const column = (value: (of: (typeof moved)[number]) => number | null) => moved.map(value)
  await sql`
    update ticketing.tickets t
    set respond_by_ms = u.respond_by_ms, resolve_by_ms = u.resolve_by_ms, due_at_ms = u.due_at_ms
    from unnest(
      ${column(({ ticket }) => ticket.number)}::bigint[],
      ${column(({ ticket }) => ticket.version)}::integer[],
      ${column(({ judged }) => judged.projection.respondByMs)}::bigint[],
      ${column(({ judged }) => judged.projection.resolveByMs)}::bigint[],
      ${column(({ judged }) => judged.projection.dueAtMs)}::bigint[]
    ) as u (number, version, respond_by_ms, resolve_by_ms, due_at_ms)
    where t.number = u.number and t.version = u.version`.execute(trx)
}
