import type { Evidence } from '../../contracts/finding.ts'
import type { SeriesPoint, TelemetryStore } from '../../contracts/telemetry-store.ts'
import { usualOf } from '../domain/usual.ts'
import { type Period, periodOf } from '../domain/verification.ts'
import { type Watched, watchSpan } from '../domain/watch.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Db } from './database.ts'
import { findingsById } from './findings.ts'
import { deviationSince, type WatchRow } from './verifications.ts'

/** What is compared: while the fault lasted, and since the repair. */
export interface Compared {
  evidence: Evidence | undefined
  before: Period
  after: Period
}

type Series = Pick<TelemetryStore, 'series'>

/** Where the sensors have something to say of it; a row has all of what is watched, or nothing. */
export type SensedRow = WatchRow & { device: string; metric: string; class: string }
export const isSensed = (row: WatchRow): row is SensedRow => row.device !== null

/** Reads what was measured while the fault lasted and since the repair. Errors: those of the telemetry store. */
export async function compare(
  db: Db,
  store: Series,
  ticket: TicketRecord,
  row: SensedRow,
): Promise<Compared> {
  const [finding] = ticket.firstFinding === null ? [] : await findingsById(db, [ticket.firstFinding])
  const beforeSpan = await faultSpan(db, ticket, row)
  const afterSpan = watchSpan(row)
  const [before, after] = await Promise.all([means(store, row, beforeSpan), means(store, row, afterSpan)])
  const last = after.at(-1)
  const toMs = row.decidedAtMs === null || last === undefined ? row.untilMs : last.ts + row.stepMs
  return {
    evidence: finding?.evidence,
    before: periodOf(beforeSpan, before),
    after: periodOf({ fromMs: row.fromMs, toMs: Math.max(toMs, row.fromMs) }, after),
  }
}

/** All that a watch is judged by. */
export async function watched(
  db: Db,
  store: Series,
  ticket: TicketRecord,
  row: SensedRow,
): Promise<{ watched: Watched; compared: Compared }> {
  // Findings first: what comes between the two readings makes the watch go on and not end.
  const said = await deviationSince(db, ticket, row.fromMs)
  const compared = await compare(db, store, ticket, row)
  const { evidence, before, after } = compared
  const lengthMs = row.untilMs - row.fromMs
  const beganAtMs = ticket.observedAtMs ?? row.fromMs
  const usual = await means(store, row, { fromMs: beganAtMs - lengthMs, toMs: beganAtMs })
  const silentAfterMs = await silentAfterOf(db, row.device)
  return {
    compared,
    watched: {
      plan: row,
      metric: row.metric,
      unit: ticket.unit,
      device: row.device,
      usual: usualOf(
        evidence,
        usual.map(({ value }) => value),
      ),
      points: after.series,
      meanBefore: before.mean ?? undefined,
      movedBefore: [...usual, ...before.series].some((point, _, [first]) => moved(point, first)),
      maxGapMs: Math.max(silentAfterMs ?? 2 * usualGap([...usual, ...before.series]), row.stepMs),
      ...said,
    },
  }
}

const moved = (point: SeriesPoint, first: SeriesPoint | undefined) =>
  point.min !== point.max || point.value !== first?.value

/** From the first deviation to the repair, or to where it went by itself, for the length of the watch at the most. */
async function faultSpan(db: Db, ticket: TicketRecord, row: SensedRow) {
  const fromMs = ticket.observedAtMs ?? row.fromMs
  const cleared = await db
    .selectFrom('findings')
    .select('observedAtMs')
    .where('ticketNumber', '=', ticket.number)
    .where('phase', '=', 'cleared')
    .where('observedAtMs', '>', fromMs)
    .orderBy('observedAtMs')
    .limit(1)
    .executeTakeFirst()
  const endMs = Math.min(cleared?.observedAtMs ?? row.fromMs, row.fromMs, fromMs + (row.untilMs - row.fromMs))
  return { fromMs, toMs: Math.max(endMs, fromMs + row.stepMs) }
}

const means = (store: Series, row: SensedRow, span: { fromMs: number; toMs: number }) =>
  store.series({
    class: row.class,
    device: row.device,
    metric: row.metric,
    ...span,
    windowMs: row.stepMs,
    limit: Math.ceil((span.toMs - span.fromMs) / row.stepMs) + 1,
  })

async function silentAfterOf(db: Db, device: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('devices as d')
    .innerJoin('assets as a', 'a.id', 'd.asset')
    .innerJoin('classes as c', 'c.id', 'a.class')
    .select(({ fn }) => fn.coalesce('d.silentAfterS', 'c.silentAfterS').as('seconds'))
    .where('d.id', '=', device)
    .executeTakeFirst()
  return row?.seconds == null ? undefined : row.seconds * 1_000
}

/** The median time between means: how often the sensor speaks, where nobody has said after which time it is silent. */
function usualGap(points: readonly SeriesPoint[]): number {
  const gaps = points.slice(1).map(({ ts }, index) => ts - (points[index]?.ts ?? ts))
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
}
