import { sql } from 'kysely'
import type { Profile } from '../../contracts/profile.ts'
import type { KeptProfile, ProfileOf } from '../domain/profile.ts'
import { notFound } from '../domain/refusals.ts'
import type { Db, Trx } from './database.ts'
import { type Act, appendEvents } from './ledger.ts'

/** What a page of versions shows of each. */
export const profileColumns = [
  ...(['scope', 'subject as id', 'version', 'detectors', 'createdAtMs', 'actor', 'reason'] as const),
] as const

/** Whoever makes a version sees the newest one, and goes on from that. */
export const lockProfiles = (trx: Trx) =>
  sql`lock table ticketing.profiles in share row exclusive mode`.execute(trx)

/** The newest version, or the one asked for, whether or not there is such a class or asset. */
export async function profileOf(
  db: Db | Trx,
  { scope, id }: ProfileOf,
  version?: number,
): Promise<KeptProfile> {
  const found = await db
    .selectFrom('profiles')
    .select(profileColumns)
    .where('scope', '=', scope)
    .where('subject', '=', id)
    .$if(version !== undefined, query => query.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (found) return found
  if (version) throw notFound(`There is no version ${version} of the profile of ${scope} ${id}.`)
  return { ...{ scope, id, version: 0, detectors: {} }, createdAtMs: null, actor: null, reason: null }
}

/** Makes the next version. Call `lockProfiles` before what it goes on from is read. */
export async function appendVersion(
  trx: Trx,
  before: KeptProfile,
  { detectors, reason = null }: Profile & { reason?: string | null | undefined },
  act: Act,
): Promise<KeptProfile> {
  const { scope, id: subject } = before
  const { nowMs: createdAtMs, actor } = act
  const version = before.version + 1
  const row = { scope, subject, version, createdAtMs, actor, reason }
  await trx
    .insertInto('profiles')
    .values({ ...row, detectors: JSON.stringify(detectors) })
    .execute()
  await appendEvents(trx, { subject: 'profile', id: `${scope}/${subject}` }, act, [
    {
      type: before.version === 0 ? 'created' : 'changed',
      before: before.version === 0 ? {} : { detectors: before.detectors },
      ...{ after: { detectors }, reason, data: { version } },
    },
  ])
  return profileOf(trx, { scope, id: subject })
}

/** With the class or the asset its profile ends: what gets the same id later is another machine. */
export async function endProfile(trx: Trx, of: ProfileOf, act: Act): Promise<void> {
  await lockProfiles(trx)
  const before = await profileOf(trx, of)
  if (Object.keys(before.detectors).length === 0) return
  const reason = `The ${of.scope} was deleted.`
  await appendVersion(trx, before, { detectors: {}, reason }, act)
}
