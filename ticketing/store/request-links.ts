import { createHmac, randomBytes } from 'node:crypto'
import { notFound } from '../domain/refusals.ts'
import { isLive, type NewRequestLink, type RequestLink } from '../domain/request-link.ts'
import { lockTicket } from './change-ticket.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'
import { insertRequester } from './requesters.ts'
import { hashSecret } from './secrets.ts'

/** 256 bits. Whoever has the link may do what its scope allows, so it must not be guessed; only its hash is kept. */
export const newLinkToken = (): string => randomBytes(32).toString('base64url')

/**
 * The progress link of a report is made from the link that was used and a number that its form carries: a form that is
 * sent twice, by a double tap or a reload, leads to the same ticket. Without both nobody can make it.
 */
export const progressToken = (reportToken: string, formNumber: string): string =>
  createHmac('sha256', reportToken).update(`progress ${formNumber}`).digest('base64url')

type Scope = { asset: string } | { requester: number }

export interface NewLink extends NewRequestLink {
  scope: Scope
  token: string
  createdBy: string
  nowMs: number
}

/** Makes a link. A unique violation means that its token is in use, which only a form sent twice can bring about. */
export async function insertLink(trx: Db | Trx, link: NewLink): Promise<RequestLink> {
  const { id } = await trx
    .insertInto('requestLinks')
    .values({
      tokenHash: hashSecret(link.token),
      asset: 'asset' in link.scope ? link.scope.asset : null,
      requester: 'requester' in link.scope ? link.scope.requester : null,
      label: link.label ?? null,
      createdBy: link.createdBy,
      createdAtMs: link.nowMs,
      expiresAtMs: link.expiresAtMs ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return selectLinks(trx).where('l.id', '=', id).executeTakeFirstOrThrow()
}

const selectLinks = (db: Db | Trx) =>
  db
    .selectFrom('requestLinks as l')
    .leftJoin('requesters as r', 'r.id', 'l.requester')
    .select(['l.id', 'l.asset', 'r.ticket', 'l.label', 'l.createdBy', 'l.createdAtMs'])
    .select(['l.expiresAtMs', 'l.revokedAtMs'])

/** Links at an asset, the newest first. */
export const listAssetLinks = (
  db: Db,
  asset: string,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<RequestLink[]> => {
  const listed = selectLinks(db).where('l.asset', '=', asset).orderBy('l.id', 'desc').limit(limit)
  return (before === undefined ? listed : listed.where('l.id', '<', before)).execute()
}

/** A link at an asset, by which faults can be reported there. */
export function makeAssetLink(db: Db, asset: string, given: NewRequestLink, act: Act) {
  return transact(db, async trx => {
    const token = newLinkToken()
    const made = { ...given, scope: { asset }, token, createdBy: act.actor, nowMs: act.nowMs }
    const link = await insertLink(trx, made)
    await appendEvents(trx, { subject: 'asset', id: asset }, act, [
      { type: 'request_link', data: { link: link.id, label: link.label, expiresAtMs: link.expiresAtMs } },
    ])
    return { token, link }
  })
}

/** A link for whoever asked for the work first, or for somebody unnamed where nobody is known. */
export function makeProgressLink(db: Db, number: number, given: NewRequestLink, act: Act) {
  return transact(db, async trx => {
    await lockTicket(trx, number)
    const first = await trx
      .selectFrom('requesters')
      .select('id')
      .where('ticket', '=', number)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    const requester = first?.id ?? (await insertRequester(trx, { ticket: number, nowMs: act.nowMs }))
    const token = newLinkToken()
    const made = { ...given, scope: { requester }, token, createdBy: act.actor, nowMs: act.nowMs }
    const link = await insertLink(trx, made)
    await appendEvents(trx, { subject: 'ticket', id: number }, act, [
      { type: 'request_link', data: { link: link.id, label: link.label, expiresAtMs: link.expiresAtMs } },
    ])
    return { token, link }
  })
}

/** Makes a link useless. Revoking it twice is the same as once. */
export function revokeLink(db: Db, id: number, act: Act): Promise<RequestLink> {
  return transact(db, async trx => {
    const revoked = await trx
      .updateTable('requestLinks')
      .set({ revokedAtMs: act.nowMs, revokedBy: act.actor })
      .where('id', '=', id)
      .where('revokedAtMs', 'is', null)
      .returning('id')
      .executeTakeFirst()
    const link = await selectLinks(trx).where('l.id', '=', id).executeTakeFirst()
    if (!link) throw notFound(`There is no request link ${id}.`)
    if (revoked) {
      const kept =
        link.asset === null
          ? { subject: 'ticket' as const, id: link.ticket ?? 0 }
          : { subject: 'asset' as const, id: link.asset }
      await appendEvents(trx, kept, act, [{ type: 'request_link_revoked', data: { link: id } }])
    }
    return link
  })
}

/** What a token of the right scope gives access to; undefined where it is unknown, foreign, over or revoked. */
export async function assetOfToken(db: Db | Trx, token: string, nowMs: number) {
  const row = await db
    .selectFrom('requestLinks as l')
    .innerJoin('assets as a', 'a.id', 'l.asset')
    .innerJoin('sites as s', 's.id', 'a.site')
    .select(['l.id as link', 'l.expiresAtMs', 'l.revokedAtMs', 'a.id', 'a.name', 's.name as siteName'])
    .where('l.tokenHash', '=', hashSecret(token))
    .executeTakeFirst()
  return row && isLive(row, nowMs) ? row : undefined
}
export type ReportingAsset = NonNullable<Awaited<ReturnType<typeof assetOfToken>>>

/** The requester whose progress link has this token, with their ticket. */
export async function requesterOfToken(db: Db | Trx, token: string, nowMs: number) {
  const row = await db
    .selectFrom('requestLinks as l')
    .innerJoin('requesters as r', 'r.id', 'l.requester')
    .select(['l.id as link', 'l.expiresAtMs', 'l.revokedAtMs'])
    .select(['r.id', 'r.ticket', 'r.report', 'r.createdAtMs'])
    .where('l.tokenHash', '=', hashSecret(token))
    .executeTakeFirst()
  return row && isLive(row, nowMs) ? row : undefined
}
