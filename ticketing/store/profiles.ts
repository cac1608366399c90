import type { EquipmentClass } from '../../contracts/registry.ts'
import type { KeptProfile, NewProfile, ProfileOf } from '../domain/profile.ts'
import { requireVersion } from '../domain/refusals.ts'
import { getAsset } from './assets.ts'
import { getClass } from './classes.ts'
import { type Db, type Trx, transact } from './database.ts'
import { appendVersion, lockProfiles, profileColumns, profileOf } from './profile-rows.ts'
import type { Edit } from './registry-ledger.ts'

/** The newest version, or the one asked for; version 0, which says nothing, where there never was one. */
export async function getProfile(db: Db | Trx, of: ProfileOf, version?: number): Promise<KeptProfile> {
  await requireSubject(db, of)
  return profileOf(db, of, version)
}

/** All versions, newest first. */
export async function listProfileVersions(
  db: Db,
  of: ProfileOf,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<KeptProfile[]> {
  await requireSubject(db, of)
  return db
    .selectFrom('profiles')
    .select(profileColumns)
    .where('scope', '=', of.scope)
    .where('subject', '=', of.id)
    .$if(before !== undefined, query => query.where('version', '<', before ?? 0))
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
}

/** Makes it the newest version; the others are kept. One that says what the newest says is no version. */
export function saveProfile(db: Db, of: ProfileOf, profile: NewProfile, edit: Edit): Promise<KeptProfile> {
  return transact(db, async trx => {
    await lockProfiles(trx)
    const before = await getProfile(trx, of)
    requireVersion(`The profile of ${of.scope} ${of.id}`, before.version, edit.ifVersion)
    const isSame = JSON.stringify(profile.detectors) === JSON.stringify(before.detectors)
    return isSame ? before : appendVersion(trx, before, profile, edit)
  })
}

/** The profiles that an asset stands on: its own, and that of its class. */
export async function profilesOfAsset(db: Db, id: string): Promise<Record<ProfileOf['scope'], KeptProfile>> {
  const asset = await getAsset(db, id)
  const [ofClass, ofAsset] = await Promise.all([
    profileOf(db, { scope: 'class', id: asset.class }),
    profileOf(db, { scope: 'asset', id }),
  ])
  return { class: ofClass, asset: ofAsset }
}

/** The class whose metrics a profile may name. */
export async function classOfProfile(db: Db, { scope, id }: ProfileOf): Promise<EquipmentClass> {
  return getClass(db, scope === 'class' ? id : (await getAsset(db, id)).class)
}

const requireSubject = (db: Db | Trx, { scope, id }: ProfileOf): Promise<object> =>
  scope === 'class' ? getClass(db, id) : getAsset(db, id)
