import { type RawBuilder, sql } from 'kysely'
import type { Criticality } from '../../contracts/registry.ts'
import type { Category } from '../domain/category.ts'
import { type Judgement, judgeClocks, type Sla } from '../domain/clocks.ts'
import { type History, type HistoryEvent, historyOf } from '../domain/course.ts'
import { type DueDate, dueDate } from '../domain/due.ts'
import type { Priority } from '../domain/priority.ts'
import type { TicketKind } from '../domain/ticket.ts'
import type { Db, Trx } from './database.ts'

/** All that the clocks of a ticket are computed from, and what is projected of them now. */
export interface SlaCase {
  number: number
  version: number
  kind: TicketKind
  category: Category
  priority: Priority
  title: string
  site: string
  team: string | null
  assignee: string | null
  criticality: Criticality
  /** The earliest creation of it and of the tickets that were merged into it. */
  startedAtMs: number
  predictedCrossingAtMs: number | null
  repairMinutes: number | null
  partLeadMinutes: number | null
  respondByMs: number | null
  resolveByMs: number | null
  dueAtMs: number | null
  wakeAtMs: number | null
  /** Its events as far as clocks are concerned; see `told`. */
  told: string | null
}

/** Which tickets; on the tables `t` (tickets) and `a` (assets). */
export type Which = RawBuilder<unknown>

/**
 * One event of the ledger as `kind instant category-before category-after priority-before priority-after`, without
 * spaces for what is not there: 100,000 tickets are read at once, and JSON would take most of the time. Events from
 * before there were categories have `=state`.
 */
const told = sql`
  select string_agg(
    case e.type when 'migrated' then 'm' else 'e' end
      || ' ' || least(e.at_ms, e.device_at_ms)
      || ' ' || coalesce(e.before->>'category', '=' || (e.before->>'state'), '-')
      || ' ' || coalesce(e.after->>'category', '=' || (e.after->>'state'), '-')
      || ' ' || coalesce(e.before->>'priority', '-') || ' ' || coalesce(e.after->>'priority', '-'),
    ',' order by e.id) as told
  from ticketing.events e
  where e.subject = 'ticket' and e.subject_id = t.number::text and e.type <> 'created'
    and e.after ?| array['category', 'priority', 'state']`

/** In the order of their numbers. */
export async function readCases(db: Db | Trx, which: Which, limit?: number): Promise<SlaCase[]> {
  const { rows } = await sql<SlaCase & { isMerged: boolean }>`
    select t.number, t.version, t.kind, t.category, t.priority, t.title, t.site, t.team, t.assignee, a.criticality,
      t.created_at_ms as started_at_ms, t.predicted_crossing_at_ms, t.repair_minutes, t.part_lead_minutes,
      t.respond_by_ms, t.resolve_by_ms, t.due_at_ms, w.at_ms as wake_at_ms, e.told,
      exists (select 1 from ticketing.tickets s where s.merged_into = t.number) as is_merged
    from ticketing.tickets t
    join ticketing.assets a on a.id = t.asset
    left join ticketing.sla_wakes w on w.ticket = t.number
    left join lateral (${told}) e on true
    where ${which}
    order by t.number ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db)
  for (const row of rows) {
    if (row.isMerged) row.startedAtMs = await earliestStart(db, row.number)
  }
  return rows
}

/** Of the ticket, and of all that were merged into it, and into those. */
async function earliestStart(db: Db | Trx, number: number): Promise<number> {
  const { rows } = await sql<{ startedAtMs: number }>`
    with recursive merged as (
      select number, created_at_ms from ticketing.tickets where number = ${number}
      union select s.number, s.created_at_ms from ticketing.tickets s join merged m on s.merged_into = m.number
    )
    select min(created_at_ms) as started_at_ms from merged`.execute(db)
  return rows[0]?.startedAtMs ?? 0
}

/** What a ticket's clocks say, and what of that goes into its row. */
export interface Judged extends Judgement {
  due: DueDate
  projection: Pick<SlaCase, 'respondByMs' | 'resolveByMs' | 'dueAtMs'>
}

export function judgeCase(sla: Sla, given: SlaCase, nowMs: number): Judged {
  const { kind, criticality, predictedCrossingAtMs, repairMinutes, partLeadMinutes } = given
  const judgement = judgeClocks(sla, { history: historyOfCase(given), kind, criticality }, nowMs)
  const { response, resolution } = judgement.clocks
  const targetAtMs = resolution?.dueAtMs ?? null
  const due = dueDate({ targetAtMs, predictedCrossingAtMs, repairMinutes, partLeadMinutes })
  const projection = {
    respondByMs: response?.dueAtMs ?? null,
    resolveByMs: targetAtMs,
    dueAtMs: due.dueAtMs,
  }
  return { ...judgement, due, projection }
}

function historyOfCase({ startedAtMs, category, priority, told }: SlaCase): History {
  if (told === null) return historyOf(startedAtMs, { category, priority }, [])
  const rows = told.split(',').map(row => row.split(' '))
  const migrated = rows.findIndex(([kind]) => kind === 'm')
  const events = rows.flatMap(([kind, at, ...sides], index): HistoryEvent[] => {
    if (kind === 'm') return [] // says what was known already
    const [before, after, priorityBefore, priorityAfter] = sides
    const categoryIn = (text = '-') =>
      text.startsWith('=') ? (index < migrated ? formerCategory[text.slice(1)] : undefined) : known(text)
    return [
      {
        effectiveAtMs: Number(at),
        before: { category: categoryIn(before), priority: known(priorityBefore) as Priority | undefined },
        after: { category: categoryIn(after), priority: known(priorityAfter) as Priority | undefined },
      },
    ]
  })
  return historyOf(startedAtMs, { category, priority }, events)
}

const known = (text = '-') => (text === '-' ? undefined : (text as Category))

/** What the states of the first version meant. */
const formerCategory: Record<string, Category> = {
  proposed: 'review',
  accepted: 'active',
  on_site: 'active',
  on_hold: 'paused',
  resolved: 'resolved',
  closed: 'closed',
  rejected: 'rejected',
  cancelled: 'cancelled',
}

/** Whether the row of the ticket says already what its clocks say. */
export const isProjected = (ticket: SlaCase, { projection }: Judged): boolean =>
  projection.respondByMs === ticket.respondByMs &&
  projection.resolveByMs === ticket.resolveByMs &&
  projection.dueAtMs === ticket.dueAtMs
