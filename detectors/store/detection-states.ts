import type pg from 'pg'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Offset } from '../../contracts/message-log.ts'
import type { DetectionStates, StoredState } from '../engine-state.ts'

const CHECKPOINT = 'detection'
/** Less than a megabyte of JSON at a time, so that neither side holds its thread for long. */
const ROWS_PER_STATEMENT = 200
/** The server gives up first and says so; the client's limit catches a server that is gone without a word. */
const STATEMENT_TIMEOUT_MS = 30_000
const NO_ANSWER_MS = STATEMENT_TIMEOUT_MS + 5_000

/** The engine's memory in PostgreSQL. Errors: `store_unavailable`, retryable; a failed `save` has saved nothing. */
export function openDetectionStates({ pool }: { pool: pg.Pool }): DetectionStates {
  return {
    load: restore =>
      inTransaction(pool, 'begin isolation level repeatable read, read only', query => load(query, restore)),
    save: (offset, changed) => inTransaction(pool, 'begin', query => save(query, offset, changed)),
  }
}

type StoredRow = Omit<StoredState, 'state'> & { state: string }

/** Runs one statement inside the transaction. */
type Query = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>

async function load(query: Query, restore: (stored: StoredState) => void): Promise<Offset> {
  const [checkpoint] = await query<{ next_offset: string }>(
    'select next_offset from detection.checkpoints where name = $1',
    [CHECKPOINT],
  )
  // In no order: rows are written again all the time, and by the index every one of them would be a jump.
  await query('declare stored no scroll cursor for select device, metric, state from detection.states')
  const fetched = () => ahead(query<StoredRow>(`fetch ${ROWS_PER_STATEMENT} from stored`))
  for (let page: Promise<StoredRow[]> | undefined = fetched(); page; ) {
    const rows: StoredRow[] = await page
    page = rows.length < ROWS_PER_STATEMENT ? undefined : fetched()
    for (const { device, metric, state } of rows) restore({ device, metric, state: JSON.parse(state) })
  }
  return BigInt(checkpoint?.next_offset ?? 0)
}

/** What the server does while its last answer, or the next statement, is made into JSON here; awaited a little later. */
function ahead<Result>(answer: Promise<Result>): Promise<Result> {
  answer.catch(() => {})
  return answer
}

async function save(query: Query, offset: Offset, changed: Iterable<StoredState>): Promise<void> {
  let saved: Promise<unknown> | undefined
  for (const rows of inPages(changed)) {
    const values = [
      rows.map(({ device }) => device),
      rows.map(({ metric }) => metric),
      rows.map(({ state }) => JSON.stringify(state)),
    ]
    await saved
    saved = ahead(
      query(
        `insert into detection.states (device, metric, state)
         select * from unnest($1::text[], $2::text[], $3::text[])
         on conflict (device, metric) do update set state = excluded.state`,
        values,
      ),
    )
  }
  await saved
  await query(
    `insert into detection.checkpoints (name, next_offset) values ($1, $2)
     on conflict (name) do update set next_offset = excluded.next_offset`,
    [CHECKPOINT, String(offset)],
  )
}

/** Each state is made when its page is: all at once are large. */
function* inPages(states: Iterable<StoredState>): Generator<StoredState[]> {
  let page: StoredState[] = []
  for (const state of states) {
    page.push(state)
    if (page.length < ROWS_PER_STATEMENT) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** Runs `work` in a transaction with time-outs. Whatever fails is tried again by the engine, which holds its place. */
async function inTransaction<Result>(
  pool: pg.Pool,
  begin: string,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  let client: pg.PoolClient | undefined
  let broken = true
  try {
    const connected = await pool.connect()
    client = connected
    connected.on('error', ignore)
    const query: Query = async (text, values = []) => {
      const statement = { text, values: [...values], query_timeout: NO_ANSWER_MS }
      const { rows } = await connected.query(statement)
      return rows
    }
    await query(`${begin}; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`)
    const result = await work(query)
    await query('commit')
    broken = false
    return result
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new ForewarnError('store_unavailable', `PostgreSQL: ${message}`, { retryable: true, cause })
  } finally {
    client?.off('error', ignore)
    client?.release(broken) // a connection in an unknown transaction state is closed, which rolls back
  }
}

/** A lost connection is also an event, which would end the process; the statement at work reports it anyway. */
function ignore(): void {}
