import type pg from 'pg'
import { HOUR_MS } from '../../contracts/telemetry-store.ts'
import { storeError } from '../postgres-errors.ts'

interface DueHour {
  hourMs: number
  version: string
}

/**
 * The hours whose rollups do not have all their samples, on disk: the running hour, and every hour for which late
 * samples came. They are noted after the samples are stored, so that who rolls up a noted hour finds them. One and the
 * same object is for who writes and for who rolls up.
 */
export interface DueHours {
  /** Durably; costs nothing for hours that are noted already. */
  note(timesMs: Iterable<number>): Promise<void>
  /** The oldest ones that ended at the time or before. */
  list(endedByMs: number, limit: number): Promise<DueHour[]>
  /** Strikes the hour off, unless it was noted again since it was listed. */
  strike(hour: DueHour): Promise<void>
  /** The first one in the range; undefined when the rollups of all its hours are complete. */
  first(fromMs: number, toMs: number): Promise<number | undefined>
  /** How many have ended. */
  count(endedByMs: number): Promise<number>
}

const NOTED_MAX = 10_000

export function openDueHours({ pool }: { pool: pg.Pool }): DueHours {
  /** Noted since the last list, and so certainly on disk. */
  let noted = new Set<number>()
  const run = async <Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> => {
    try {
      return (await pool.query<Row>(text, values)).rows
    } catch (error) {
      throw storeError(error)
    }
  }
  return {
    async note(timesMs) {
      const hours = new Set<number>()
      for (const timeMs of timesMs) hours.add(Math.floor(timeMs / HOUR_MS) * HOUR_MS)
      const current = noted
      const missing = [...hours].filter(hour => !current.has(hour))
      if (missing.length === 0) return
      await run(
        `insert into telemetry.due_hours as due (hour) select to_timestamp(ms / 1000) from unnest($1::float8[]) as ms
         order by ms on conflict (hour) do update set version = due.version + 1`,
        [missing],
      )
      for (const hour of missing) if (current.size < NOTED_MAX) current.add(hour)
    },
    async list(endedByMs, limit) {
      noted = new Set() // from now on everything is noted anew, whatever is struck off
      const rows = await run<{ ms: number; version: string }>(
        `select (extract(epoch from hour) * 1000)::float8 as ms, version from telemetry.due_hours
         where hour <= to_timestamp($1::float8 / 1000) order by hour limit $2`,
        [endedByMs - HOUR_MS, limit],
      )
      return rows.map(({ ms, version }) => ({ hourMs: ms, version }))
    },
    async strike({ hourMs, version }) {
      await run(
        'delete from telemetry.due_hours where hour = to_timestamp($1::float8 / 1000) and version = $2',
        [hourMs, version],
      )
    },
    async first(fromMs, toMs) {
      const [row] = await run<{ ms: number | null }>(
        `select (extract(epoch from min(hour)) * 1000)::float8 as ms from telemetry.due_hours
         where hour >= to_timestamp($1::float8 / 1000) and hour < to_timestamp($2::float8 / 1000)`,
        [fromMs, toMs],
      )
      return row?.ms ?? undefined
    },
    async count(endedByMs) {
      const [row] = await run<{ count: number }>(
        `select count(*)::int as count from telemetry.due_hours where hour <= to_timestamp($1::float8 / 1000)`,
        [endedByMs - HOUR_MS],
      )
      return row?.count ?? 0
    },
  }
}
