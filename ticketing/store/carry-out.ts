import type { Finding } from '../../contracts/finding.ts'
import type { AssetFacts, Ends, RollUp, TicketChange, Verdict } from '../stages/stage.ts'
import type { TicketRecord } from './change-ticket.ts'
import type { Trx } from './database.ts'
import { endEpisode, extended, latestEpisode, moveEpisode, reopenEpisode } from './episodes.ts'
import { type FaultFile, writeVerdicts } from './fault-file.ts'
import {
  countFindings,
  lapse,
  nameSuccessor,
  raiseRollUp,
  raiseTicket,
  reopenTicket,
  tellRollUp,
  tellTicket,
} from './intake-tickets.ts'
import { appended, stillDeviates } from './roll-ups.ts'
import { holdFinding, letGo } from './settling.ts'

/** Does what the verdict says, and notes the verdict in the file. Plain appends wait there until it is closed. */
export async function carryOut(trx: Trx, file: FaultFile, finding: Finding, verdict: Verdict): Promise<void> {
  const ticket = file.facts && (await act(trx, { file, finding, asset: file.facts.asset }, verdict))
  file.verdicts.push({ finding: finding.id, kind: verdict.kind, reason: verdict.reason, ticket })
}

interface Work {
  file: FaultFile
  finding: Finding
  asset: AssetFacts
}

/** Resolves with the ticket that the finding belongs to from now on. */
async function act(trx: Trx, work: Work, verdict: Verdict): Promise<number | undefined> {
  const { file, finding } = work
  if (verdict.kind === 'settling') {
    await wait(trx, work, verdict.untilMs)
    return undefined
  }
  if (file.facts?.held && finding.phase !== 'cleared') await dropHold(trx, file)
  if (verdict.kind === 'created') return create(trx, work, verdict)
  if (verdict.kind === 'rolled_up') return rollUp(trx, work, verdict)
  if (verdict.kind === 'reopened') {
    await append(trx, work, verdict)
    await reopen(trx, file, verdict.reason)
  } else if ('change' in verdict && verdict.change) {
    await append(trx, work, { change: verdict.change, muted: verdict.kind === 'muted' })
  } else if (verdict.kind === 'muted' && verdict.ticket === file.facts?.rolledUp?.ticket) {
    await stillDeviates(trx, verdict.ticket, finding)
    file.facts.rolledUp.lastFindingAtMs = Math.max(file.facts.rolledUp.lastFindingAtMs, finding.observedAtMs)
  }
  return verdict.ticket
}

async function wait(trx: Trx, { file, finding }: Work, untilMs: number | undefined): Promise<void> {
  if (untilMs === undefined || !file.facts) return
  await holdFinding(trx, finding, untilMs, file.nowMs)
  file.facts.held = { finding: finding.id, untilMs }
}

export async function dropHold(trx: Trx, file: FaultFile): Promise<void> {
  await letGo(trx, file.fault)
  if (file.facts) file.facts.held = undefined
}

async function create(
  trx: Trx,
  { file, finding, asset }: Work,
  verdict: Extract<Verdict, { kind: 'created' }>,
): Promise<number> {
  await closeAppends(trx, file)
  const { nowMs } = file
  const lapsed = verdict.ends && (await endFormer(trx, verdict.ends, nowMs))
  const number = await raiseTicket(trx, { finding, asset, nowMs }, verdict)
  if (lapsed) await nameSuccessor(trx, lapsed, number, nowMs)
  file.latest = await latestEpisode(trx, file.fault)
  return number
}

async function endFormer(
  trx: Trx,
  { episode, as, lapses }: Ends,
  nowMs: number,
): Promise<TicketRecord | undefined> {
  await endEpisode(trx, episode, as)
  return lapses === undefined ? undefined : lapse(trx, lapses, nowMs)
}

async function reopen(trx: Trx, file: FaultFile, reason: string): Promise<void> {
  await closeAppends(trx, file)
  if (!file.latest) throw new Error('there is no ticket to reopen')
  await reopenEpisode(trx, file.latest.episode.id)
  await reopenTicket(trx, file.latest.ticket, { nowMs: file.nowMs, reason })
  file.latest = await latestEpisode(trx, file.fault)
}

/** Says at once what is new, and counts later: a storm of findings that say the same is one write. */
async function append(
  trx: Trx,
  { file, finding }: Work,
  { change, muted = false }: { change: TicketChange; muted?: boolean },
): Promise<void> {
  const { latest, nowMs } = file
  if (!latest) throw new Error('there is no ticket for the finding')
  const times = extended(latest.episode, finding)
  const { findings = 0, last } = file.append ?? {}
  const newest = change.late ? last : finding
  file.append = { episode: latest.episode.id, times, findings: findings + 1, ...(newest && { last: newest }) }
  const isNews = change.cleared !== undefined || change.worse !== undefined
  const told = { finding, change, muted, nowMs }
  const ticket = isNews ? await tellTicket(trx, latest.ticket, told) : latest.ticket
  file.latest = { ticket, episode: { ...latest.episode, ...times, ticket } }
}

async function rollUp(
  trx: Trx,
  { file, finding, asset }: Work,
  verdict: RollUp & { reason: string },
): Promise<number> {
  const { facts, nowMs } = file
  if (!facts) throw new Error('a finding without an asset is rolled up')
  if (verdict.ends) {
    await closeAppends(trx, file)
    await endFormer(trx, verdict.ends, nowMs)
    file.latest = await latestEpisode(trx, file.fault)
  }
  if (file.rollUp && file.rollUp.ticket !== verdict.ticket) await closeAppends(trx, file)
  const ticket = verdict.ticket ?? (await raiseRollUp(trx, { finding, asset, nowMs }, verdict))
  file.rollUp = appended(file.rollUp, finding, verdict, ticket)
  const { scope, category, priority, severity } = file.rollUp
  const storm = { ticket, scope, category, priority, severity }
  const lastFindingAtMs = Math.max(
    facts.rolledUp?.lastFindingAtMs ?? finding.observedAtMs,
    finding.observedAtMs,
  )
  file.facts = {
    ...facts,
    storms: { ...facts.storms, [scope]: storm },
    rolledUp: { ...storm, lastFindingAtMs },
  }
  return ticket
}

/** Writes what waits in the file. */
export async function closeFile(trx: Trx, file: FaultFile): Promise<void> {
  await closeAppends(trx, file)
  await writeVerdicts(trx, file)
}

async function closeAppends(trx: Trx, file: FaultFile): Promise<void> {
  const { append, latest, rollUp, facts, nowMs } = file
  file.append = undefined
  file.rollUp = undefined
  if (append && latest) {
    await moveEpisode(trx, append.episode, append.times)
    const ticket = await countFindings(trx, latest.ticket, { ...append, last: append.last, nowMs })
    file.latest = { ticket, episode: { ...latest.episode, ticket } }
  }
  if (rollUp && facts) await tellRollUp(trx, rollUp, { asset: facts.asset, nowMs })
}
