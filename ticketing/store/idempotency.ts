import { sql } from 'kysely'
import { ForewarnError } from '../../contracts/errors.ts'
import { KEPT_MS } from '../domain/retention.ts'
import { type Db, prepared, type Trx } from './database.ts'

/** What answers are sealed for: they may have secrets in them. */
export const SEALED_ANSWERS = 'answers under an Idempotency-Key'

/** Rows deleted in one statement. */
const BATCH = 5_000

/** A request under a key; `request` is its method and URL. */
export interface KeyedRequest {
  principal: string
  key: string
  request: string
  bodySha256: Buffer
}

/**
 * Takes the key for this transaction, or finds the answer of the request that had it. While another transaction has
 * taken it and is not over, this waits for its end on the primary key: when it commits, its answer is found; when it
 * rolls back, the key is ours. Error: `idempotency_key_reused` where the key was another request's.
 */
export async function takeKey(trx: Trx, keyed: KeyedRequest, nowMs: number): Promise<Buffer | undefined> {
  const { principal, key, request, bodySha256 } = keyed
  const { rows } = await sql`${prepared}
    insert into ticketing.idempotency_keys as k (principal, key, request, body_sha256, created_at_ms)
    values (${principal}, ${key}, ${request}, ${bodySha256}, ${nowMs})
    on conflict (principal, key) do update set
      request = excluded.request, body_sha256 = excluded.body_sha256,
      created_at_ms = excluded.created_at_ms, answer = null
    where k.created_at_ms <= ${nowMs - KEPT_MS.answers}::bigint
    returning 1`.execute(trx)
  if (rows.length > 0) return undefined
  const former = await trx
    .selectFrom('idempotencyKeys')
    .select(['request', 'bodySha256', 'answer'])
    .where('principal', '=', principal)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!former?.answer) throw new Error(`idempotency key ${key} is there without an answer`)
  refuseIfOther(former, keyed)
  return former.answer
}

/** Keeps the answer, in the transaction that took the key and did the work. */
export async function keepAnswer(trx: Trx, { principal, key }: KeyedRequest, answer: Buffer): Promise<void> {
  await sql`${prepared} update ticketing.idempotency_keys set answer = ${answer}
    where principal = ${principal} and key = ${key}`.execute(trx)
}

/** Deletes keys that nobody can ask for any more, so many at a time; resolves with how many. */
export async function forgetOldKeys(db: Db, nowMs: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ticketing.idempotency_keys where (principal, key) in (
      select principal, key from ticketing.idempotency_keys
      where created_at_ms <= ${nowMs - KEPT_MS.answers} limit ${BATCH}
    )`.execute(db)
  return Number(numAffectedRows)
}

function refuseIfOther(former: Pick<KeyedRequest, 'request' | 'bodySha256'>, keyed: KeyedRequest): void {
  const advice = 'use a new key for a new request'
  if (former.request !== keyed.request) {
    const message = `The Idempotency-Key ${keyed.key} was used for ${former.request}; ${advice}.`
    throw new ForewarnError('idempotency_key_reused', message)
  }
  if (!former.bodySha256.equals(keyed.bodySha256)) {
    const message = `The Idempotency-Key ${keyed.key} was used for the same path with another body; ${advice}.`
    throw new ForewarnError('idempotency_key_reused', message)
  }
}
