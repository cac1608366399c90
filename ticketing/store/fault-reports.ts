import type { AttachmentStore, StoredContent } from '../domain/attachment.ts'
import { REQUESTER } from '../domain/comment.ts'
import { priorityOf } from '../domain/priority.ts'
import { type FaultReport, titleOfReport } from '../domain/request-link.ts'
import { insertAttachment } from './attachments/rows.ts'
import { lockTicket } from './change-ticket.ts'
import { insertComment } from './comments.ts'
import { createTicket } from './create-ticket.ts'
import { type Db, sqlState, type Trx, transact, UNIQUE_VIOLATION } from './database.ts'
import { assetOfToken, insertLink, newLinkToken, progressToken, requesterOfToken } from './request-links.ts'
import { insertRequester } from './requesters.ts'
import { groundForWork } from './ticket-work.ts'

export interface SentReport {
  /** Of the link at the asset. */
  token: string
  /** The number that the form carries; a program that sends none makes a report each time. */
  formNumber: string | undefined
  report: FaultReport
  photo: { content: StoredContent; fileName: string | undefined } | undefined
}

export interface Reported {
  ticket: number
  /** Of the link by which the requester follows the ticket. */
  token: string
}

/**
 * Makes a ticket of what somebody without an account reports at an asset. The same form sent twice makes one. Undefined
 * where the link leads nowhere.
 */
export async function reportFault(
  db: Db,
  sent: SentReport,
  { store, nowMs }: { store: AttachmentStore; nowMs: number },
): Promise<Reported | undefined> {
  const token = sent.formNumber === undefined ? newLinkToken() : progressToken(sent.token, sent.formNumber)
  try {
    return await transact(db, async trx => {
      const asset = await assetOfToken(trx, sent.token, nowMs)
      if (!asset) return undefined
      const before = await requesterOfToken(trx, token, nowMs)
      if (before) return { ticket: before.ticket, token }
      return {
        ticket: await makeTicket(trx, { ...sent, asset: asset.id, progress: token }, { store, nowMs }),
        token,
      }
    })
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    const twin = await requesterOfToken(db, token, nowMs) // the other half of a double tap was faster
    if (!twin) throw error
    return { ticket: twin.ticket, token }
  }
}

async function makeTicket(
  trx: Trx,
  { report, photo, asset, progress }: SentReport & { asset: string; progress: string },
  { store, nowMs }: { store: AttachmentStore; nowMs: number },
): Promise<number> {
  const act = { actor: REQUESTER, nowMs }
  const kind = 'corrective'
  const ground = await groundForWork(trx, { asset, kind })
  const { number } = await createTicket(
    trx,
    {
      kind,
      source: 'operator',
      title: titleOfReport(report.what, ground.assetName),
      description: report.what,
      severity: report.severity,
      priority: priorityOf(report.severity, ground.criticality, ground.matrix),
      ground,
    },
    act,
    { reason: 'Somebody at the machine reported it by its link.' },
  )
  const { name, contact, what } = report
  const requester = await insertRequester(trx, { ticket: number, name, contact, report: what, nowMs })
  await insertLink(trx, { scope: { requester }, token: progress, createdBy: REQUESTER, nowMs })
  if (photo) {
    await insertAttachment(trx, { store, ticket: number, ...photo, visibility: 'public', requester }, act)
  }
  return number
}

/** What a requester sees of their ticket; undefined where the link leads nowhere. */
export async function progressOf(db: Db, token: string, nowMs: number) {
  const requester = await requesterOfToken(db, token, nowMs)
  if (!requester) return undefined
  const ticket = await db
    .selectFrom('tickets as t')
    .innerJoin('assets as a', 'a.id', 't.asset')
    .innerJoin('sites as s', 's.id', 't.site')
    .select(['t.number', 't.category', 'a.name as assetName', 's.name as siteName', 's.timeZone'])
    .where('t.number', '=', requester.ticket)
    .executeTakeFirstOrThrow()
  return {
    ...ticket,
    report: requester.report,
    reportedAtMs: requester.createdAtMs,
    comments: await commentsFor(db, requester),
  }
}

/** How many messages a page shows, the newest. */
const SHOWN_COMMENTS = 100

/** What is public, but of what requesters say only their own. */
async function commentsFor(db: Db, { id, ticket }: { id: number; ticket: number }) {
  const rows = await db
    .selectFrom('comments')
    .select(['requester', 'body', 'createdAtMs'])
    .where('ticket', '=', ticket)
    .where('visibility', '=', 'public')
    .where(({ eb, or }) => or([eb('requester', 'is', null), eb('requester', '=', id)]))
    .orderBy('id', 'desc')
    .limit(SHOWN_COMMENTS)
    .execute()
  return rows.reverse().map(({ requester, ...said }) => ({ own: requester !== null, ...said }))
}

/** Adds what a requester says; false where the link leads nowhere. */
export function commentAsRequester(db: Db, token: string, body: string, nowMs: number): Promise<boolean> {
  return transact(db, async trx => {
    const requester = await requesterOfToken(trx, token, nowMs)
    if (!requester) return false
    const ticket = await lockTicket(trx, requester.ticket)
    const said = { body, visibility: 'public' as const, mentions: [], requester: requester.id }
    await insertComment(trx, ticket, said, { actor: REQUESTER, nowMs })
    return true
  })
}
