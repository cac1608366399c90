import type { Finding } from '../../contracts/finding.ts'
import { episodeEnding, isOpen } from '../domain/category.ts'
import type { Episode, EpisodeEnd } from '../domain/episode.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Trx } from './database.ts'
import type { Fault } from './findings.ts'

/** An episode with the ticket that its findings go to, both locked. */
export interface LockedEpisode {
  episode: Episode
  ticket: TicketRecord
}

/**
 * The newest episode of the fault with its ticket; where one is open, it is the newest. Locks both rows, in the order
 * in which every other writer does (`lockTicket`), so that a person's transition and a finding never cross.
 */
export async function latestEpisode(
  trx: Trx,
  { asset, faultKey }: Fault,
): Promise<LockedEpisode | undefined> {
  const row = await trx
    .selectFrom('episodes as e')
    .innerJoin('tickets as t', 't.episode', 'e.id')
    .innerJoin('findings as f', 'f.id', 't.firstFinding')
    .selectAll('t')
    .select(['e.id', 'e.ended', 'e.lastDeviationAtMs as deviatedAtMs', 'e.lastFindingAtMs as heardAtMs'])
    .select('f.observedAtMs as beganAtMs')
    .where('e.asset', '=', asset)
    .where('e.faultKey', '=', faultKey)
    .orderBy('e.id', 'desc')
    .limit(1)
    .forUpdate(['e', 't'])
    .executeTakeFirst()
  if (!row) return undefined
  const { id, ended, deviatedAtMs, heardAtMs, beganAtMs, ...own } = row
  const ticket = await goingOn(trx, own)
  const times = { beganAtMs, lastDeviationAtMs: deviatedAtMs, lastFindingAtMs: heardAtMs }
  return { episode: { id, ended: await settleEnd(trx, id, ended, ticket), ...times, ticket }, ticket }
}

/** The ticket that goes on for one that was merged. A lapsed one has a newer episode, so that nobody asks for it. */
async function goingOn(trx: Trx, ticket: TicketRecord): Promise<TicketRecord> {
  let last = ticket
  const seen = new Set<number>()
  while (last.mergedInto !== null && !seen.has(last.number)) {
    seen.add(last.number)
    last = await trx
      .selectFrom('tickets')
      .selectAll()
      .where('number', '=', last.mergedInto)
      .forUpdate()
      .executeTakeFirstOrThrow()
  }
  return last
}

/**
 * The ticket says whether its episode goes on: a person may have reopened it, or merged it into one that is open or
 * over. The row follows here, where it matters.
 */
async function settleEnd(
  trx: Trx,
  id: number,
  ended: EpisodeEnd | null,
  { category }: TicketRecord,
): Promise<EpisodeEnd | undefined> {
  if (ended === null && episodeEnding(category)) {
    await endEpisode(trx, id, category)
    return category
  }
  if ((ended === 'closed' || ended === 'cancelled') && isOpen(category)) {
    await reopenEpisode(trx, id)
    return undefined
  }
  return ended ?? undefined
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

/** Event times of the newest findings of an episode. */
export type EpisodeTimes = Pick<Episode, 'lastDeviationAtMs' | 'lastFindingAtMs'>

/** The times with one more finding: they move forward, never back. */
export function extended(times: EpisodeTimes, { phase, observedAtMs }: Finding): EpisodeTimes {
  const deviates = phase !== 'cleared'
  return {
    lastFindingAtMs: Math.max(times.lastFindingAtMs, observedAtMs),
    lastDeviationAtMs: deviates ? Math.max(times.lastDeviationAtMs, observedAtMs) : times.lastDeviationAtMs,
  }
}

/** Writes the times of an episode that this transaction has locked. */
export async function moveEpisode(trx: Trx, id: number, times: EpisodeTimes): Promise<void> {
  const { lastDeviationAtMs, lastFindingAtMs } = times
  await trx.updateTable('episodes').set({ lastDeviationAtMs, lastFindingAtMs }).where('id', '=', id).execute()
}

export async function endEpisode(trx: Trx, id: number, ended: EpisodeEnd): Promise<void> {
  await trx.updateTable('episodes').set({ ended }).where('id', '=', id).where('ended', 'is', null).execute()
}

/** The fault of a ticket that was over goes on. A unique violation as in `openEpisode`. */
export async function reopenEpisode(trx: Trx, id: number): Promise<void> {
  await trx.updateTable('episodes').set({ ended: null }).where('id', '=', id).execute()
}
