import type pg from 'pg'
import { inTransaction } from './transaction.ts'

/** Makes the monthly partitions of `telemetry.samples` when their first sample arrives. */
export interface Months {
  /** Afterwards there is a partition for each of the event times. */
  ensure(timesMs: Iterable<number>): Promise<void>
  /** Looks again instead of trusting its memory: retention may have dropped a partition. */
  forget(): void
}

interface Month {
  fromMs: number
  /** Exclusive. */
  toMs: number
  name: string
}

export function openMonths(pool: pg.Pool): Months {
  let known: Month[] = []
  return {
    async ensure(timesMs) {
      const missing = new Map<string, Month>()
      let last: Month | undefined
      for (const timeMs of timesMs) {
        if (last && covers(last, timeMs)) continue
        last = known.find(month => covers(month, timeMs))
        if (last) continue
        last = monthOf(timeMs)
        missing.set(last.name, last)
      }
      for (const month of missing.values()) {
        await create(pool, month)
        known.push(month)
      }
    },
    forget() {
      known = []
    },
  }
}

function covers(month: Month, timeMs: number): boolean {
  return timeMs >= month.fromMs && timeMs < month.toMs
}

function monthOf(timeMs: number): Month {
  const date = new Date(timeMs)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth()
  return {
    fromMs: Date.UTC(year, month, 1),
    toMs: Date.UTC(year, month + 1, 1),
    name: `samples_${year}_${String(month + 1).padStart(2, '0')}`,
  }
}

/**
 * Two processes may want the same month at once: the lock lets one make it, and the other find it. The table is made
 * first and attached then, because `create table … partition of` locks out every reader and writer of the parent.
 */
async function create(pool: pg.Pool, { name, fromMs, toMs }: Month): Promise<void> {
  await inTransaction(pool, async query => {
    await query(`select pg_advisory_xact_lock(hashtextextended('telemetry.samples', 0))`)
    const [found] = await query<{ exists: boolean }>(`select to_regclass($1) is not null as exists`, [
      `telemetry.${name}`,
    ])
    if (found?.exists) return
    await query(`create table telemetry.${name} (like telemetry.samples including all)`)
    const from = new Date(fromMs).toISOString()
    const to = new Date(toMs).toISOString()
    await query(
      `alter table telemetry.samples attach partition telemetry.${name} for values from ('${from}') to ('${to}')`,
    )
  })
}
