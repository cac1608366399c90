import type { Finding } from '../../contracts/finding.ts'
import type { Db, Trx } from './database.ts'
import type { Fault } from './findings.ts'

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

export async function letGo(trx: Trx, { asset, faultKey }: Fault): Promise<void> {
  await trx.deleteFrom('settling').where('asset', '=', asset).where('faultKey', '=', faultKey).execute()
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
