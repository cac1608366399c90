import type { Finding } from '../../contracts/finding.ts'
import { stateIn } from '../domain/workflow.ts'
import type { Case, Verdict } from '../stages/stage.ts'
import { judge } from '../stages/stages.ts'
import { changeTicket, lockTicket, type TicketRecord } from './change-ticket.ts'
import { changeAndFollow } from './consequences.ts'
import { createTicket } from './create-ticket.ts'
import { type Db, DEADLOCK, isUnavailable, sqlState, type Trx, UNIQUE_VIOLATION } from './database.ts'
import { endEpisode, extendEpisode, latestEpisode, openEpisode } from './episodes.ts'
import { countAttempt, type Fault, storeVerdict, tryLockFault, unjudgedFindings } from './findings.ts'
import { SYSTEM } from './ledger.ts'
import { moveTicket } from './transitions.ts'
import { workflowById } from './workflows.ts'

type Created = Extract<Verdict, { kind: 'created' }>
type Grouped = Extract<Verdict, { kind: 'appended' | 'muted' }>

/** A case of a registered asset: the stages give any other the verdict `noted`. */
type Known = Case & { asset: NonNullable<Awaited<ReturnType<typeof assetOf>>> }

/** What became of a finding in this pass. */
export interface Judged {
  finding: string
  receivedAtMs: number
  verdict: Verdict['kind'] | 'failed'
  reason: string
}

/** Findings judged in one transaction: few commits in a storm, short locks. */
const BATCH = 100
/** Tries of a transaction that lost a race; each time another writer got on. */
const RACES = 5
/** Passes in which a finding may break its transaction before it is put aside as failed. */
const ATTEMPTS = 3

/** Thrown out of the transaction to say which finding broke it. */
class Broken extends Error {
  readonly finding: Finding
  /** Findings before it that would have got their verdicts. */
  readonly before: number

  constructor(finding: Finding, before: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.finding = finding
    this.before = before
  }
}

/**
 * Judges what waits of one fault, in order. Empty when nothing waits, another intake is at it, or its first finding
 * failed and is tried again in a later pass. Throws where the database cannot be asked.
 */
export async function admitFault(db: Db, fault: Fault, nowMs: () => number): Promise<Judged[]> {
  try {
    return await admitBatch(db, fault, BATCH, nowMs)
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    if (isUnavailable(error.cause)) throw error.cause
    const judged = error.before > 0 ? await admitBatch(db, fault, error.before, nowMs) : []
    const failed = await countFailure(db, error)
    return failed ? [...judged, failed] : judged
  }
}

/** Retries lost races: another writer opened the episode meanwhile (unique violation), or a deadlock was broken. */
async function admitBatch(db: Db, fault: Fault, limit: number, nowMs: () => number): Promise<Judged[]> {
  for (let race = 1; ; race++) {
    try {
      return await db.transaction().execute(trx => admitWaiting(trx, fault, limit, nowMs()))
    } catch (error) {
      const cause = error instanceof Broken ? error.cause : error
      if (race === RACES || !lostRace(cause)) throw error
    }
  }
}

async function admitWaiting(trx: Trx, fault: Fault, limit: number, nowMs: number): Promise<Judged[]> {
  if (!(await tryLockFault(trx, fault))) return []
  const judged: Judged[] = []
  for (const finding of await unjudgedFindings(trx, fault, limit)) {
    const verdict = await admitFinding(trx, finding, nowMs).catch(error => {
      throw new Broken(finding, judged.length, error)
    })
    const { id, receivedAtMs } = finding
    judged.push({ finding: id, receivedAtMs, verdict: verdict.kind, reason: verdict.reason })
  }
  return judged
}

const lostRace = (error: unknown) => [UNIQUE_VIOLATION, DEADLOCK].includes(sqlState(error) ?? '')

async function countFailure(db: Db, { finding, message }: Broken): Promise<Judged | undefined> {
  const attempts = await countAttempt(db, finding.id)
  if (attempts < ATTEMPTS) return undefined
  const reason = `Judging it failed ${attempts} times: ${message}`
  await storeVerdict(db, finding.id, { kind: 'failed', reason })
  return { finding: finding.id, receivedAtMs: finding.receivedAtMs, verdict: 'failed', reason }
}

/**
 * This is where a finding becomes a ticket: reads what the stages need to know, lets them judge, and writes the
 * outcome (episode, ticket, route, events, verdict) in the transaction that is given.
 */
export async function admitFinding(trx: Trx, finding: Finding, nowMs: number): Promise<Verdict> {
  const asset = await assetOf(trx, finding.asset)
  const latest = asset && (await latestEpisode(trx, finding))
  const verdict = judge({ finding, asset, latest })
  const ticket = asset && (await carryOut(trx, { finding, asset, latest }, verdict, nowMs))
  await storeVerdict(trx, finding.id, { kind: verdict.kind, reason: verdict.reason, ticket })
  return verdict
}

function assetOf(trx: Trx, id: string) {
  return trx
    .selectFrom('assets')
    .select(['id', 'name', 'criticality', 'class', 'site'])
    .where('id', '=', id)
    .executeTakeFirst()
}

async function carryOut(
  trx: Trx,
  judged: Known,
  verdict: Verdict,
  nowMs: number,
): Promise<number | undefined> {
  if (verdict.kind === 'created') return raiseTicket(trx, judged, verdict, nowMs)
  if (verdict.kind !== 'noted') await extendTicket(trx, judged, verdict, nowMs)
  return verdict.ticket
}

async function raiseTicket(
  trx: Trx,
  { finding, asset }: Known,
  { endsQuietEpisode, lapses, priority, title, reason }: Created,
  nowMs: number,
): Promise<number> {
  if (endsQuietEpisode !== undefined) await endEpisode(trx, endsQuietEpisode, 'quiet')
  const lapsed = lapses === undefined ? undefined : await lapse(trx, lapses, nowMs)
  const { severity, faultKey, metric, unit, device } = finding
  const { number } = await createTicket(
    trx,
    {
      kind: 'predictive',
      source: 'finding',
      title,
      priority,
      severity,
      asset,
      ...{ faultKey, metric, unit, device },
      episode: await openEpisode(trx, finding),
      firstFinding: finding.id,
      lastFinding: finding.id,
      findingCount: 1,
      observedAtMs: finding.sinceMs,
      lastFindingAtMs: finding.observedAtMs,
    },
    { actor: SYSTEM, nowMs },
    { reason, data: { finding: finding.id } },
  )
  if (lapsed) {
    const set = { mergedInto: number }
    await changeTicket(trx, lapsed, { actor: SYSTEM, nowMs }, { type: 'changed', set })
  }
  return number
}

/** Ends a proposal that nobody looked at before its fault went away; the next ticket of the fault goes on for it. */
async function lapse(trx: Trx, number: number, nowMs: number): Promise<TicketRecord> {
  const ticket = await lockTicket(trx, number)
  const { document } = await workflowById(trx, ticket.workflow)
  const to = stateIn(document, 'cancelled') ?? stateIn(document, 'closed')
  if (to === undefined) throw new Error(`the workflow of ticket ${number} has no end`)
  const reason = 'Nobody took it before the fault went away; it has come back, and a new ticket goes on.'
  return moveTicket(trx, ticket, document, { to, reason }, { actor: SYSTEM, nowMs })
}

/**
 * Counts one more finding and makes the change that the verdict says. A finding that says nothing new (still deviating,
 * or late) is in the ticket's findings, not in its history.
 */
async function extendTicket(trx: Trx, { finding }: Known, verdict: Grouped, nowMs: number): Promise<void> {
  await extendEpisode(trx, verdict.episode, finding)
  const ticket = await lockTicket(trx, verdict.ticket)
  const { late, cleared, worse } = verdict.change
  const { id, phase, severity, observedAtMs, explanation } = finding
  const isNews = verdict.kind !== 'muted' && (cleared !== undefined || worse !== undefined)
  await changeAndFollow(
    trx,
    ticket,
    { actor: SYSTEM, nowMs },
    {
      type: 'finding',
      set: {
        findingCount: ticket.findingCount + 1,
        ...(!late && { lastFinding: id, lastFindingAtMs: observedAtMs }),
        ...(cleared !== undefined && { cleared }),
        ...worse,
      },
      ...(isNews && { reason: explanation, data: { finding: id, phase, severity, observedAtMs } }),
    },
  )
}
