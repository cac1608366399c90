import type pg from 'pg'
import { ForewarnError } from '../../contracts/errors.ts'
import type { DetectionStates, SeriesState, StoredSeries } from '../engine-state.ts'

const CHECKPOINT = 'detection'
/** About a megabyte of JSON at a time, so that neither side holds its thread for long. */
const ROWS_PER_STATEMENT = 100
const STATEMENT_TIMEOUT_MS = 30_000

/** The engine's memory in PostgreSQL. Errors: `store_unavailable`, retryable; a failed `save` has saved nothing. */
export function openDetectionStates({ pool }: { pool: pg.Pool }): DetectionStates {
  return {
    load: () => inTransaction(pool, 'begin isolation level repeatable read, read only', load),
    save: (offset, changed) => inTransaction(pool, 'begin', client => save(client, offset, changed)),
  }
}

async function load(client: pg.PoolClient): Promise<{ offset: bigint; states: StoredSeries[] }> {
  const checkpoint = await client.query<{ next_offset: string }>(
    'select next_offset from detection.checkpoints where name = $1',
    [CHECKPOINT],
  )
  const states: StoredSeries[] = []
  for (;;) {
    const last = states.at(-1)
    const { rows } = await client.query<{ device: string; metric: string; state: SeriesState }>(
      `select device, metric, state from detection.states
       where (device, metric) > ($1, $2) order by device, metric limit $3`,
      [last?.device ?? '', last?.metric ?? '', ROWS_PER_STATEMENT],
    )
    states.push(...rows)
    if (rows.length < ROWS_PER_STATEMENT) break
  }
  return { offset: BigInt(checkpoint.rows[0]?.next_offset ?? 0), states }
}

async function save(client: pg.PoolClient, offset: bigint, changed: readonly StoredSeries[]): Promise<void> {
  for (let from = 0; from < changed.length; from += ROWS_PER_STATEMENT) {
    const rows = changed.slice(from, from + ROWS_PER_STATEMENT)
    await client.query(
      `insert into detection.states (device, metric, state)
       select * from unnest($1::text[], $2::text[], $3::jsonb[])
       on conflict (device, metric) do update set state = excluded.state`,
      [
        rows.map(({ device }) => device),
        rows.map(({ metric }) => metric),
        rows.map(({ state }) => JSON.stringify(state)),
      ],
    )
  }
  await client.query(
    `insert into detection.checkpoints (name, next_offset) values ($1, $2)
     on conflict (name) do update set next_offset = excluded.next_offset`,
    [CHECKPOINT, String(offset)],
  )
}

async function inTransaction<T>(
  pool: pg.Pool,
  begin: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  let client: pg.PoolClient | undefined
  let broken = true
  try {
    client = await pool.connect()
    await client.query(begin)
    await client.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`)
    const result = await work(client)
    await client.query('commit')
    broken = false
    return result
  } catch (cause) {
    const message = `the detection checkpoint in PostgreSQL failed: ${cause instanceof Error ? cause.message : cause}`
    throw new ForewarnError('store_unavailable', message, { retryable: true, cause })
  } finally {
    client?.release(broken) // a connection in an unknown transaction state is closed, which rolls back
  }
}
