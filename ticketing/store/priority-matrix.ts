import { type PriorityMatrix, requireSoundMatrix } from '../domain/priority-matrix.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'

/** The matrix that counts: the newest version. */
export async function newestMatrix(db: Db | Trx): Promise<PriorityMatrix> {
  const { matrix } = await db
    .selectFrom('priorityMatrix')
    .select('matrix')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return matrix
}

/** Stores a new version; tickets that exist keep their priorities. */
export function replaceMatrix(db: Db, matrix: PriorityMatrix, act: Act): Promise<PriorityMatrix> {
  requireSoundMatrix(matrix)
  return transact(db, async trx => {
    const before = await newestMatrix(trx)
    await trx
      .insertInto('priorityMatrix')
      .values({ matrix: JSON.stringify(matrix), createdBy: act.actor, createdAtMs: act.nowMs })
      .execute()
    await trx
      .updateTable('stageSettings') // which the stages keep in memory
      .set(eb => ({ version: eb('version', '+', 1) }))
      .execute()
    await appendEvents(trx, { subject: 'priority_matrix', id: 'tickets' }, act, [
      { type: 'changed', before, after: matrix },
    ])
    return matrix
  })
}
