import { sql } from 'kysely'
import type { Finding } from '../../contracts/finding.ts'
import type { Sites } from '../domain/access.ts'
import type { Backtest, BacktestHead, BacktestRequest, BacktestResult } from '../domain/backtest.ts'
import { conflict, notFound } from '../domain/refusals.ts'
import type { Tuning } from '../domain/tuning.ts'
import { type Db, transact } from './database.ts'
import type { Act } from './ledger.ts'
import { isOfAsset } from './site-of.ts'

const head = [
  ...(['id', 'state', 'request', 'progress', 'samples', 'createdAtMs', 'startedAtMs', 'endedAtMs'] as const),
  ...(['actor', 'problem'] as const),
] as const
const proposal = sql<number | null>`(
  select max(id) from ticketing.profile_proposals where backtest = backtests.id)`.as('proposal')

/** Jobs that wait for their turn: each takes minutes, and there is one at a time. */
const MOST_QUEUED = 100
/** Of a worker that says nothing for so long another one takes over. */
const LEASE_MS = 60_000
const MOST_ATTEMPTS = 3
const ROWS_PER_STATEMENT = 500

export async function createBacktest(
  db: Db,
  request: BacktestRequest,
  { actor, nowMs, tuning }: Act & { tuning?: Tuning | undefined },
): Promise<Backtest> {
  const { count } = await db
    .selectFrom('backtests')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', '=', sql.lit('queued'))
    .executeTakeFirstOrThrow()
  if (count >= MOST_QUEUED) throw conflict(`${MOST_QUEUED} backtests wait already; cancel one, or wait.`)
  const made = await db
    .insertInto('backtests')
    .values({
      request: JSON.stringify(request),
      purpose: tuning ? JSON.stringify(tuning) : null,
      ...{ createdAtMs: nowMs, actor },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return getBacktest(db, made.id)
}

export async function getBacktest(db: Db, id: number): Promise<Backtest> {
  const found = await db
    .selectFrom('backtests')
    .select([...head, 'result'])
    .select(proposal)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound(`There is no backtest ${id}.`)
  return found
}

/** Newest first. */
export const listBacktests = (
  db: Db,
  { limit, before }: { limit: number; before?: number | undefined },
  sites: Sites,
): Promise<BacktestHead[]> =>
  db
    .selectFrom('backtests')
    .select(head)
    .select(proposal)
    .$if(before !== undefined, query => query.where('id', '<', before ?? 0))
    .where(isOfAsset(sql`request->>'scope'`, sql`request->>'subject'`, sites))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Of one that is over there is nothing to cancel. */
export async function cancelBacktest(db: Db, id: number, { nowMs }: Act): Promise<Backtest> {
  const { state } = await getBacktest(db, id)
  if (state !== 'queued' && state !== 'running') throw conflict(`Backtest ${id} is ${state} already.`)
  await db
    .updateTable('backtests')
    .set({ state: 'cancelled', endedAtMs: nowMs })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .execute()
  return getBacktest(db, id)
}

export interface ClaimedBacktest {
  id: number
  request: BacktestRequest
  purpose: Tuning | null
}

/** Takes the oldest that nobody works on. One that ended its worker three times is left alone, with the reason. */
export async function claimBacktest(db: Db, nowMs: number): Promise<ClaimedBacktest | undefined> {
  await sql`update ticketing.backtests set state = 'failed', ended_at_ms = ${nowMs},
      problem = ${`It did not end in ${MOST_ATTEMPTS} attempts.`}
    where state = 'running' and lease_until_ms < ${nowMs} and attempts >= ${MOST_ATTEMPTS}`.execute(db)
  const { rows } = await sql<ClaimedBacktest>`
    update ticketing.backtests set state = 'running', lease_until_ms = ${nowMs + LEASE_MS}, attempts = attempts + 1,
      started_at_ms = ${nowMs}, progress = 0, samples = 0
    where id = (select id from ticketing.backtests
      where state = 'queued' or (state = 'running' and lease_until_ms < ${nowMs})
      order by id limit 1 for update skip locked)
    returning id, request, purpose`.execute(db)
  return rows[0]
}

/** Says how far it is, and that it is being worked on. False where it was cancelled, or somebody else has it. */
export async function beat(
  db: Db,
  id: number,
  { progress, samples, nowMs }: { progress: number; samples: number; nowMs: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('backtests')
    .set({ progress, samples, leaseUntilMs: nowMs + LEASE_MS })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Keeps result and findings; nothing where it was cancelled meanwhile. */
export function finishBacktest(
  db: Db,
  id: number,
  done: { result: BacktestResult; findings: readonly (readonly Finding[])[]; nowMs: number },
): Promise<boolean> {
  const { result, findings, nowMs } = done
  return transact(db, async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('backtests')
      .set({
        state: 'done',
        progress: 1,
        samples: result.samples,
        endedAtMs: nowMs,
        result: JSON.stringify(result),
      })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await trx.deleteFrom('backtestFindings').where('backtest', '=', id).execute()
    for (const [variant, all] of findings.entries()) {
      const rows = all.map((finding, position) => ({ position, finding }))
      for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
        await sql`insert into ticketing.backtest_findings (backtest, variant, position, finding)
          select ${id}, ${variant}, position, finding
          from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + ROWS_PER_STATEMENT))}::jsonb)
            as r(position integer, finding jsonb)`.execute(trx)
      }
    }
    return true
  })
}

/** Another one may take it at once, and nothing is held against it. */
export const releaseBacktest = (db: Db, id: number) =>
  sql`update ticketing.backtests set lease_until_ms = 0, attempts = attempts - 1
    where id = ${id} and state = 'running'`.execute(db)

export const failBacktest = (db: Db, id: number, problem: string, nowMs: number) =>
  db
    .updateTable('backtests')
    .set({ state: 'failed', problem, endedAtMs: nowMs })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()

/** Findings of a variant by event time. */
export async function listBacktestFindings(
  db: Db,
  { id, variant }: { id: number; variant: number },
  { limit, after = -1 }: { limit: number; after?: number | undefined },
): Promise<{ position: number; finding: Finding }[]> {
  await getBacktest(db, id)
  return db
    .selectFrom('backtestFindings')
    .select(['position', 'finding'])
    .where('backtest', '=', id)
    .where('variant', '=', variant)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute()
}
