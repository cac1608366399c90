import { sql } from 'kysely'
import { openCategories } from '../domain/category.ts'
import type { Sla } from '../domain/clocks.ts'
import { type Db, type Trx, transact } from './database.ts'
import {
  type CaseLines,
  casesOf,
  isFired,
  isProjected,
  type Judged,
  judgeCase,
  lastNumber,
  readCases,
  type SlaCase,
} from './sla-cases.ts'
import { readSla } from './sla-policies.ts'
import { type Wake, wakeLater } from './sla-wakes.ts'

/** Tickets that are computed at once: bounds memory, and for how long nothing else gets this thread. */
const CHUNK = 5_000

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
  const chunkAfter = (number: number) => {
    const read = readCases(db, sql`${open} and t.number > ${number}`, { limit: chunk })
    read.catch(() => undefined) // where the one before fails nobody waits for it
    return read
  }
  for (let reading = chunkAfter(0); ; ) {
    const read = await reading
    const isLast = read.lines.length < chunk
    if (!isLast) reading = chunkAfter(lastNumber(read)) // PostgreSQL reads while we compute
    await sweepChunk(db, sla, { read, swept }, nowMs)
    if (isLast) return swept
    if (signal?.aborted) {
      await reading.catch(() => undefined)
      signal.throwIfAborted()
    }
  }
}

async function sweepChunk(
  db: Db,
  sla: Sla,
  { read, swept }: { read: CaseLines; swept: Swept },
  nowMs: number,
): Promise<void> {
  const moved: Moved[] = []
  const wakes: Wake[] = []
  for (const ticket of casesOf(read)) {
    const judged = judgeCase(sla, ticket, nowMs)
    const fired = isFired(ticket, judged)
    const atMs = fired ? judged.nextAtMs : nowMs
    if (atMs !== undefined && atMs !== ticket.wakeAtMs) wakes.push({ ticket: ticket.number, atMs })
    if (!isProjected(ticket, judged)) moved.push({ ticket, judged })
    swept.tickets++
    if (!fired) swept.crossed++
  }
  swept.moved += moved.length
  if (moved.length === 0 && wakes.length === 0) return
  await transact(db, async trx => {
    await projectAll(trx, moved)
    await wakeLater(trx, wakes, nowMs)
  })
}

interface Moved {
  ticket: SlaCase
  judged: Judged
}

async function projectAll(trx: Trx, moved: readonly Moved[]): Promise<void> {
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
