import { sql } from 'kysely'
import type { Sites } from '../domain/access.ts'
import type { BacktestRequest, BacktestResult } from '../domain/backtest.ts'
import type { NewProposal, ProfileProposal } from '../domain/proposal.ts'
import { conflict, notFound } from '../domain/refusals.ts'
import { bestChange, changed, type Tuning } from '../domain/tuning.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type Act, SYSTEM } from './ledger.ts'
import { appendVersion, lockProfiles, profileOf } from './profile-rows.ts'
import { getProfile } from './profiles.ts'
import { isOfAsset } from './site-of.ts'

const columns = [
  ...([
    'id',
    'scope',
    'subject',
    'change',
    'state',
    'baseVersion',
    'reason',
    'evidence',
    'backtest',
  ] as const),
  ...(['createdAtMs', 'actor', 'decidedAtMs', 'decidedBy', 'decisionReason', 'version'] as const),
] as const

const NO_EVIDENCE = { sentence: 'Nobody has tried it on history yet.', before: null, after: null }

/** What a person proposes to others. Error: `not_found`. */
export async function createProposal(db: Db, given: NewProposal, act: Act): Promise<ProfileProposal> {
  const { scope, subject, reason = null } = given
  const { version: baseVersion } = await getProfile(db, { scope, id: subject })
  const row = { scope, subject, baseVersion, reason, backtest: null }
  return insert(db, { ...row, change: given.change, evidence: NO_EVIDENCE }, act)
}

type Proposed = Pick<
  ProfileProposal,
  'scope' | 'subject' | 'change' | 'baseVersion' | 'reason' | 'evidence' | 'backtest'
>

function insert(
  db: Db | Trx,
  { change, evidence, ...row }: Proposed,
  { actor, nowMs: createdAtMs }: Pick<Act, 'actor' | 'nowMs'>,
) {
  return db
    .insertInto('profileProposals')
    .values({
      ...row,
      change: JSON.stringify(change),
      evidence: JSON.stringify(evidence),
      createdAtMs,
      actor,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Proposes the best of the changes that the backtest has tried, where one is worth it. */
export async function proposeFrom(
  db: Db,
  tried: { id: number; request: BacktestRequest; tuning: Tuning; result: BacktestResult },
  nowMs: number,
): Promise<void> {
  const { id: backtest, request, tuning, result } = tried
  const best = bestChange(result, tuning)
  if (!best) return
  const { scope, subject } = request
  const { version: baseVersion } = await profileOf(db, { scope, id: subject })
  const sentence = result.comparisons.find(({ label }) => label === best.after.label)?.sentence ?? ''
  const evidence = { sentence, before: best.before.summary, after: best.after.summary }
  const reason = `${tuning.detector} has raised tickets in which nothing was found.`
  const row = { scope, subject, baseVersion, reason, backtest }
  await insert(db, { ...row, change: best.change, evidence }, { actor: SYSTEM, nowMs })
}

export async function getProposal(db: Db | Trx, id: number): Promise<ProfileProposal> {
  const found = await db
    .selectFrom('profileProposals')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound(`There is no proposal ${id}.`)
  return found
}

/** Newest first. */
export const listProposals = (
  db: Db,
  { limit, before }: { limit: number; before?: number | undefined },
  { state, sites }: { state?: ProfileProposal['state'] | undefined; sites: Sites },
): Promise<ProfileProposal[]> =>
  db
    .selectFrom('profileProposals')
    .select(columns)
    .$if(state !== undefined, query => query.where('state', '=', state ?? 'open'))
    .$if(before !== undefined, query => query.where('id', '<', before ?? 0))
    .where(isOfAsset(sql`scope`, sql`subject`, sites))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/**
 * Makes the change: a new version of the profile. Error: `conflict` where it is decided already, or where somebody has
 * changed since what it is about.
 */
export function acceptProposal(
  db: Db,
  id: number,
  { reason = null, ...act }: Act & { reason?: string | null | undefined },
): Promise<ProfileProposal> {
  return transact(db, async trx => {
    await lockProfiles(trx)
    const { scope, subject, change, baseVersion, evidence } = await openProposal(trx, id)
    const of = { scope, id: subject }
    const newest = await getProfile(trx, of)
    const base = await profileOf(trx, of, baseVersion)
    const settingOf = ({ detectors }: typeof newest) => JSON.stringify(detectors[change.detector] ?? {})
    if (settingOf(newest) !== settingOf(base)) {
      const since = `the profile of ${scope} ${subject} says something else of ${change.detector} since`
      throw conflict(`Proposal ${id} was made for version ${baseVersion}, and ${since}; try it again.`)
    }
    const why = [`Proposal ${id}: ${evidence.sentence}`, reason].filter(Boolean).join(' ')
    const detectors = changed(newest.detectors, change)
    const { version } = await appendVersion(trx, newest, { detectors, reason: why }, act)
    return decide(trx, id, { ...act, state: 'accepted', reason, version })
  })
}

/** Nothing is changed. */
export function rejectProposal(
  db: Db,
  id: number,
  { reason = null, ...act }: Act & { reason?: string | null | undefined },
): Promise<ProfileProposal> {
  return transact(db, async trx => {
    await lockProfiles(trx)
    await openProposal(trx, id)
    return decide(trx, id, { ...act, state: 'rejected', reason, version: null })
  })
}

async function openProposal(trx: Trx, id: number): Promise<ProfileProposal> {
  const found = await getProposal(trx, id)
  if (found.state !== 'open') throw conflict(`Proposal ${id} is ${found.state} already.`)
  return found
}

function decide(
  trx: Trx,
  id: number,
  { state, reason, version, actor, nowMs }: Act & Pick<ProfileProposal, 'state' | 'reason' | 'version'>,
): Promise<ProfileProposal> {
  return trx
    .updateTable('profileProposals')
    .set({ state, version, decidedAtMs: nowMs, decidedBy: actor, decisionReason: reason })
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
}
