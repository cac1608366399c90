import type pg from 'pg'

/** The server gives up first and says so; the client's limit catches a server that is gone without a word. */
const STATEMENT_TIMEOUT_MS = 30_000
const LOCK_TIMEOUT_MS = 10_000
const NO_ANSWER_AFTER_MS = 5_000

/** Runs one statement inside the transaction. */
export type Query = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>

/** Runs `work` in a transaction with time-outs; throws what PostgreSQL or the connection threw. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (query: Query) => Promise<Result>,
  { statementMs = STATEMENT_TIMEOUT_MS } = {},
): Promise<Result> {
  const client = await pool.connect()
  client.on('error', ignore)
  const query: Query = async (text, values = []) => {
    const statement = { text, values: [...values], query_timeout: statementMs + NO_ANSWER_AFTER_MS }
    const { rows } = await client.query(statement)
    return rows
  }
  let broken = false
  try {
    await query(
      `begin; set local statement_timeout = ${statementMs}; set local lock_timeout = ${LOCK_TIMEOUT_MS}`,
    )
    const result = await work(query)
    await query('commit')
    return result
  } catch (error) {
    broken = !isAnswer(error) || !(await rollsBack(query))
    throw error
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

/** A lost connection is also an event, which would end the process; the statement at work reports it anyway. */
function ignore(): void {}

/** The server answered with an SQLSTATE; otherwise the connection may hang in the middle of a statement. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))
}

function rollsBack(query: Query): Promise<boolean> {
  return query('rollback').then(
    () => true,
    () => false,
  )
}
