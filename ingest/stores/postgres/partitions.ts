import type pg from 'pg'
import type { Span } from '../../../contracts/telemetry-store.ts'
import { inTransaction } from './transaction.ts'

/** The partitions of a table in the schema `telemetry`, made when their first row arrives and dropped whole. */
export interface Partitions {
  /** Afterwards there is a partition for each of the times. */
  ensure(timesMs: Iterable<number>): Promise<void>
  /** Looks again instead of trusting its memory: retention may have dropped a partition. */
  forget(): void
  /** Drops the partitions that are wholly in the span. */
  drop(span: Span): Promise<void>
}

interface Period extends Span {
  /** Of the partition: `samples_2026_01`, `samples_1h_2026`. */
  name: string
}

/** How a table is cut, in UTC. */
type Cut = 'month' | 'year'

export function openPartitions(pool: pg.Pool, table: string, cut: Cut): Partitions {
  let known: Period[] = []
  return {
    async ensure(timesMs) {
      const missing = new Map<string, Period>()
      let last: Period | undefined
      for (const timeMs of timesMs) {
        if (last && covers(last, timeMs)) continue
        last = known.find(period => covers(period, timeMs))
        if (last) continue
        last = periodOf(table, cut, new Date(timeMs))
        missing.set(last.name, last)
      }
      for (const period of missing.values()) {
        await create(pool, table, period)
        known.push(period)
      }
    },
    forget() {
      known = []
    },
    async drop(span) {
      for (const { name, attached, pending } of await existing(pool, table)) {
        const [, year = '', month = '1'] = /_(\d{4})(?:_(\d{2}))?$/.exec(name) ?? []
        const { fromMs, toMs } = periodOf(table, cut, new Date(Date.UTC(Number(year), Number(month) - 1)))
        if (fromMs < span.fromMs || toMs > span.toMs) continue
        known = known.filter(period => period.name !== name)
        // Without `concurrently` every reader and writer would wait; it cannot run in a transaction.
        if (attached) {
          const how = pending ? 'finalize' : 'concurrently'
          await pool.query(`alter table telemetry.${table} detach partition telemetry.${name} ${how}`)
        }
        await pool.query(`drop table telemetry.${name}`)
      }
    },
  }
}

function covers(period: Period, timeMs: number): boolean {
  return timeMs >= period.fromMs && timeMs < period.toMs
}

function periodOf(table: string, cut: Cut, date: Date): Period {
  const year = date.getUTCFullYear()
  if (cut === 'year') {
    return { fromMs: Date.UTC(year, 0), toMs: Date.UTC(year + 1, 0), name: `${table}_${year}` }
  }
  const month = date.getUTCMonth()
  const number = String(month + 1).padStart(2, '0')
  return {
    fromMs: Date.UTC(year, month),
    toMs: Date.UTC(year, month + 1),
    name: `${table}_${year}_${number}`,
  }
}

/** With those that a crash left between detaching and dropping. */
async function existing(
  pool: pg.Pool,
  table: string,
): Promise<{ name: string; attached: boolean; pending: boolean }[]> {
  const { rows } = await pool.query(
    `select relname as name, inhrelid is not null as attached, coalesce(inhdetachpending, false) as pending
     from pg_class left join pg_inherits on inhrelid = pg_class.oid
     where relnamespace = 'telemetry'::regnamespace and relkind = 'r' and relname ~ $1 order by relname`,
    [`^${table}_[0-9]{4}(_[0-9]{2})?$`],
  )
  return rows
}

/**
 * Two processes may want the same partition at once: the lock lets one make it, and the other find it. The table is
 * made first and attached then, because `create table … partition of` locks out every reader and writer of the parent.
 */
async function create(pool: pg.Pool, table: string, { name, fromMs, toMs }: Period): Promise<void> {
  await inTransaction(pool, async query => {
    await query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`telemetry.${table}`])
    const [found] = await query<{ exists: boolean }>(`select to_regclass($1) is not null as exists`, [
      `telemetry.${name}`,
    ])
    if (found?.exists) return
    await query(`create table telemetry.${name} (like telemetry.${table} including all)`)
    const from = new Date(fromMs).toISOString()
    const to = new Date(toMs).toISOString()
    await query(
      `alter table telemetry.${table} attach partition telemetry.${name} for values from ('${from}') to ('${to}')`,
    )
  })
}
