import { type RawBuilder, sql } from 'kysely'
import type { Criticality } from '../../contracts/registry.ts'
import type { Category } from '../domain/category.ts'
import type { Clocks } from '../domain/clock.ts'
import { type Judgement, judgeClocks, type Sla } from '../domain/clocks.ts'
import { type History, type HistoryEvent, historyOf } from '../domain/course.ts'
import { type DueTerms, dueAt } from '../domain/due.ts'
import type { Priority } from '../domain/priority.ts'
import type { TicketKind } from '../domain/ticket.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Db, Trx } from './database.ts'
import { slaSignature } from './sla-policies.ts'

/** All that the clocks of a ticket are computed from, and what is projected of them now. */
export interface SlaCase {
  number: number
  version: number
  kind: TicketKind
  category: Category
  priority: Priority
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
  /** The thresholds that have fired and still hold, by their keys, in no order. */
  fired: string | null
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
const told = (untilMs: number) => sql`
  select string_agg(
    case e.type when 'migrated' then 'm' else 'e' end
      || ' ' || least(e.at_ms, e.device_at_ms)
      || ' ' || coalesce(e.before->>'category', '=' || (e.before->>'state'), '-')
      || ' ' || coalesce(e.after->>'category', '=' || (e.after->>'state'), '-')
      || ' ' || coalesce(e.before->>'priority', '-') || ' ' || coalesce(e.after->>'priority', '-'),
    ',' order by e.id) as told
  from ticketing.events e
  where e.subject = 'ticket' and e.subject_id = t.number::text and e.type <> 'created'
    and e.after ?| array['category', 'priority', 'state']
    and e.at_ms <= ${untilMs}` // as the index events_of_clocks has it

/** Everything of a ticket that is needed, in one text: a hundred thousand rows of twenty columns take a second to read. */
const line = sql`concat_ws('|', t.number, t.version, t.kind, t.category, t.priority, a.criticality, t.site,
  coalesce(t.team, '-'), coalesce(t.assignee, '-'), t.created_at_ms, coalesce(t.predicted_crossing_at_ms::text, '-'),
  coalesce(t.repair_minutes::text, '-'), coalesce(t.part_lead_minutes::text, '-'),
  coalesce(t.respond_by_ms::text, '-'), coalesce(t.resolve_by_ms::text, '-'), coalesce(t.due_at_ms::text, '-'),
  coalesce(w.at_ms::text, '-'),
  exists (select 1 from ticketing.tickets s where s.merged_into = t.number and s.merged_into is not null),
  coalesce((select string_agg(clock || ' ' || threshold, ',') from ticketing.sla_firings f
    where f.ticket = t.number and f.lapsed_at_ms is null), '-'),
  e.told)`

/** The lines of cases, in the order of their numbers; `casesOf` reads them one after the other. */
export interface CaseLines {
  lines: readonly string[]
  /** The earliest start of those that others were merged into. */
  mergedStarts: ReadonlyMap<number, number>
  /** Of what their clocks go by; `slaOf` has it. */
  signature: string
}

export async function readCases(
  db: Db | Trx,
  which: Which,
  { limit, untilMs = Number.MAX_SAFE_INTEGER }: { limit?: number; untilMs?: number } = {},
): Promise<CaseLines> {
  const { rows } = await sql<{ lines: string | null; signature: string }>`
    select string_agg(line, e'\n' order by number) as lines, ${slaSignature} as signature from (
      select t.number, ${line} as line
      from ticketing.tickets t
      join ticketing.assets a on a.id = t.asset
      left join ticketing.sla_wakes w on w.ticket = t.number
      left join lateral (${told(untilMs)}) e on true
      where ${which}
      order by t.number ${limit === undefined ? sql`` : sql`limit ${limit}`}
    ) cases`.execute(db)
  const lines = rows[0]?.lines?.split('\n') ?? []
  const merged = lines.filter(text => text.includes('|t|')).map(text => Number.parseInt(text, 10))
  const mergedStarts = merged.length > 0 ? await earliestStarts(db, merged) : new Map()
  return { lines, mergedStarts, signature: rows[0]?.signature ?? '' }
}

/** The cases of the lines, each made when it is asked for, so that a hundred thousand need no memory at once. */
export function* casesOf({
  lines,
  mergedStarts,
}: Pick<CaseLines, 'lines' | 'mergedStarts'>): Generator<SlaCase> {
  for (const text of lines) {
    const found = caseOf(text)
    found.startedAtMs = mergedStarts.get(found.number) ?? found.startedAtMs
    yield found
  }
}

/** The number of the last line. */
export const lastNumber = ({ lines }: CaseLines): number => Number.parseInt(lines.at(-1) ?? '0', 10)

function caseOf(text: string): SlaCase {
  const parts = text.split('|')
  return {
    number: Number(parts[0]),
    version: Number(parts[1]),
    kind: parts[2] as TicketKind,
    category: parts[3] as Category,
    priority: parts[4] as Priority,
    criticality: parts[5] as Criticality,
    site: parts[6] as string,
    team: textOf(parts[7]),
    assignee: textOf(parts[8]),
    startedAtMs: Number(parts[9]),
    predictedCrossingAtMs: numberOf(parts[10]),
    repairMinutes: numberOf(parts[11]),
    partLeadMinutes: numberOf(parts[12]),
    respondByMs: numberOf(parts[13]),
    resolveByMs: numberOf(parts[14]),
    dueAtMs: numberOf(parts[15]),
    wakeAtMs: numberOf(parts[16]),
    fired: textOf(parts[18]),
    told: textOf(parts[19]),
  }
}

/** Of a ticket that is being made: nothing has happened to it. */
export const caseOfNew = (
  { version, kind, category, priority, site, team, createdAtMs, ...ticket }: Omit<TicketRecord, 'number'>,
  criticality: Criticality,
): SlaCase => ({
  ...{ number: 0, version, kind, category, priority, criticality, site, team, startedAtMs: createdAtMs },
  assignee: ticket.assignee,
  predictedCrossingAtMs: ticket.predictedCrossingAtMs,
  repairMinutes: ticket.repairMinutes,
  partLeadMinutes: ticket.partLeadMinutes,
  ...{ respondByMs: null, resolveByMs: null, dueAtMs: null, wakeAtMs: null, fired: null, told: null },
})

const textOf = (part = '-') => (part === '-' ? null : part)
const numberOf = (part = '-') => (part === '-' ? null : Number(part))

/** Of each ticket, and of all that were merged into it, and into those. */
async function earliestStarts(db: Db | Trx, numbers: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ root: number; startedAtMs: number }>`
    with recursive merged as (
      select number as root, number, created_at_ms from ticketing.tickets where number = any(${numbers}::bigint[])
      union select m.root, s.number, s.created_at_ms
      from ticketing.tickets s join merged m on s.merged_into = m.number
    )
    select root, min(created_at_ms) as started_at_ms from merged group by root`.execute(db)
  return new Map(rows.map(({ root, startedAtMs }) => [root, startedAtMs]))
}

/** What a ticket's clocks say, and what of that goes into its row. */
export interface Judged extends Judgement {
  projection: Pick<SlaCase, 'respondByMs' | 'resolveByMs' | 'dueAtMs'>
}

export function judgeCase(sla: Sla, ticket: SlaCase, nowMs: number): Judged {
  const history = historyOfCase(ticket)
  const judgement = judgeClocks(sla, { history, kind: ticket.kind, criticality: ticket.criticality }, nowMs)
  const projection = {
    respondByMs: judgement.clocks.response?.dueAtMs ?? null,
    resolveByMs: judgement.clocks.resolution?.dueAtMs ?? null,
    dueAtMs: dueAt(dueTerms(ticket, judgement.clocks)).dueAtMs,
  }
  return { ...judgement, projection }
}

export const dueTerms = (
  { predictedCrossingAtMs, repairMinutes, partLeadMinutes }: SlaCase,
  { resolution }: Clocks,
): DueTerms => ({
  targetAtMs: resolution?.dueAtMs ?? null,
  predictedCrossingAtMs,
  repairMinutes,
  partLeadMinutes,
})

/** Whether the row of the ticket says already what its clocks say. */
export const isProjected = (ticket: SlaCase, { projection }: Judged): boolean =>
  projection.respondByMs === ticket.respondByMs &&
  projection.resolveByMs === ticket.resolveByMs &&
  projection.dueAtMs === ticket.dueAtMs

/** Whether what is crossed has fired, and nothing else. */
export function isFired({ fired }: SlaCase, { crossed }: Judged): boolean {
  if (fired === null) return crossed.length === 0
  const keys = fired.split(',')
  return crossed.length === keys.length && crossed.every(({ key }) => keys.includes(key))
}

function historyOfCase({ startedAtMs, category, priority, told }: SlaCase): History {
  const present = { category, priority }
  if (told === null) return historyOf(startedAtMs, present, [])
  const rows = told.split(',')
  const migrated = told.includes('m ') ? rows.findIndex(row => row.startsWith('m ')) : -1
  const events: HistoryEvent[] = []
  for (const [index, row] of rows.entries()) {
    if (index === migrated) continue // says what was known already
    const [, at, before = '-', after = '-', priorityBefore, priorityAfter] = row.split(' ')
    events.push({
      effectiveAtMs: Number(at),
      categoryBefore: categoryOf(before, index < migrated),
      category: categoryOf(after, index < migrated),
      priorityBefore: known(priorityBefore) as Priority | undefined,
      priority: known(priorityAfter) as Priority | undefined,
    })
  }
  return historyOf(startedAtMs, present, events)
}

function categoryOf(text: string, isFormer: boolean): Category | undefined {
  if (!text.startsWith('=')) return known(text) as Category | undefined
  return isFormer ? formerCategory[text.slice(1)] : undefined
}

const known = (text = '-') => (text === '-' ? undefined : text)

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
