import type pg from 'pg'
import { HOUR_MS, type RollupStore, type SeriesPoint } from '../../../contracts/telemetry-store.ts'
import { storeError } from '../../postgres-errors.ts'
import { openPartitions, type Partitions } from './partitions.ts'
import { inTransaction } from './transaction.ts'

/** An hour of a large plant is many millions of values. */
const ROLL_UP_TIMEOUT_MS = 600_000

const ROLL_UP = `
  insert into telemetry.samples_1h as made (device, class, metric, hour, mean, min, max, count)
  select device, class, metric, timestamptz 'epoch' + $1::float8 * interval '1 ms',
    avg(value::float8), min(value::float8), max(value::float8), count(*)
  from telemetry.samples, jsonb_each_text(values) as each (metric, value)
  where observed_at >= timestamptz 'epoch' + $1::float8 * interval '1 ms'
    and observed_at < timestamptz 'epoch' + $2::float8 * interval '1 ms'
  group by device, class, metric
  on conflict (device, class, metric, hour) do update set
    mean = excluded.mean, min = excluded.min, max = excluded.max, count = excluded.count
    where excluded.count >= made.count`

const HOURS = `
  select (extract(epoch from hour) * 1000)::float8 as ts, mean as value, min, max, count::int
  from telemetry.samples_1h
  where device = $1 and metric = $2 and class = $3
    and hour >= timestamptz 'epoch' + $4::float8 * interval '1 ms'
    and hour < timestamptz 'epoch' + $5::float8 * interval '1 ms'
  order by hour limit $6`

/** Rollups in `telemetry.samples_1h`, partitioned by year. */
export function openRollups(pool: pg.Pool, samples: Partitions): RollupStore {
  const years = openPartitions(pool, 'samples_1h', 'year')
  const guarded = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch(error => Promise.reject(storeError(error)))
  return {
    rollUp: hourMs =>
      guarded(
        years.ensure([hourMs]).then(async () => {
          const run = { statementMs: ROLL_UP_TIMEOUT_MS }
          await inTransaction(pool, query => query(ROLL_UP, [hourMs, hourMs + HOUR_MS]), run)
        }),
      ),
    hours: ({ device, metric, class: equipmentClass, fromMs, toMs, limit }) =>
      guarded(
        inTransaction(pool, query =>
          query<SeriesPoint>(HOURS, [device, metric, equipmentClass, fromMs, toMs, limit]),
        ),
      ),
    dropSamples: span => guarded(samples.drop(span)),
    dropRollups: span => guarded(years.drop(span)),
  }
}
