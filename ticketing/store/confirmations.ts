import { REQUESTER } from '../domain/comment.ts'
import type { RepairAnswer } from '../domain/confirmation.ts'
import { usualOf } from '../domain/usual.ts'
import type { Confirmation } from '../domain/verification.ts'
import { changeTicket, lockTicket, type TicketRecord } from './change-ticket.ts'
import { attempt, type Db, sqlState, type Trx, transact, UNIQUE_VIOLATION } from './database.ts'
import { findingsById } from './findings.ts'
import { reopenTicket } from './intake-tickets.ts'
import { addNotice } from './notices.ts'
import { insertLink, newLinkToken, requesterOfToken } from './request-links.ts'
import { saveWatch, type WatchRow, watchOf } from './verifications.ts'

/** What the addresses in notices are sealed for; the channels open them. */
export const SEALED_LINKS = 'links in notices'

const DAY_MS = 24 * 3_600_000
/** A link in a notice shows the answer for so long after the time to answer. */
const LINK_LASTS_MS = 30 * DAY_MS

/** Whoever asked for the work and can be asked for their word. */
export async function requestersOf(trx: Trx, ticket: number): Promise<number[]> {
  const rows = await trx
    .selectFrom('requesters')
    .select('id')
    .where('ticket', '=', ticket)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Whether a requester has said of this repair that it works. */
export async function isConfirmed(
  trx: Trx,
  { ticket, round }: Pick<WatchRow, 'ticket' | 'round'>,
): Promise<boolean> {
  const row = await trx
    .selectFrom('confirmations')
    .select('id')
    .where('ticket', '=', ticket)
    .where('round', '=', round)
    .where('fixed', '=', true)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

interface Asking {
  ticket: TicketRecord
  requesters: readonly number[]
  seal(text: string): Buffer
  nowMs: number
}

/**
 * Asks each requester by a notice with a link of their own. Only its hash is kept with the link, and in the notice the
 * address is sealed: who can read notices over the API or in the database cannot answer for somebody else.
 */
export async function askRequesters(trx: Trx, { ticket, requesters, seal, nowMs }: Asking): Promise<void> {
  for (const requester of requesters) {
    const token = newLinkToken()
    const expiresAtMs = nowMs + LINK_LASTS_MS
    const link = await insertLink(trx, {
      scope: { requester },
      token,
      createdBy: 'system',
      expiresAtMs,
      nowMs,
    })
    const notice = {
      type: 'verification.confirm',
      ticket: ticket.number,
      recipients: [`requester:${requester}`],
      title: `Is it fixed? Report ${ticket.number}`,
      body: [ticket.title, ticket.resolution].filter(Boolean).join('\n'),
      data: { link: link.id, sealedPath: seal(`/c/${token}`).toString('base64url') },
    }
    await addNotice(trx, notice, nowMs)
  }
}

/** What somebody with the link of a requester sees of the repair; undefined where it leads nowhere. */
export async function repairOf(db: Db, token: string, nowMs: number) {
  const requester = await requesterOfToken(db, token, nowMs)
  if (!requester) return undefined
  const ticket = await db
    .selectFrom('tickets as t')
    .innerJoin('assets as a', 'a.id', 't.asset')
    .innerJoin('sites as s', 's.id', 't.site')
    .select([
      't.number',
      't.category',
      't.title',
      't.resolution',
      't.resolvedAtMs',
      't.unit',
      't.firstFinding',
    ])
    .select(['a.name as assetName', 's.name as siteName', 's.timeZone'])
    .where('t.number', '=', requester.ticket)
    .executeTakeFirstOrThrow()
  const row = await watchOf(db, ticket.number)
  const answer = await answerIn(db, requester, row?.round ?? 0)
  return {
    ...ticket,
    report: requester.report,
    verified: row?.state === 'verified',
    comparison: row && (await comparisonOf(db, ticket, row)),
    answer,
    canAnswer: row !== undefined && canAnswer(ticket.category) && !answer,
  }
}

/** What was measured, where it has been decided: a page that anybody may ask for reads no telemetry. */
async function comparisonOf(
  db: Db,
  { unit, firstFinding }: { unit: string | null; firstFinding: string | null },
  { metric, before, after }: WatchRow,
) {
  if (metric === null || before === null || after === null) return undefined
  const [finding] = firstFinding === null ? [] : await findingsById(db, [firstFinding])
  return { metric, unit, before, after, normal: usualOf(finding?.evidence, []).normal ?? null }
}

/** A repair that is done can be judged, also after the ticket was closed. */
const canAnswer = (category: TicketRecord['category']) => category === 'verifying' || category === 'closed'

const answerIn = (db: Db | Trx, { id, ticket }: { id: number; ticket: number }, round: number) =>
  db
    .selectFrom('confirmations')
    .select(['round', 'fixed', 'rating', 'comment', 'atMs'])
    .where('ticket', '=', ticket)
    .where('round', '=', round)
    .where('requester', '=', id)
    .executeTakeFirst()

/** Keeps what a requester says of a repair; sent twice it counts once. False where the link leads nowhere. */
export function answerRepair(db: Db, token: string, answer: RepairAnswer, nowMs: number): Promise<boolean> {
  return transact(db, async trx => {
    const requester = await requesterOfToken(trx, token, nowMs)
    if (!requester) return false
    const ticket = await lockTicket(trx, requester.ticket)
    const row = await watchOf(trx, ticket.number)
    if (!row || !canAnswer(ticket.category)) return true
    if (await answerIn(trx, requester, row.round)) return true
    const { fixed, rating = null, comment = null } = answer
    await trx
      .insertInto('confirmations')
      .values({
        ticket: ticket.number,
        round: row.round,
        requester: requester.id,
        fixed,
        rating,
        comment,
        atMs: nowMs,
      })
      .execute()
    const act = { actor: REQUESTER, nowMs }
    const data = { fixed, rating, requester: requester.id, round: row.round }
    const rated = await changeTicket(trx, ticket, act, { type: 'rating', set: {}, data })
    if (!fixed) await goBack(trx, rated, comment, nowMs)
    else if (rated.category === 'verifying' && row.state !== 'watching') {
      await saveWatch(trx, ticket.number, { dueAtMs: nowMs })
    }
    return true
  })
}

/**
 * What is not fixed goes back to the same people, also after it was closed; unless another ticket of the same fault is
 * open meanwhile, whose team hears of it.
 */
async function goBack(trx: Trx, ticket: TicketRecord, comment: string | null, nowMs: number): Promise<void> {
  const reason = comment ?? 'Whoever asked for the work says that it is not fixed.'
  const reopened = await attempt(trx, inner =>
    reopenTicket(inner, ticket, { nowMs, reason, actor: REQUESTER }),
  ).then(
    () => true,
    error => {
      if (sqlState(error) === UNIQUE_VIOLATION) return false
      throw error
    },
  )
  const { number, assignee, team } = ticket
  const recipients = [
    ...(assignee === null ? [] : [`technician:${assignee}`]),
    ...(team === null ? [] : [`team:${team}`]),
  ]
  const title = reopened
    ? `Ticket ${number} is not fixed, says who asked for it`
    : `Closed ticket ${number} is not fixed, says who asked for it; another ticket of its fault is open`
  const notice = {
    type: 'verification.not_fixed',
    ticket: number,
    recipients,
    title,
    body: `${ticket.title}\n${reason}`,
  }
  await addNotice(trx, notice, nowMs)
}

/** What requesters have said of the repairs of a ticket, oldest first. */
export const confirmationsOf = (db: Db, ticket: number): Promise<Confirmation[]> =>
  db
    .selectFrom('confirmations')
    .select(['round', 'fixed', 'rating', 'comment', 'atMs'])
    .where('ticket', '=', ticket)
    .orderBy('id')
    .limit(100)
    .execute()
