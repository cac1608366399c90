import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Grant, narrowed, type Principal, type Scope } from '../domain/access.ts'
import { type AccessToken, type NewAccessToken, requireTokenTime, USUAL_TOKEN_MS } from '../domain/account.ts'
import { notFound } from '../domain/refusals.ts'
import type { Role } from '../domain/roles.ts'
import { requireSites } from './accounts.ts'
import { type Db, prepared, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { hashSecret } from './secrets.ts'

/** So that a scanner of secrets knows one where it should not be. */
export const TOKEN_PREFIX = 'fwt_'
const TOKEN_BYTES = 32
const MINUTE_MS = 60_000

const selectTokens = (db: Db | Trx) =>
  db
    .selectFrom('accessTokens')
    .select([
      'id',
      'name',
      'grants',
      'scopes',
      'owner',
      'createdAtMs',
      'expiresAtMs',
      'usedAtMs',
      'revokedAtMs',
    ])

/** The newest first; of one owner unless `owner` is undefined. */
export const listTokens = (
  db: Db,
  { owner, limit, before }: { owner: number | undefined; limit: number; before?: number | undefined },
): Promise<AccessToken[]> =>
  selectTokens(db)
    .$if(owner !== undefined, query => query.where('owner', '=', owner ?? 0))
    .$if(before !== undefined, query => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** Only its hash is kept. Whether the owner has the grants to give the caller has made sure of. */
export function makeToken(
  db: Db,
  { name, grants, scopes, expiresAtMs, owner }: NewAccessToken & { owner: number | null },
  act: Act,
): Promise<AccessToken & { token: string }> {
  const untilMs = expiresAtMs ?? act.nowMs + USUAL_TOKEN_MS
  requireTokenTime(untilMs, act.nowMs)
  const token = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url')
  return transact(db, async trx => {
    await requireSites(trx, grants)
    const { id } = await trx
      .insertInto('accessTokens')
      .values({
        ...{ tokenHash: hashSecret(token), name, owner, createdAtMs: act.nowMs, expiresAtMs: untilMs },
        ...{ grants: JSON.stringify(grants), scopes: JSON.stringify(scopes) },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const made = await getToken(trx, id)
    await appendEvents(trx, { subject: 'token', id }, act, [
      { type: 'created', after: { name, owner, grants, scopes, expiresAtMs: untilMs } },
    ])
    return { ...made, token }
  })
}

async function getToken(db: Db | Trx, id: number): Promise<AccessToken> {
  const found = await selectTokens(db).where('id', '=', id).executeTakeFirst()
  if (!found) throw noToken(id)
  return found
}

const noToken = (id: number) => notFound(`There is no token ${id}.`)

/** At once, and for ever; twice is the same as once. `owner`: only of this account. */
export function revokeToken(db: Db, id: number, owner: number | undefined, act: Act): Promise<AccessToken> {
  return transact(db, async trx => {
    const token = await getToken(trx, id)
    if (owner !== undefined && token.owner !== owner) throw noToken(id)
    const revoked = await trx
      .updateTable('accessTokens')
      .set({ revokedAtMs: act.nowMs })
      .where('id', '=', id)
      .where('revokedAtMs', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (revoked) await appendEvents(trx, { subject: 'token', id }, act, [{ type: 'revoked' }])
    return getToken(trx, id)
  })
}

interface FoundToken {
  id: number
  name: string
  grants: Grant[]
  scopes: Scope[]
  owner: number | null
  used: number | null
  expires: number
  ownerGrants: Grant[] | null
  ownerActive: boolean | null
}

/**
 * Who asks with the token, and until when it works; undefined where it does not (any more). It never can do more than its
 * owner now.
 */
export async function principalOfToken(
  db: Db,
  token: string,
  nowMs: number,
): Promise<{ principal: Principal; expiresAtMs: number } | undefined> {
  const { rows } = await sql<FoundToken>`
    select ${prepared} t.id, t.name, t.grants, t.scopes, t.owner, t.used_at_ms as used, t.expires_at_ms as expires,
      a.grants as "ownerGrants", a.active as "ownerActive"
    from ticketing.access_tokens t left join ticketing.accounts a on a.id = t.owner
    where t.token_hash = ${hashSecret(token)} and t.expires_at_ms > ${nowMs}::bigint
      and t.revoked_at_ms is null`.execute(db.withoutPlugins())
  const [found] = rows
  if (!found || found.ownerActive === false) return undefined
  const id = Number(found.id)
  if (Number(found.used ?? 0) < nowMs - MINUTE_MS)
    await db.updateTable('accessTokens').set({ usedAtMs: nowMs }).where('id', '=', id).execute()
  const { name, grants, scopes, ownerGrants } = found
  const principal: Principal = {
    ...{ id: `token:${id}`, kind: 'token', name, technician: null, crew: [], scopes },
    grants: ownerGrants === null ? grants : narrowed(grants, ownerGrants),
  }
  return { principal, expiresAtMs: Number(found.expires) }
}

interface FoundAccount {
  displayName: string
  technician: string | null
  grants: Grant[]
  crew: Role[] | null
}

/** Who has the account; undefined where it is not active. */
export async function principalOfAccount(db: Db, id: number): Promise<Principal | undefined> {
  const { rows } = await sql<FoundAccount>`
    select ${prepared} a.display_name as "displayName", a.technician, a.grants,
      case when w.active then w.roles end as crew
    from ticketing.accounts a left join ticketing.technicians w on w.id = a.technician
    where a.id = ${id}::bigint and a.active`.execute(db.withoutPlugins())
  const [found] = rows
  if (!found) return undefined
  const { displayName: name, technician, grants, crew } = found
  return { id: `account:${id}`, kind: 'account', name, technician, crew: crew ?? [], grants, scopes: null }
}
