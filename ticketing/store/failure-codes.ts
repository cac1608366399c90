import { conflict } from '../domain/refusals.ts'
import type { FailureCode } from '../domain/registry.ts'
import type { Db } from './database.ts'
import type { KeyRange } from './list.ts'

const columns = ['code', 'name'] as const

export const listFailureCodes = (db: Db, { limit, after = '' }: KeyRange): Promise<FailureCode[]> =>
  db
    .selectFrom('failureCodes')
    .select(columns)
    .where('code', '>', after)
    .orderBy('code')
    .limit(limit)
    .execute()

export async function createFailureCode(db: Db, failureCode: FailureCode): Promise<FailureCode> {
  const made = await db
    .insertInto('failureCodes')
    .values(failureCode)
    .onConflict(conflict => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!made) throw conflict(`Failure code ${failureCode.code} exists already.`)
  return made
}
