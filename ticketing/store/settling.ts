import type { Finding } from '../../contracts/finding.ts'
import type { Db, Trx } from './database.ts'
import { type Fault, findingsById } from './findings.ts'

/**
 * Faults whose newest finding waits for its deviation to last. Event time wakes it when a later finding of the fault
 * shows that it lasted (a replay); where none comes, server time does, after as long as was missing.
 */
export async function holdFinding(trx: Trx, finding: Finding, untilMs: number, nowMs: number): Promise<void> {
  const { asset, faultKey, id } = finding
  const times = { untilMs, wakeAtMs: nowMs + (untilMs - finding.observedAtMs) }
  await trx
    .insertInto('settling')
    .values({ asset, faultKey, finding: id, ...times })
    .onConflict(conflict => conflict.columns(['asset', 'faultKey']).doUpdateSet({ finding: id, ...times }))
    .execute()
}

export async function letGo(trx: Db | Trx, { asset, faultKey }: Fault): Promise<void> {
  await trx.deleteFrom('settling').where('asset', '=', asset).where('faultKey', '=', faultKey).execute()
}

/** The finding of the fault whose time to wait is over. */
export async function heldFinding(
  trx: Trx,
  { asset, faultKey }: Fault,
  nowMs: number,
): Promise<Finding | undefined> {
  const row = await trx
    .selectFrom('settling')
    .select('finding')
    .where('asset', '=', asset)
    .where('faultKey', '=', faultKey)
    .where('wakeAtMs', '<=', nowMs)
    .executeTakeFirst()
  return row && (await findingsById(trx, [row.finding]))[0]
}

/** Faults whose time to wait is over, the longest over first. */
export const faultsToWake = (db: Db, nowMs: number, limit: number): Promise<Fault[]> =>
  db
    .selectFrom('settling')
    .select(['asset', 'faultKey'])
    .where('wakeAtMs', '<=', nowMs)
    .orderBy('wakeAtMs')
    .limit(limit)
    .execute()
