import type pg from 'pg'
import { ForewarnError } from '../../../contracts/errors.ts'
import type {
  RollupStore,
  SeriesPoint,
  SeriesQuery,
  TelemetryStore,
} from '../../../contracts/telemetry-store.ts'
import { dataRefusal, isMissingPartition, storeError } from '../../postgres-errors.ts'
import { type Refusal, writeIsolating } from '../isolate.ts'
import { unstorable } from '../unstorable.ts'
import { mergeRows, type Row } from './merge.ts'
import { openPartitions, type Partitions } from './partitions.ts'
import { openRollups } from './rollups.ts'
import { inTransaction } from './transaction.ts'

const ROWS_PER_STATEMENT = 5_000

/** Samples in `telemetry.samples`, partitioned by month of event time. The pool stays the caller's. */
export function openPostgresStore({ pool }: { pool: pg.Pool }): TelemetryStore & RollupStore {
  const months = openPartitions(pool, 'samples', 'month')
  return {
    ...openRollups(pool, months),
    async write(samples) {
      const { rows, rejected } = mergeRows(samples, unstorable)
      for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
        const part = rows.slice(start, start + ROWS_PER_STATEMENT)
        const refused = await writeIsolating(part, rows => insert(pool, months, rows))
        for (const { item, detail } of refused) {
          for (const sample of item.samples) rejected.push({ sample, detail })
        }
      }
      return { rejected }
    },
    series: query => readSeries(pool, query),
    check: () => check(pool),
    close: async () => {},
  }
}

const INSERT = `
  insert into telemetry.samples as stored (device, observed_at, received_at, site, asset, class, values)
  select device, timestamptz 'epoch' + observed_ms * interval '1 ms', timestamptz 'epoch' + received_ms * interval '1 ms',
    site, asset, class, values
  from rows from (
    unnest($1::text[], $2::float8[], $3::float8[], $4::text[], $5::text[], $6::text[]),
    jsonb_array_elements($7::jsonb)
  ) as new (device, observed_ms, received_ms, site, asset, class, values)
  on conflict (device, observed_at) do update set
    received_at = excluded.received_at, site = excluded.site, asset = excluded.asset, class = excluded.class,
    values = stored.values || excluded.values`

async function insert(pool: pg.Pool, months: Partitions, rows: readonly Row[]): Promise<Refusal | undefined> {
  const columns = [
    rows.map(row => row.sample.device),
    arrayOf(rows.map(row => row.sample.observedAtMs)),
    arrayOf(rows.map(row => row.sample.receivedAtMs)),
    rows.map(row => row.sample.site),
    rows.map(row => row.sample.asset),
    rows.map(row => row.sample.class),
    JSON.stringify(rows.map(row => row.sample.values)), // one document: as an array each would be escaped once more
  ]
  try {
    await months.ensure(rows.map(row => row.sample.observedAtMs))
    await inTransaction(pool, query => query(INSERT, columns))
    return undefined
  } catch (error) {
    if (isMissingPartition(error)) {
      months.forget()
      throw new ForewarnError('store_unavailable', 'PostgreSQL: a month was dropped while it was written', {
        retryable: true,
        cause: error,
      })
    }
    const refusal = dataRefusal(error)
    if (refusal) return refusal
    throw storeError(error)
  }
}

/** PostgreSQL's notation; the client's own quotes each number. */
const arrayOf = (numbers: readonly number[]): string => `{${numbers.join()}}`

const FROM_SERIES = `
  from telemetry.samples
  where device = $1 and class = $3 and values ? $2
    and observed_at >= timestamptz 'epoch' + $4::float8 * interval '1 ms'
    and observed_at < timestamptz 'epoch' + $5::float8 * interval '1 ms'`

const RAW = `
  select (extract(epoch from observed_at) * 1000)::float8 as ts, (values ->> $2)::float8 as value
  ${FROM_SERIES} order by observed_at limit $6`

const WINDOWS = `
  select (extract(epoch from start) * 1000)::float8 as ts,
    avg(value) as value, min(value) as min, max(value) as max, count(*)::int as count
  from (
    select date_bin($7::float8 * interval '1 ms', observed_at, timestamptz 'epoch') as start,
      (values ->> $2)::float8 as value
    ${FROM_SERIES}
  ) as points group by start order by start limit $6`

async function readSeries(pool: pg.Pool, query: SeriesQuery): Promise<SeriesPoint[]> {
  const { device, metric, class: equipmentClass, fromMs, toMs, limit, windowMs } = query
  const values = [device, metric, equipmentClass, fromMs, toMs, limit]
  try {
    return await inTransaction(pool, run =>
      windowMs === undefined
        ? run<SeriesPoint>(RAW, values)
        : run<SeriesPoint>(WINDOWS, [...values, windowMs]),
    )
  } catch (error) {
    throw storeError(error)
  }
}

async function check(pool: pg.Pool): Promise<void> {
  let row: { readonly: boolean; permitted: boolean } | undefined
  try {
    ;[row] = await inTransaction(pool, query =>
      query<{ readonly: boolean; permitted: boolean }>(
        `select pg_is_in_recovery() as readonly, has_table_privilege('telemetry.samples', 'insert') as permitted`,
      ),
    )
  } catch (error) {
    throw storeError(error)
  }
  if (row?.readonly) {
    throw new ForewarnError('store_unavailable', 'PostgreSQL is a read-only standby', { retryable: true })
  }
  if (!row?.permitted) {
    throw new ForewarnError(
      'store_misconfigured',
      'PostgreSQL: no permission to insert into telemetry.samples',
      {
        retryable: true,
      },
    )
  }
}
