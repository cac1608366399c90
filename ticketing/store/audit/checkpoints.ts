import type { Signer } from '../../audit/keys.ts'
import { type SignedStatement, signCheckpoint } from '../../audit/lines.ts'
import type { Db, Trx } from '../database.ts'
import { tailOf, takeChain } from './links.ts'

/** No more often than this. */
const CHECKPOINT_EVERY_MS = 60_000

type Row = Omit<SignedStatement, 'hash'> & { hash: Buffer }

const columns = ['position', 'event', 'hash', 'atMs', 'key', 'signature'] as const

const statementOf = ({ hash, ...row }: Row): SignedStatement => ({ ...row, hash: hash.toString('hex') })

export async function lastCheckpoint(db: Db | Trx): Promise<SignedStatement | undefined> {
  const row = await db
    .selectFrom('auditCheckpoints')
    .select(columns)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && statementOf(row)
}

/** Signs what the chain is now, if it grew and the last checkpoint is old enough; undefined where it is not to be. */
export function checkpointIfDue(db: Db, signer: Signer, nowMs: number): Promise<SignedStatement | undefined> {
  return db.transaction().execute(async trx => {
    if (!(await takeChain(trx))) return undefined
    const last = await lastCheckpoint(trx)
    const isRecent = last !== undefined && Math.abs(nowMs - last.atMs) < CHECKPOINT_EVERY_MS
    const tail = await tailOf(trx)
    if (isRecent || tail.position === (last?.position ?? 0)) return undefined
    const { position, event, hash } = tail
    const made = signCheckpoint(signer, { position, event, hash: hash.toString('hex'), atMs: nowMs })
    const { fingerprint, publicKey } = signer
    await trx
      .insertInto('auditKeys')
      .values({ fingerprint, publicKey, firstUsedAtMs: nowMs })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    await trx
      .insertInto('auditCheckpoints')
      .values({ ...made, hash })
      .execute()
    return made
  })
}

/** Newest first, before the one with the id `before`. */
export async function listCheckpoints(
  db: Db,
  { limit, before = Number.MAX_SAFE_INTEGER }: { limit: number; before?: number | undefined },
): Promise<(SignedStatement & { id: number })[]> {
  const rows = await db
    .selectFrom('auditCheckpoints')
    .select(['id', ...columns])
    .where('id', '<', before)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, ...row }) => ({ id, ...statementOf(row) }))
}

export const listAuditKeys = (db: Db) =>
  db.selectFrom('auditKeys').selectAll().orderBy('firstUsedAtMs').orderBy('fingerprint').execute()

/** In the order in which they were made, after one and up to another. */
export async function checkpointsBetween(
  db: Db,
  [after, last]: readonly [number, number],
  limit: number,
): Promise<(SignedStatement & { id: number })[]> {
  const rows = await db
    .selectFrom('auditCheckpoints')
    .select(['id', ...columns])
    .where('id', '>', after)
    .where('id', '<=', last)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, ...row }) => ({ id, ...statementOf(row) }))
}
