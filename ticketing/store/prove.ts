import { ForewarnError } from '../../contracts/errors.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import { CONFIRM_HOURS, nextStep } from '../domain/verification.ts'
import { type Judgement, judgeWatch } from '../domain/watch.ts'
import { openTransitions } from '../domain/workflow.ts'
import { changeTicket, lockTicket, type TicketRecord } from './change-ticket.ts'
import { askRequesters, isConfirmed, requestersOf } from './confirmations.ts'
import type { Db, Trx } from './database.ts'
import { reopenTicket } from './intake-tickets.ts'
import { type Act, SYSTEM } from './ledger.ts'
import { addNotice } from './notices.ts'
import { standingOf } from './standing.ts'
import { moveTicket } from './transitions.ts'
import { saveWatch, type WatchRow, watchOf } from './verifications.ts'
import { type Compared, isSensed, watched } from './watched-series.ts'
import { workflowById } from './workflows.ts'

const SOONEST_MS = 2_000
const LATEST_MS = 15 * 60_000

export interface Proving {
  db: Db
  store: Pick<TelemetryStore, 'series'>
  /** Seals the addresses in notices to requesters, which are keys. */
  seal(text: string): Buffer
}

/**
 * Looks at one watch that is due, and does what its state asks for. The telemetry is read before the ticket is locked;
 * a watch that has changed meanwhile is left to the next look.
 */
export async function proveRepair(proving: Proving, row: WatchRow, nowMs: number): Promise<void> {
  const { db, store } = proving
  if (row.state !== 'watching' || !isSensed(row)) return closeLoop(proving, row, nowMs)
  const ticket = await db
    .selectFrom('tickets')
    .selectAll()
    .where('number', '=', row.ticket)
    .executeTakeFirst()
  if (!ticket) return
  const found = await watched(db, store, ticket, row)
  const judgement = judgeWatch(found.watched, nowMs)
  if (judgement.state === 'watching') {
    await db.transaction().execute(async trx => {
      if (!(await unchanged(trx, row))) return
      const { sentence, observedMs } = judgement
      await saveWatch(trx, row.ticket, { sentence, observedMs, dueAtMs: nowMs + pauseOf(row) })
    })
    return
  }
  await db.transaction().execute(async trx => {
    const locked = await unchanged(trx, row)
    if (!locked) return
    const decided = await decide(trx, locked, judgement, found.compared, nowMs)
    if (judgement.state === 'failed') await failed(trx, decided, judgement, nowMs)
  })
  if (judgement.state !== 'failed') await closeLoop(proving, { ...row, state: judgement.state }, nowMs)
}

/** How often a watch is looked at: about as often as there is another mean to judge. */
const pauseOf = ({ stepMs }: WatchRow) => Math.min(Math.max(stepMs, SOONEST_MS), LATEST_MS)

/** The ticket, locked, where its watch is still as it was when it was claimed. */
async function unchanged(trx: Trx, row: WatchRow): Promise<TicketRecord | undefined> {
  const ticket = await lockTicket(trx, row.ticket)
  const now = await watchOf(trx, row.ticket)
  const same = now?.state === row.state && now.round === row.round && ticket.category === 'verifying'
  return same ? ticket : undefined
}

async function decide(
  trx: Trx,
  ticket: TicketRecord,
  { state, sentence, observedMs }: Judgement,
  { before, after }: Compared,
  nowMs: number,
): Promise<TicketRecord> {
  const figures = ({ fromMs, toMs, count, mean, min, max }: Compared['after']) => ({
    ...{ fromMs, toMs, count, mean, min, max },
  })
  await saveWatch(trx, ticket.number, {
    ...{ state, sentence, observedMs, before, after },
    decidedAtMs: nowMs,
    dueAtMs: nowMs,
  })
  return changeTicket(trx, ticket, bySystem(nowMs), {
    type: 'verification',
    set: {},
    reason: sentence,
    data: { state, observedMs, before: figures(before), after: figures(after) },
  })
}

const bySystem = (nowMs: number): Act => ({ actor: SYSTEM, nowMs })

/** Back to the same people, as rework. */
async function failed(trx: Trx, ticket: TicketRecord, { sentence }: Judgement, nowMs: number): Promise<void> {
  await reopenTicket(trx, ticket, { nowMs, reason: sentence })
  const title = `The repair of ticket ${ticket.number} does not hold`
  await tell(trx, ticket, { type: 'verification.failed', title, why: sentence }, nowMs)
}

/** What follows when the sensors have spoken, or could not: asks the requester, waits, closes, or tells somebody. */
async function closeLoop(proving: Proving, row: WatchRow, nowMs: number): Promise<void> {
  const { db } = proving
  try {
    await db.transaction().execute(trx => takeStep(proving, trx, row, nowMs))
  } catch (error) {
    if (!(error instanceof ForewarnError) || error.retryable) throw error
    // Closing was refused by what only the database knows, such as children that are open.
    await db.transaction().execute(async trx => {
      const ticket = await unchanged(trx, row)
      if (ticket) await tellObstacle(trx, ticket, error.message, nowMs)
    })
  }
}

async function takeStep(proving: Proving, trx: Trx, row: WatchRow, nowMs: number): Promise<void> {
  const { state } = row
  const ticket = await unchanged(trx, row)
  if (!ticket || state === 'watching') return
  const { number } = ticket
  const now = await watchOf(trx, number)
  const requesters = await requestersOf(trx, number)
  const closing = await closingOf(trx, ticket)
  const step = nextStep(
    {
      state,
      measurable: row.device !== null,
      requester: requesters.length > 0,
      askedAtMs: now?.askedAtMs ?? null,
      confirmed: await isConfirmed(trx, row),
      confirmMs: await confirmMsOf(trx, ticket),
      obstacle: closing.obstacle,
    },
    nowMs,
  )
  switch (step.kind) {
    case 'ask':
      await askRequesters(trx, { ticket, requesters, seal: proving.seal, nowMs })
      return saveWatch(trx, number, { askedAtMs: nowMs, dueAtMs: nowMs + (await confirmMsOf(trx, ticket)) })
    case 'wait':
      return saveWatch(trx, number, { dueAtMs: step.untilMs })
    case 'tell':
      return tellObstacle(trx, ticket, step.why, nowMs)
    case 'close': {
      const { document } = await workflowById(trx, ticket.workflow)
      await moveTicket(trx, ticket, document, { to: closing.to, reason: step.reason }, bySystem(nowMs))
    }
  }
}

/** The step that closes the ticket, as nobody in particular may make it: guards hold for what happens by itself too. */
async function closingOf(
  trx: Trx,
  ticket: TicketRecord,
): Promise<{ to: string; obstacle: string | undefined }> {
  const { document } = await workflowById(trx, ticket.workflow)
  const open = openTransitions(document, ticket, await standingOf(trx, ticket, document, []))
  const [closing] = open.filter(({ category }) => category === 'closed')
  if (!closing) return { to: '', obstacle: `Its workflow has no step from ${ticket.state} to its end.` }
  const lacks = closing.requires.join(', ')
  const missing = lacks ? `It lacks ${lacks}.` : undefined
  return { to: closing.to, obstacle: closing.blockedBy[0] ?? missing }
}

async function confirmMsOf(trx: Trx, ticket: TicketRecord): Promise<number> {
  const row = await trx
    .selectFrom('assets as a')
    .innerJoin('classes as c', 'c.id', 'a.class')
    .select('c.confirmHours')
    .where('a.id', '=', ticket.asset)
    .executeTakeFirst()
  return (row?.confirmHours ?? CONFIRM_HOURS) * 3_600_000
}

/** Only a person can go on; they are told once. */
async function tellObstacle(trx: Trx, ticket: TicketRecord, why: string, nowMs: number): Promise<void> {
  const title = `Ticket ${ticket.number} is repaired and cannot be closed by itself`
  await tell(trx, ticket, { type: 'verification.undecided', title, why }, nowMs)
  await saveWatch(trx, ticket.number, { dueAtMs: null })
}

async function tell(
  trx: Trx,
  ticket: TicketRecord,
  { type, title, why }: { type: string; title: string; why: string },
  nowMs: number,
): Promise<void> {
  const { assignee, team, number } = ticket
  const recipients = [
    ...(assignee === null ? [] : [`technician:${assignee}`]),
    ...(team === null ? [] : [`team:${team}`]),
  ]
  const body = `${ticket.title}\n${why}`
  await addNotice(trx, { type, ticket: number, recipients, title, body }, nowMs)
}
