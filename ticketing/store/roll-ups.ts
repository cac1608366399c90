import { sql } from 'kysely'
import type { Finding } from '../../contracts/finding.ts'
import {
  isTold,
  NAMED_FAULTS,
  type NamedFault,
  type RolledUpFault,
  stormDescription,
  stormTitle,
} from '../domain/storm.ts'
import type { AssetFacts, RollUp, Storm } from '../stages/stage.ts'
import type { Db, Trx } from './database.ts'

/** Findings of one fault that a roll-up ticket has got and that are not written yet. */
export interface RollUpAppend extends Storm {
  findings: number
  /** The newest of the fault. */
  last: Finding
  reopens: boolean
}

/** One more finding for the roll-up ticket; the first of the fault in this transaction begins the append. */
export function appended(
  append: RollUpAppend | undefined,
  finding: Finding,
  { scope, late, priority, severity, reopens }: RollUp,
  ticket: number,
): RollUpAppend {
  const category = reopens ? 'active' : 'review'
  if (!append) return { ticket, scope, category, priority, severity, reopens, findings: 1, last: finding }
  return {
    ...append,
    ...{ priority, severity },
    reopens: append.reopens || reopens,
    findings: append.findings + 1,
    last: late ? append.last : finding,
  }
}

/** Counts the fault's findings in the roll-up ticket; resolves with its new title where the fault is new in it. */
export async function countFault(
  trx: Trx,
  asset: AssetFacts,
  { ticket, scope, findings, last }: RollUpAppend,
): Promise<{ title: string; description: string } | undefined> {
  const { rows } = await sql<{ isNew: boolean }>`
    insert into ticketing.rolled_up_faults as r
      (ticket, asset, fault_key, severity, cleared, finding_count, last_finding, last_finding_at_ms)
    values (${ticket}, ${asset.id}, ${last.faultKey}, ${last.severity}, ${last.phase === 'cleared'}, ${findings},
      ${last.id}, ${last.observedAtMs})
    on conflict (ticket, asset, fault_key) do update set
      finding_count = r.finding_count + excluded.finding_count,
      severity = case when excluded.last_finding_at_ms >= r.last_finding_at_ms then excluded.severity else r.severity end,
      cleared = case when excluded.last_finding_at_ms >= r.last_finding_at_ms then excluded.cleared else r.cleared end,
      last_finding = case when excluded.last_finding_at_ms >= r.last_finding_at_ms
        then excluded.last_finding else r.last_finding end,
      last_finding_at_ms = greatest(r.last_finding_at_ms, excluded.last_finding_at_ms)
    returning xmax = 0 as "isNew"`.execute(trx)
  if (!rows[0]?.isNew) return undefined
  const total = await countFaults(trx, ticket)
  if (!isTold(total)) return undefined
  const where = scope === 'site' ? asset.site : asset.name
  return {
    title: stormTitle(where, total),
    description: stormDescription(await firstFaults(trx, ticket), total),
  }
}

async function countFaults(trx: Trx, ticket: number): Promise<number> {
  const { count } = await trx
    .selectFrom('rolledUpFaults')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ticket', '=', ticket)
    .executeTakeFirstOrThrow()
  return count
}

const firstFaults = (trx: Trx, ticket: number): Promise<NamedFault[]> =>
  trx
    .selectFrom('rolledUpFaults')
    .select(['asset', 'faultKey', 'severity'])
    .where('ticket', '=', ticket)
    .orderBy('asset')
    .orderBy('faultKey')
    .limit(NAMED_FAULTS)
    .execute()

/** A muted fault of a rejected roll-up ticket still deviates: its quiet time begins anew. */
export async function stillDeviates(trx: Trx, ticket: number, finding: Finding): Promise<void> {
  await trx
    .updateTable('rolledUpFaults')
    .set(eb => ({
      lastFindingAtMs: eb.fn<number>('greatest', ['lastFindingAtMs', eb.val(finding.observedAtMs)]),
    }))
    .where('ticket', '=', ticket)
    .where('asset', '=', finding.asset)
    .where('faultKey', '=', finding.faultKey)
    .execute()
}

/** The faults of a roll-up ticket, by asset and fault key; `after` is the last of the page before. */
export function listRolledUpFaults(
  db: Db,
  ticket: number,
  { limit, after }: { limit: number; after?: Pick<RolledUpFault, 'asset' | 'faultKey'> | undefined },
): Promise<RolledUpFault[]> {
  const faults = db
    .selectFrom('rolledUpFaults')
    .select(['asset', 'faultKey', 'severity', 'cleared', 'findingCount', 'lastFinding', 'lastFindingAtMs'])
    .where('ticket', '=', ticket)
    .orderBy('asset')
    .orderBy('faultKey')
    .limit(limit)
  const page = after
    ? faults.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('asset', 'faultKey'), '>', tuple(after.asset, after.faultKey)),
      )
    : faults
  return page.execute()
}
