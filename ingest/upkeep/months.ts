import type pg from 'pg'
import type { Clock } from '../../contracts/clock.ts'
import { EARLIEST_OBSERVED_AT_MS } from '../../contracts/sample.ts'
import { HOUR_MS, type Span } from '../../contracts/telemetry-store.ts'
import { storeError } from '../postgres-errors.ts'

/** A month of event time, in UTC. */
export interface Month {
  fromMs: number
  lastWrittenAtMs: number
  /** Its samples were not given up since they were written. */
  hasSamples: boolean
}

/**
 * When something was last written into each month, on disk. Retention asks this as well as the age of the month, so that
 * old records which are replayed are kept like new ones. One and the same object is for who writes and for who gives up.
 */
export interface Months {
  /** Before samples are written; waits while their month is given up. Durable, and free for an hour then. */
  note(timesMs: Iterable<number>): Promise<void>
  /** Oldest first. */
  list(): Promise<Month[]>
  /**
   * Runs `drop`, while nobody writes into the span, and then remembers that its samples are gone. False, without
   * `drop`, when something was written since `beforeMs` all the same.
   */
  giveUpSamples(span: Span, beforeMs: number, drop: () => Promise<void>): Promise<boolean>
  /** Forgets months without samples into which nothing was written since. */
  forget(span: Span, beforeMs: number): Promise<void>
}

const NOTE = `
  insert into telemetry.months as noted (month, last_written_at)
  values (to_timestamp($1::float8 / 1000), to_timestamp($2::float8 / 1000))
  on conflict (month) do update set
    last_written_at = greatest(noted.last_written_at, excluded.last_written_at), has_samples = true`

const LIST = `
  select (extract(epoch from month) * 1000)::float8 as "fromMs",
    (extract(epoch from last_written_at) * 1000)::float8 as "lastWrittenAtMs", has_samples as "hasSamples"
  from telemetry.months order by month`

const IN_SPAN = `month >= to_timestamp($1::float8 / 1000) and month < to_timestamp($2::float8 / 1000)`

export function openMonths({ pool, clock }: { pool: pg.Pool; clock: Clock }): Months {
  /** When each month was noted; as many as there are months that the decoder lets through. */
  const noted = new Map<number, number>()
  const noting = new Map<number, Promise<void>>()
  let leaving: (Span & { gone: Promise<void> }) | undefined

  const run = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> => {
    try {
      return (await pool.query<Row>(text, values)).rows
    } catch (error) {
      throw storeError(error)
    }
  }
  const noteMonth = async (monthMs: number): Promise<void> => {
    if (leaving && isIn(leaving, monthMs)) await leaving.gone
    const nowMs = clock.nowMs()
    await run(NOTE, [monthMs, nowMs])
    noted.set(monthMs, nowMs)
  }
  const noteOnce = (monthMs: number): Promise<void> => {
    const underWay = noting.get(monthMs)
    if (underWay) return underWay
    const done = noteMonth(monthMs).finally(() => noting.delete(monthMs))
    noting.set(monthMs, done)
    return done
  }
  const writtenSince = async ({ fromMs, toMs }: Span, sinceMs: number): Promise<boolean> => {
    const rows = await run(
      `select from telemetry.months where ${IN_SPAN} and last_written_at >= to_timestamp($3::float8 / 1000) limit 1`,
      [fromMs, toMs, sinceMs],
    )
    return rows.length > 0
  }
  return {
    async note(timesMs) {
      const oldestMs = clock.nowMs() - HOUR_MS
      const missing = [...monthsOf(timesMs)].filter(month => !((noted.get(month) ?? 0) > oldestMs))
      await Promise.all(missing.map(noteOnce))
    },
    list: () => run<Month>(LIST),
    async giveUpSamples(span, beforeMs, drop) {
      const { promise, resolve } = Promise.withResolvers<void>()
      leaving = { ...span, gone: promise }
      try {
        await Promise.allSettled(noting.values())
        if (await writtenSince(span, beforeMs)) return false
        await drop()
        await run(
          `update telemetry.months set has_samples = false
           where ${IN_SPAN} and last_written_at < to_timestamp($3::float8 / 1000)`,
          [span.fromMs, span.toMs, beforeMs],
        )
        return true
      } finally {
        leaving = undefined
        resolve()
      }
    },
    async forget({ fromMs, toMs }, beforeMs) {
      await run(
        `delete from telemetry.months
         where ${IN_SPAN} and last_written_at < to_timestamp($3::float8 / 1000) and not has_samples`,
        [fromMs, toMs, beforeMs],
      )
    },
  }
}

/**
 * The spans of months that lie wholly before the time and into which nothing was written since. A month that is not
 * listed goes with the next one that is: nothing was written into it since the list began, which is later than the
 * upgrade from a version without the list.
 */
export function unwritten(months: readonly Month[], beforeMs: number): Span[] {
  const spans: Span[] = []
  let kept = EARLIEST_OBSERVED_AT_MS
  for (const { fromMs, lastWrittenAtMs } of months) {
    const toMs = nextMonth(fromMs)
    const last = spans.at(-1)
    if (toMs > beforeMs || lastWrittenAtMs >= beforeMs) kept = toMs
    else if (last && last.fromMs === kept) last.toMs = toMs
    else spans.push({ fromMs: kept, toMs })
  }
  return spans
}

function monthsOf(timesMs: Iterable<number>): Set<number> {
  const months = new Set<number>()
  let last: Span = { fromMs: 0, toMs: 0 }
  for (const timeMs of timesMs) {
    if (isIn(last, timeMs)) continue
    const date = new Date(timeMs)
    const fromMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
    last = { fromMs, toMs: nextMonth(fromMs) }
    months.add(fromMs)
  }
  return months
}

function nextMonth(monthMs: number): number {
  const date = new Date(monthMs)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}

function isIn({ fromMs, toMs }: Span, timeMs: number): boolean {
  return timeMs >= fromMs && timeMs < toMs
}
