import { sql } from 'kysely'
import { SEALED_LINKS } from './confirmations.ts'
import type { Db, Trx } from './database.ts'
import { SEALED_ANSWERS } from './idempotency.ts'
import { SEALED_ID_TOKENS } from './identities.ts'
import { SEALED_MAILBOXES, SEALED_SIGNING } from './intakes/secrets.ts'
import { type Sealer, type SecretsKey, sealer } from './secrets.ts'
import { SEALED_TARGETS } from './target-secrets.ts'

/** A column that is sealed: of bytes, or base64url at a name of an object. */
interface SealedPlace {
  purpose: string
  table: string
  column: string
  /** The name in an object of JSON. */
  name?: string
  /** Columns that tell the rows apart, for an order. */
  key: readonly string[]
}

/** Every place of the database where something is sealed; a test finds purposes (`SEALED_…`) that are not here. */
export const sealedPlaces: readonly SealedPlace[] = [
  { purpose: SEALED_ANSWERS, table: 'idempotency_keys', column: 'answer', key: ['principal', 'key'] },
  { purpose: SEALED_LINKS, table: 'notices', column: 'data', name: 'sealedPath', key: ['id'] },
  { purpose: SEALED_SIGNING, table: 'intakes', column: 'signing_secret', key: ['id'] },
  { purpose: SEALED_MAILBOXES, table: 'intakes', column: 'mail_password', key: ['id'] },
  { purpose: SEALED_ID_TOKENS, table: 'provider_sessions', column: 'id_token', key: ['session'] },
  { purpose: SEALED_TARGETS, table: 'notification_targets', column: 'sealed', key: ['id'] },
]

/** Rows of one transaction. */
const BATCH = 200
/** Of one place in one round: a round ends, whatever there is. */
const BATCHES = 1_000

export interface Resealed {
  /** Now sealed by the first key. */
  resealed: number
  /** Sealed by a key that is not there: left as it is. */
  unreadable: number
}

/** Seals by the first key what another one sealed, so that the others can be thrown away. */
export async function resealAll(db: Db, secretsKey: SecretsKey): Promise<Resealed> {
  const sum = { resealed: 0, unreadable: 0 }
  for (const place of sealedPlaces) {
    const own = sealer(secretsKey, place.purpose)
    let unreadable = 0
    for (let batch = 0; batch < BATCHES; batch++) {
      const done = await db.transaction().execute(trx => resealSome(trx, place, own, unreadable))
      sum.resealed += done.resealed
      unreadable += done.unreadable
      if (done.resealed + done.unreadable < BATCH) break
    }
    sum.unreadable += unreadable
  }
  return sum
}

/** One batch behind those that cannot be read; the lock keeps each row where it is until it is written. */
async function resealSome(trx: Trx, place: SealedPlace, own: Sealer, skip: number): Promise<Resealed> {
  const table = sql.table(`ticketing.${place.table}`)
  const column = sql.ref(place.column)
  const value = place.name === undefined ? column : sql`${column} ->> ${sql.lit(place.name)}`
  const isOld =
    place.name === undefined
      ? sql`substr(${value}, 1, ${own.head.length}) <> ${own.head}`
      : sql`left(${value}, ${own.head.toString('base64url').length}) <> ${own.head.toString('base64url')}`
  const { rows } = await sql<{ at: string; sealed: Buffer | string }>`
    select ctid::text as at, ${value} as sealed from ${table} where ${isOld}
    order by ${sql.join(place.key.map(name => sql.ref(name)))} limit ${BATCH} offset ${skip} for update`.execute(
    trx,
  )
  let resealed = 0
  for (const { at, sealed } of rows) {
    const text = own.open(typeof sealed === 'string' ? Buffer.from(sealed, 'base64url') : sealed)
    if (text === undefined) continue
    const anew = own.seal(text)
    const set =
      place.name === undefined
        ? anew
        : sql`jsonb_set(${column}, ${[place.name]}, to_jsonb(${anew.toString('base64url')}::text))`
    await sql`update ${table} set ${column} = ${set} where ctid = ${at}::tid`.execute(trx)
    resealed++
  }
  return { resealed, unreadable: rows.length - resealed }
}
