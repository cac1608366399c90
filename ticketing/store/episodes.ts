import type { Finding } from '../../contracts/finding.ts'
import type { Episode } from '../domain/episode.ts'
import type { Trx } from './database.ts'
import type { Fault } from './findings.ts'

/**
 * The newest episode of the fault with its ticket; where one is open, it is the newest. Locks both rows, in the order
 * in which every other writer does (`lockTicket`), so that a person's transition and a finding never cross.
 */
export async function latestEpisode(trx: Trx, { asset, faultKey }: Fault): Promise<Episode | undefined> {
  const row = await trx
    .selectFrom('episodes as e')
    .innerJoin('tickets as t', 't.episode', 'e.id')
    .select(['e.id', 'e.ended', 'e.lastDeviationAtMs', 'e.lastFindingAtMs'])
    .select(['t.number', 't.category', 't.priority', 't.severity', 't.cleared'])
    .where('e.asset', '=', asset)
    .where('e.faultKey', '=', faultKey)
    .orderBy('e.id', 'desc')
    .limit(1)
    .forUpdate(['e', 't'])
    .executeTakeFirst()
  if (!row) return undefined
  const { id, ended, lastDeviationAtMs, lastFindingAtMs, ...ticket } = row
  return { id, ended: ended ?? undefined, lastDeviationAtMs, lastFindingAtMs, ticket }
}

/** Opens an episode. A unique violation means that another writer opened one meanwhile: judge again. */
export async function openEpisode(trx: Trx, finding: Finding): Promise<number> {
  const { id } = await trx
    .insertInto('episodes')
    .values({
      asset: finding.asset,
      faultKey: finding.faultKey,
      lastDeviationAtMs: finding.observedAtMs,
      lastFindingAtMs: finding.observedAtMs,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Moves the episode's event times forward, never back. */
export async function extendEpisode(trx: Trx, id: number, finding: Finding): Promise<void> {
  const deviates = finding.phase !== 'cleared'
  await trx
    .updateTable('episodes')
    .set(eb => ({
      lastFindingAtMs: eb.fn<number>('greatest', ['lastFindingAtMs', eb.val(finding.observedAtMs)]),
      ...(deviates && {
        lastDeviationAtMs: eb.fn<number>('greatest', ['lastDeviationAtMs', eb.val(finding.observedAtMs)]),
      }),
    }))
    .where('id', '=', id)
    .execute()
}

export async function endEpisode(trx: Trx, id: number, ended: NonNullable<Episode['ended']>): Promise<void> {
  await trx.updateTable('episodes').set({ ended }).where('id', '=', id).where('ended', 'is', null).execute()
}
