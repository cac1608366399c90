import { conflict } from '../domain/refusals.ts'
import type { FailureCode } from '../domain/registry.ts'
import { type Db, transact } from './database.ts'
import type { Act } from './ledger.ts'
import type { KeyRange } from './list.ts'
import { recordChange } from './registry-ledger.ts'

const columns = ['code', 'name'] as const

export const listFailureCodes = (db: Db, { limit, after = '' }: KeyRange): Promise<FailureCode[]> =>
  db
    .selectFrom('failureCodes')
    .select(columns)
    .where('code', '>', after)
    .orderBy('code')
    .limit(limit)
    .execute()

export function createFailureCode(db: Db, failureCode: FailureCode, act: Act): Promise<FailureCode> {
  return transact(db, async trx => {
    const made = await trx
      .insertInto('failureCodes')
      .values(failureCode)
      .onConflict(conflict => conflict.doNothing())
      .returning(columns)
      .executeTakeFirst()
    if (!made) throw conflict(`Failure code ${failureCode.code} exists already.`)
    await recordChange(trx, { subject: 'failure_code', id: made.code }, act, { after: made })
    return made
  })
}
