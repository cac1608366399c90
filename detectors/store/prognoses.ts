import type pg from 'pg'
import type { Words } from '../../contracts/text.ts'
import type { FailureRecord } from '../failure-record.ts'

/** A failure of a machine, with how it ran until then. */
export type KnownFailure = FailureRecord & {
  class: string
  asset: string
  device: string
  failedAtMs: number
}

/** Of one class: a model, or why there is none. */
export interface Learned {
  class: string
  /** Usable failures that it was made of, or that were too few. */
  failures: number
  model: unknown
  reason: Words | null
  learnedAtMs: number
}

/** Rows below which nothing is learned from a record. */
const LEAST_ROWS = 30

/** What the prognosis learns from, and what it has learned, in PostgreSQL. */
export function openPrognoses({ pool }: { pool: pg.Pool }) {
  return {
    /** Ids of the failures that are on record. */
    async known(): Promise<Set<string>> {
      const { rows } = await pool.query<{ id: string }>('select id from detection.failure_records')
      return new Set(rows.map(({ id }) => id))
    },
    /** Twice is as once. */
    async add(failure: KnownFailure): Promise<void> {
      const { id, class: classId, asset, device, failedAtMs, mode = null, metrics, rows } = failure
      await pool.query(
        `insert into detection.failure_records
           (id, class, asset, device, failed_at_ms, mode, metrics, rows, usable)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
        [
          id,
          classId,
          asset,
          device,
          failedAtMs,
          mode,
          metrics,
          JSON.stringify(rows),
          rows.length >= LEAST_ROWS,
        ],
      )
    },
    /** Usable failures of each class, and how many the class has learned from already. */
    async counts(): Promise<
      { class: string; failures: number; learned: number | null; hasModel: boolean }[]
    > {
      const { rows } = await pool.query(
        `select r.class, count(*) filter (where r.usable)::integer as failures, p.failures as learned,
           p.model is not null as "hasModel"
         from detection.failure_records r left join detection.prognoses p on p.class = r.class
         group by r.class, p.failures, p.model is not null order by r.class`,
      )
      return rows
    },
    /** The newest usable ones of the class, oldest first. */
    async records(classId: string, most: number): Promise<FailureRecord[]> {
      const { rows } = await pool.query<FailureRecord & { mode: string | null }>(
        `select id, mode, metrics, rows from (
           select * from detection.failure_records where class = $1 and usable order by failed_at_ms desc limit $2) newest
         order by failed_at_ms, id`,
        [classId, most],
      )
      return rows.map(({ mode, ...rest }) => ({ ...rest, ...(mode !== null && { mode }) }))
    },
    async save({ class: classId, failures, model, reason, learnedAtMs }: Learned): Promise<void> {
      await pool.query(
        `insert into detection.prognoses (class, failures, model, reason, learned_at_ms) values ($1, $2, $3, $4, $5)
         on conflict (class) do update set failures = excluded.failures, model = excluded.model,
           reason = excluded.reason, learned_at_ms = excluded.learned_at_ms`,
        [classId, failures, model && JSON.stringify(model), reason && JSON.stringify(reason), learnedAtMs],
      )
    },
    /** When what was learned of each class. */
    async versions(): Promise<{ class: string; learnedAtMs: number }[]> {
      const { rows } = await pool.query<{ class: string; at: string }>(
        'select class, learned_at_ms as at from detection.prognoses',
      )
      return rows.map(row => ({ class: row.class, learnedAtMs: Number(row.at) }))
    },
    async learned(classId: string): Promise<Learned | undefined> {
      const { rows } = await pool.query(
        `select class, failures, model, reason, learned_at_ms::double precision as "learnedAtMs"
         from detection.prognoses where class = $1`,
        [classId],
      )
      return rows[0]
    },
  }
}

export type Prognoses = ReturnType<typeof openPrognoses>
